// The canonical text of BINARY_FLOAT and BINARY_DOUBLE: the shortest digits that read back as the same value, in the
// layout most languages print: "0.1", "-0", "1e+308", "5e-324", "Infinity", "NaN". Locale-independent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oraxx::values {

// Appends; digits are those of the given type, so that 0.1F is "0.1".
void append_text(std::string& out, double value);
void append_text(std::string& out, float value);
[[nodiscard]] std::string to_text(double value);

// The nearest value. nullopt: not a number's text, or too large for the type.
[[nodiscard]] std::optional<double> parse_double(std::string_view text) noexcept;
[[nodiscard]] std::optional<float> parse_float(std::string_view text) noexcept;

}  // namespace oraxx::values
