// CloudWatch's embedded metric format: one JSON line of an invocation's metrics.
#pragma once

#include <optional>
#include <string>

#include "lambda/observe/record.hpp"

namespace oraxx::lambda::observe {

// With its line feed. Dimensions are `service` and `function_name`; OraError stands under `code`, too.
[[nodiscard]] std::string emf_line(const invocation_record& record, const function_record& function,
                                   const std::string& name_space);

}  // namespace oraxx::lambda::observe
