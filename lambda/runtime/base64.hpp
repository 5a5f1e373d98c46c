// Base64 (RFC 4648) with padding, as HTTP trailers and events carry bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oraxx::lambda {

[[nodiscard]] std::string encode_base64(std::string_view bytes);
// nullopt: no base64 in whole groups of four with its padding.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace oraxx::lambda
