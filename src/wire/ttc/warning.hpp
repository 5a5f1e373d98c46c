// Message 15: a warning, e.g. that the password expires soon.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct warning {
    static constexpr message_type type = message_type::warning;

    std::uint16_t number = 0;
    std::uint16_t length = 0;  // of the text
    std::uint16_t flags = 0;   // 1 first, 2 next, 4 last
    std::string_view text{};
};

decode_errc decode(decoder& c, warning& out);
void encode(encoder& c, const warning& message);

}  // namespace oraxx::wire::ttc
