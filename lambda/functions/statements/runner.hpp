// Runs one statement of the files on a connection and writes its answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <oraxx/connection.hpp>

#include "lambda/functions/statements/bound_values.hpp"
#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

// Where an answer goes, whole or streamed.
class answer_sink {
public:
    answer_sink() = default;
    answer_sink(const answer_sink&) = delete;
    answer_sink& operator=(const answer_sink&) = delete;
    virtual ~answer_sink() = default;

    // Once, when the database has taken the statement: from here on the answer cannot become another.
    virtual void begin(std::string_view content_type) = 0;
    // Takes over what `text` holds, and empties it, when there is enough of it to be worth while.
    virtual void offer(std::string& text) = 0;
    // May begin() be called again, and the answer start anew?
    [[nodiscard]] virtual bool may_begin_again() const noexcept { return true; }
    // The rest of the answer.
    virtual void finish(std::string& text) = 0;
};

struct run_wishes {
    row_format format = row_format::rows;
    std::uint64_t max_rows = 0;                                       // 0: all
    std::optional<std::chrono::steady_clock::time_point> deadline{};  // sooner than the connection's own
};

struct run_facts {
    std::uint64_t rows = 0;  // of a query, or changed
    bool has_more = false;   // max_rows cut the result
};

// Queries answer rows in their format; changes {"row_count":n}; blocks {"out":{"name":value}}. A
// change is committed in its own round trip, or taken back, as its statement says. Throws oraxx::error, and whatever
// the sink throws.
[[nodiscard]] run_facts run_statement(const statement& target, bound_values& values, const run_wishes& wishes,
                                      connection& database, answer_sink& sink);

}  // namespace oraxx::lambda::statements
