// What an event asks for: which statement, with which values, answered how.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/lambda/function_error.hpp>
#include "lambda/events/event.hpp"
#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

struct given_bind {
    std::string name{};
    events::json_value held{};
    bool is_untyped = false;  // out of a query string: the text stands for a value of whatever type is declared
};

struct request {
    std::string statement{};  // empty: the default
    std::string sql{};        // instead of a statement of the files; where the function allows it
    bool commits = false;     // with sql only
    std::vector<given_bind> binds{};
    std::optional<row_format> format{};
    std::optional<bool> streams{};
    std::uint64_t max_rows = 0;  // 0: the event does not say
};

// {"statement": "...", "binds": {...}, "format": "...", "max_rows": n, "stream": true}, all of it optional; null is
// {}. With `allow_sql` also {"sql": "...", "commit": true}. Throws failed_invocation, as the next function does:
// "EventError.BadShape", ".UnknownField", ".BadField", ".SqlNotAllowed". Messages name fields, never values.
[[nodiscard]] request read_request(const events::json_value& document, bool allow_sql);

// GET /STATEMENT?bind=value and POST /STATEMENT with a request as body; the names _format, _max_rows and _stream of
// the query, and Accept (text/csv, application/x-ndjson), say how to answer. Never takes SQL.
[[nodiscard]] request read_http_request(const events::http_event& asked);

// A name that came from outside, in quotes, cut when it is long: for messages.
[[nodiscard]] std::string quoted_name(std::string_view name);

[[nodiscard]] failed_invocation event_error(std::string_view reason, std::string message);

}  // namespace oraxx::lambda::statements
