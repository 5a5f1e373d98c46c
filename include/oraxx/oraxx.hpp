// Everything. See connection.hpp first.
#pragma once

#include <oraxx/batch.hpp>
#include <oraxx/bind.hpp>
#include <oraxx/config.hpp>
#include <oraxx/connection.hpp>
#include <oraxx/datetime.hpp>
#include <oraxx/error.hpp>
#include <oraxx/json.hpp>
#include <oraxx/lob.hpp>
#include <oraxx/mapping.hpp>
#include <oraxx/number.hpp>
#include <oraxx/object.hpp>
#include <oraxx/object_type.hpp>
#include <oraxx/pool.hpp>
#include <oraxx/region.hpp>
#include <oraxx/result.hpp>
#include <oraxx/result_set.hpp>
#include <oraxx/row.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/scrollable_result.hpp>
#include <oraxx/statement.hpp>
#include <oraxx/type.hpp>
#include <oraxx/value.hpp>
#include <oraxx/vector.hpp>
#include <oraxx/version.hpp>
