// Functions 4 (re-execute) and 78 (re-execute and fetch): run an open cursor again. One bind row for each iteration
// follows, without metadata.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct reexecute_request {
    // options_1 of function 78.
    static constexpr std::uint32_t execute = 0x20;
    static constexpr std::uint32_t fetch = 0x40;
    // options_2 of function 4.
    static constexpr std::uint32_t commit_on_success = 0x01;

    std::uint32_t cursor_id = 0;
    std::uint32_t iterations = 1;  // 78: rows to fetch; 4: bind rows
    std::uint32_t options_1 = 0;
    std::uint32_t options_2 = 0;
};

decode_errc decode(decoder& c, reexecute_request& out);     // after the function header
void encode(encoder& c, const reexecute_request& message);  // body only

}  // namespace oraxx::wire::ttc
