// JSON output by appending to a string.
#pragma once

#include <string>
#include <string_view>

namespace oraxx::lambda {

// Appends `text` as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD, so that what comes out is
// always valid JSON.
void append_json_string(std::string& out, std::string_view text);

}  // namespace oraxx::lambda
