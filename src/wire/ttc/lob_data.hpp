// Message 14: bytes of a LOB, read or to be written.
#pragma once

#include <vector>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct lob_data {
    static constexpr message_type type = message_type::lob_data;

    bytes_view bytes{};
    // Sizes of the chunks the sender cut the bytes into; empty = the encoder's own way. Servers use chunks for any
    // size, also where the short form would do.
    std::vector<std::uint32_t> chunks{};
};

decode_errc decode(decoder& c, lob_data& out);     // after the type byte
void encode(encoder& c, const lob_data& message);  // type byte and body

}  // namespace oraxx::wire::ttc
