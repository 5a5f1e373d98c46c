// The JSON forms of dates and intervals: objects of their fields, in order of size.
#pragma once

#include <nlohmann/json.hpp>

#include <oraxx/datetime.hpp>

#include "cli/value_codec.hpp"

namespace oraxx::cli {

using json = nlohmann::ordered_json;

// Throws value_error with the parser's reason.
[[nodiscard]] json parse_json(std::string_view text);

[[nodiscard]] json to_json(const date& value);
[[nodiscard]] json to_json(const timestamp& value);
[[nodiscard]] json to_json(const timestamp_tz& value);  // {"utc":{...},"offset_minutes":330}
// {"utc":{...},"region_id":75,"region_name":"Africa/Dar_es_Salaam"}: whole seconds, null for an unknown name.
[[nodiscard]] json region_to_json(const timestamp_tz& value);
[[nodiscard]] json to_json(const interval_ds& value);
[[nodiscard]] json to_json(const interval_ym& value);

// Every field has to be there, and no other; ranges are the encoder's business. Throw value_error.
void from_json(const json& in, date& out);
void from_json(const json& in, timestamp& out);
void from_json(const json& in, timestamp_tz& out);
void from_json(const json& in, interval_ds& out);
void from_json(const json& in, interval_ym& out);

}  // namespace oraxx::cli
