// Lambda functions with a database: everything a function's main() needs. Link oraxx::lambda.
#pragma once

#include <oraxx/lambda/connection_source.hpp>
#include <oraxx/lambda/context.hpp>
#include <oraxx/lambda/function.hpp>
#include <oraxx/lambda/function_error.hpp>
#include <oraxx/lambda/log.hpp>
#include <oraxx/lambda/observation.hpp>
#include <oraxx/lambda/response.hpp>
#include <oraxx/lambda/run.hpp>
#include <oraxx/oraxx.hpp>
