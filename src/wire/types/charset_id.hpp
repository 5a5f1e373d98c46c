// Oracle's numbers of character sets, as far as this build converts them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/charset.hpp"

namespace oraxx::wire::types {

// nullopt: a number this build has no table for.
[[nodiscard]] std::optional<base::charset> charset_of(std::uint16_t id) noexcept;
// By the name that charset_name() gives.
[[nodiscard]] std::optional<base::charset> charset_named(std::string_view name) noexcept;
// "WE8MSWIN1252"; "character set 852" for a number without a table here.
[[nodiscard]] std::string charset_name(std::uint16_t id);

}  // namespace oraxx::wire::types
