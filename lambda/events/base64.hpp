// Base64 as events and binds carry bytes (RFC 4648, section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oraxx::lambda::events {

// The bytes; nullopt when the text is no base64, or lacks its padding.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace oraxx::lambda::events
