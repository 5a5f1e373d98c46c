// Physical row addresses (ROWID).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oraxx {

struct rowid {
    std::uint32_t object = 0;  // data object number
    std::uint16_t file = 0;    // relative file number
    std::uint32_t block = 0;
    std::uint16_t slot = 0;

    friend auto operator<=>(const rowid&, const rowid&) = default;
    [[nodiscard]] bool empty() const noexcept { return *this == rowid{}; }
    [[nodiscard]] std::string to_string() const;  // 18 characters: OOOOOOFFFBBBBBBRRR
    [[nodiscard]] static std::optional<rowid> parse(std::string_view text) noexcept;
};

}  // namespace oraxx
