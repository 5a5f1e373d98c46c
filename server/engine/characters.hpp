// ASCII classes, whatever the locale says.
#pragma once

#include "base/ascii.hpp"

namespace oraxx::sandbox::engine {

using base::is_digit;

constexpr bool is_ascii_letter(char c) noexcept {
    return base::is_letter(c);
}
constexpr bool is_space(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace oraxx::sandbox::engine
