// Message 11, "IOV": the direction of each bind, as the server found it.
#pragma once

#include <vector>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

enum class bind_direction : std::uint8_t { out = 16, in = 32, in_out = 48 };

struct io_vector {
    static constexpr message_type type = message_type::io_vector;

    std::uint8_t flags = 0;
    std::uint16_t binds_low = 0;  // binds = binds_high * 256 + binds_low
    std::uint32_t binds_high = 0;
    std::uint32_t iterations = 0;
    std::uint16_t buffer_length = 0;
    bytes_view bit_vector{};
    bytes_view rowid{};
    std::vector<bind_direction> directions{};
};

decode_errc decode(decoder& c, io_vector& out);
// binds_low and binds_high are written as they stand: set_directions() keeps them right.
void encode(encoder& c, const io_vector& message);
void set_directions(io_vector& message, std::vector<bind_direction> directions);

}  // namespace oraxx::wire::ttc
