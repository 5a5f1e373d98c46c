// Percent-encoding (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace oraxx::base {

// Everything but letters, digits, "-_.~" and the characters of `also_plain` becomes %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view also_plain = {});
// "%XX" becomes its byte; everything else stays.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace oraxx::base
