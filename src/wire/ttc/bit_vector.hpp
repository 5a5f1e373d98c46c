// Message 21, "BVC": which columns the next row carries; the others repeat the previous row of the result set, also
// across fetch calls. Valid for exactly one row.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Bytes of a bit vector over `columns` columns.
[[nodiscard]] constexpr std::size_t bit_vector_size(std::size_t columns) noexcept {
    return (columns + 7) / 8;
}
// Whether column `index` is in the row. Lowest bit first.
[[nodiscard]] constexpr bool is_sent(bytes_view bits, std::size_t index) noexcept {
    return index / 8 < bits.size() && ((bits[index / 8] >> (index % 8)) & 1U) != 0;
}

struct bit_vector {
    static constexpr message_type type = message_type::bit_vector;

    std::uint16_t columns_sent = 0;
    bytes_view bits{};
};

// `columns` is the number of columns the last describe named: the wire does not repeat it.
decode_errc decode(decoder& c, std::size_t columns, bit_vector& out);
void encode(encoder& c, const bit_vector& message);

}  // namespace oraxx::wire::ttc
