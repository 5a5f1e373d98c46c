// Values for binds: out of texts (defaults of files, query strings) and out of JSON.
#pragma once

#include <optional>
#include <string_view>

#include <oraxx/type.hpp>
#include <oraxx/value.hpp>
#include "lambda/events/json_document.hpp"
#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

// The type that is told to the database.
[[nodiscard]] db_type declared_type(bind_type type) noexcept;
// "an ISO 8601 date such as 2026-11-23 or 2026-11-23T05:06:07": what a value of the type looks like, for messages.
[[nodiscard]] std::string_view form_of(bind_type type) noexcept;

// nullopt when the text is no value of that type. An empty text is NULL, as it is to Oracle.
[[nodiscard]] std::optional<value> value_from_text(bind_type type, std::string_view text);
// nullopt when `given` is no value of that type. A number may stand as a text, too: few writers of JSON have 38
// digits.
[[nodiscard]] std::optional<value> value_from_json(bind_type type, const events::json_value& given);

// For placeholders nobody declared: numbers, texts, truth values and null as what they are; nullopt for arrays,
// objects and numbers that no NUMBER holds.
struct plain_value {
    db_type type = db_type::varchar2;
    value held{};
};
[[nodiscard]] std::optional<plain_value> plain_value_from_json(const events::json_value& given);

}  // namespace oraxx::lambda::statements
