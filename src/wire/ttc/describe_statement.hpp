// Function 98, "ODNY": what columns a statement has, without executing it. Only JDBC drivers ask so; others parse
// with function 94.
#pragma once

#include <vector>

#include "wire/ttc/codes.hpp"
#include "wire/ttc/describe.hpp"

namespace oraxx::wire::ttc {

struct describe_statement {
    static constexpr function_code function = function_code::describe_statement;

    std::uint8_t flags = 7;  // as recorded; what the bits mean is not known
    std::uint32_t cursor_id = 0;
    std::string_view sql{};
    std::uint32_t parse_version = 2;
    bool wants_count = true;
    bool wants_columns = true;
};

// Message 8 in answer to it: nothing of what surrounds the columns in message 16.
struct statement_columns {
    static constexpr message_type type = message_type::parameters;

    std::vector<column_metadata> columns{};
};

decode_errc decode(decoder& c, describe_statement& out);     // after the function header
decode_errc decode(decoder& c, statement_columns& out);      // after the type byte
void encode(encoder& c, const describe_statement& message);  // body only
void encode(encoder& c, const statement_columns& message);   // type byte and body

}  // namespace oraxx::wire::ttc
