#include "config/server_version.hpp"

#include <array>

namespace oraxx::config {
namespace {

struct version_part {
    unsigned shift;
    std::uint32_t mask;
};
using packing = std::array<version_part, 5>;

constexpr std::uint8_t first_wide_field_version = 11;  // 18.1
constexpr packing wide_packing{{{24, 0xFF}, {16, 0xFF}, {12, 0x0F}, {4, 0xFF}, {0, 0x0F}}};
constexpr packing old_packing{{{24, 0xFF}, {20, 0x0F}, {12, 0xFF}, {8, 0x0F}, {0, 0xFF}}};

}  // namespace

std::string decode_version_number(std::uint32_t number, std::uint8_t field_version) {
    const auto& parts = field_version >= first_wide_field_version ? wide_packing : old_packing;
    std::string out;
    for (const auto part : parts) {
        if (!out.empty()) out.push_back('.');
        out += std::to_string((number >> part.shift) & part.mask);
    }
    return out;
}

}  // namespace oraxx::config
