// An Oracle error number as people search for it.
#pragma once

#include <cstdint>
#include <string>

namespace oraxx::values {

// Five digits at least: "00942".
inline std::string ora_digits(std::uint32_t number) {
    constexpr std::size_t least = 5;
    auto digits = std::to_string(number);
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    return digits;
}

// "ORA-00942"
inline std::string ora_text(std::uint32_t number) {
    return "ORA-" + ora_digits(number);
}

}  // namespace oraxx::values
