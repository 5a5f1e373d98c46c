// Message 6, "RXH": starts a batch of rows.
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct row_header {
    static constexpr message_type type = message_type::row_header;

    std::uint8_t flags = 0;
    std::uint16_t columns_low = 0;  // columns = iteration * 256 + this
    std::uint32_t iteration = 0;
    std::uint32_t rows_wanted = 0;
    std::uint16_t buffer_length = 0;
    bytes_view bit_vector{};  // applies to the first row that follows; empty = none
    bytes_view rowid{};

    [[nodiscard]] std::uint32_t column_count() const noexcept { return iteration * 256 + columns_low; }
};

decode_errc decode(decoder& c, row_header& out);
void encode(encoder& c, const row_header& message);

}  // namespace oraxx::wire::ttc
