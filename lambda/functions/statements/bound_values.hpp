// The values of a call: what an event gave, what the statement's defaults say, and room for what comes out.
#pragma once

#include <string>
#include <vector>

#include <oraxx/bind.hpp>
#include "lambda/functions/statements/request.hpp"
#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

struct out_value {
    std::string name{};
    bind_type type = bind_type::text;
    value held{};
};

// Movable, not copyable: the list refers to the values that come out.
struct bound_values {
    bound_values() = default;
    bound_values(bound_values&&) noexcept = default;
    bound_values& operator=(bound_values&&) noexcept = default;

    bind_list list{};
    std::vector<out_value> outs{};  // in the order of their declaration
};

// Throws failed_invocation: "EventError.UnknownBind", ".MissingBind", ".BadBind" (a value of another type, null where
// none may be, or given twice), ".BadField" when `asked` brings more values than any statement takes. Names binds,
// never values.
[[nodiscard]] bound_values bind_values(const statement& target, const request& asked);

}  // namespace oraxx::lambda::statements
