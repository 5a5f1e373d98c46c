// The 16 bytes that name an object type, out of what stands with a value.
#pragma once

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace oraxx::session {

using type_oid = std::array<std::uint8_t, 16>;

// From the type id of a value ("TOID": length and kind, the type, what stands for its extent), or from the bare id.
// Zeros when it is neither.
[[nodiscard]] inline type_oid type_oid_of(base::bytes_view type_id) noexcept {
    constexpr std::size_t offset = 4;
    type_oid out{};
    if (type_id.size() >= offset + out.size()) {
        std::copy_n(type_id.begin() + offset, out.size(), out.begin());
    } else if (type_id.size() == out.size()) {
        std::copy(type_id.begin(), type_id.end(), out.begin());
    }
    return out;
}

}  // namespace oraxx::session
