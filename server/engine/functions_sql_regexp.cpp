// What the REGEXP_ functions accept.
#include <algorithm>

#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

std::string number_or(const function_call& c, std::size_t at, std::int64_t fallback) {
    return c.has(at) ? c.number(at) : number_literal(decimal(fallback));
}
std::string text_or_null(const function_call& c, std::size_t at) {
    return c.has(at) ? c.text(at) : std::string("NULL");
}

sql_type cut_of(const function_call& c) {
    const auto source = c.b.to_text(c.args[0]).type;
    auto type = text_type(std::max(source.bytes, 1U), std::max(source.chars, 1U));
    if (is_national(source.kind)) type.kind = db_type::nvarchar2;
    return type;
}

typed like(const function_call& c) {
    return c.result(call_at("re_like", {c.text(0), c.text(1), text_or_null(c, 2)}, c.position), boolean_type());
}
typed count(const function_call& c) {
    return c.result(call_at("re_count", {c.text(0), c.text(1), number_or(c, 2, 1), text_or_null(c, 3)}, c.position),
                    number_expression());
}
typed substring(const function_call& c) {
    return c.result(call_at("re_substr",
                            {c.text(0), c.text(1), number_or(c, 2, 1), number_or(c, 3, 1), text_or_null(c, 4),
                             number_or(c, 5, 0)},
                            c.position),
                    cut_of(c));
}
typed find(const function_call& c) {
    return c.result(call_at("re_instr",
                            {c.text(0), c.text(1), number_or(c, 2, 1), number_or(c, 3, 1), number_or(c, 4, 0),
                             text_or_null(c, 5), number_or(c, 6, 0)},
                            c.position),
                    number_expression());
}
typed replace(const function_call& c) {
    auto type = cut_of(c);
    type.bytes = max_text_bytes;
    type.chars = is_national(type.kind) ? max_text_bytes / 2 : max_text_bytes;
    return c.result(call_at("re_replace",
                            {c.text(0), c.text(1), text_or_null(c, 2), number_or(c, 3, 1), number_or(c, 4, 0),
                             text_or_null(c, 5)},
                            c.position),
                    type);
}

constexpr scalar_function functions[] = {
    {"REGEXP_LIKE", 2, 3, like},  {"REGEXP_COUNT", 2, 4, count},     {"REGEXP_SUBSTR", 2, 6, substring},
    {"REGEXP_INSTR", 2, 7, find}, {"REGEXP_REPLACE", 2, 6, replace},
};

}  // namespace

std::span<const scalar_function> regexp_function_table() {
    return functions;
}

}  // namespace oraxx::sandbox::engine
