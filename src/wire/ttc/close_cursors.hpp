// Piggybacks 105 (close) and 120 (cancel): cursors the client no longer needs.
#pragma once

#include <vector>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct close_cursors {
    std::vector<std::uint32_t> cursor_ids{};
};

decode_errc decode(decoder& c, close_cursors& out);     // after the function header
void encode(encoder& c, const close_cursors& message);  // body only

}  // namespace oraxx::wire::ttc
