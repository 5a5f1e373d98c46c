// Defines: what a client wants the columns of a query as.
#pragma once

#include <optional>
#include <vector>

#include "wire/ttc/bind_metadata.hpp"

namespace oraxx::sandbox {

// Rows of such columns wait until the client has told how it wants them: LOBs, JSON, VECTOR.
[[nodiscard]] bool waits_for_defines(const std::vector<wire::ttc::bind_metadata>& columns);

[[nodiscard]] bool has_long_or_cursor(const std::vector<wire::ttc::bind_metadata>& columns);

// The format of a described column when it is defined like this; nullopt: values are not converted so.
[[nodiscard]] std::optional<wire::ttc::bind_metadata> as_defined(const wire::ttc::bind_metadata& described,
                                                                 const wire::ttc::bind_metadata& define);

}  // namespace oraxx::sandbox
