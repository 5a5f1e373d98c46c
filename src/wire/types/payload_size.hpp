// How many bytes a value of a type takes at most.
#pragma once

#include <cstdint>

#include <oraxx/type.hpp>

namespace oraxx::wire::types {

// Of types whose values have a limit of their own; 0: any other.
[[nodiscard]] constexpr std::uint32_t payload_size(db_type type) noexcept {
    switch (type) {
    case db_type::number:
    case db_type::binary_integer: return 22;
    case db_type::date: return 7;
    case db_type::timestamp:
    case db_type::timestamp_ltz:
    case db_type::interval_ds: return 11;
    case db_type::timestamp_tz: return 13;
    case db_type::interval_ym: return 5;
    case db_type::binary_float:
    case db_type::boolean: return 4;
    case db_type::binary_double: return 8;
    default: return 0;
    }
}

}  // namespace oraxx::wire::types
