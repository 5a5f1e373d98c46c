// Format models of numbers: TO_CHAR(number, model) and TO_NUMBER(text, model).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/engine/decimal.hpp"
#include "server/engine/nls.hpp"

namespace oraxx::sandbox::engine {

// Fails with ORA-01481 at `position`. A value that does not fit gives '#' signs.
[[nodiscard]] std::string format_number(const decimal& value, std::string_view model, const nls_settings& nls,
                                        std::size_t position);

// nullopt: the text does not match (ORA-01722).
[[nodiscard]] std::optional<decimal> parse_number(std::string_view text, std::string_view model,
                                                  const nls_settings& nls, std::size_t position);

}  // namespace oraxx::sandbox::engine
