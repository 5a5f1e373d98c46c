#include "wire/types/zone_offset.hpp"

namespace oraxx::wire::types {

std::array<std::uint8_t, zone_offset_size> encode_zone_offset(std::int16_t minutes) noexcept {
    constexpr int bias = 60;
    return {0x80,
            0x00,
            0x00,
            0x00,
            static_cast<std::uint8_t>(minutes / 60 + bias),
            static_cast<std::uint8_t>(minutes % 60 + bias),
            bias,
            0x80,
            0x00,
            0x00,
            0x00};
}

}  // namespace oraxx::wire::types
