// Message 27: the result sets that a PL/SQL block handed back by DBMS_SQL.RETURN_RESULT.
#pragma once

#include <vector>

#include "wire/ttc/describe.hpp"

namespace oraxx::wire::ttc {

struct implicit_result {
    bytes_view reserved{};
    describe_block described{};
    std::uint16_t cursor_id = 0;  // fetched from like a ref cursor
};

struct implicit_results {
    static constexpr message_type type = message_type::implicit_results;

    std::vector<implicit_result> results{};
};

decode_errc decode(decoder& c, implicit_results& out);     // after the type byte
void encode(encoder& c, const implicit_results& message);  // type byte and body

}  // namespace oraxx::wire::ttc
