// Integers in rows: read only when they are whole, because a row may be cut at any byte.
#pragma once

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"

namespace oraxx::session {

// A universal integer of at most `width` bytes. Moves `position` only when it is complete.
template <class Integer>
[[nodiscard]] inline base::decode_errc read_universal(base::bytes_view input, std::size_t& position, unsigned width,
                                                      Integer& value) noexcept {
    if (position >= input.size()) return base::decode_errc::incomplete;
    const unsigned count = input[position];
    if (count > width) return base::decode_errc::bad_value;
    if (input.size() - position - 1 < count) return base::decode_errc::incomplete;
    value = 0;
    for (unsigned i = 1; i <= count; ++i) value = static_cast<Integer>((value << 8U) | input[position + i]);
    position += 1 + count;
    return base::decode_errc::ok;
}

}  // namespace oraxx::session
