// Function 5: the next rows of an open cursor.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct fetch_request {
    static constexpr function_code function = function_code::fetch;

    std::uint32_t cursor_id = 0;
    std::uint32_t rows = 0;
};

decode_errc decode(decoder& c, fetch_request& out);     // after the function header
void encode(encoder& c, const fetch_request& message);  // body only

}  // namespace oraxx::wire::ttc
