// What SQL functions see while a statement runs: the session's settings, the statement's clock, and the
// place an ORA- error waits in until the statement's step returns.
//
// The functions are registered with SQLite under names of their own ("n_add", "text_from_date"); the binder
// calls them with arguments whose stored types it knows. One that can fail takes the byte position in the
// Oracle statement as its last argument.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/engine/context_values.hpp"
#include "server/engine/date_format.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/nls.hpp"
#include "server/engine/regex.hpp"
#include "server/engine/sqlite.hpp"
#include "server/engine/types.hpp"

namespace oraxx::sandbox::engine {

// A row that a recursive WITH made.
struct recursion_row {
    std::int64_t parent = -1;  // its index; -1: of the first branch
    std::string text{};        // the values that make a cycle when they come back
};

class session_sequences;

struct runtime {
    // Changed through set_nls, which forgets what was derived from the old settings.
    [[nodiscard]] const nls_settings& nls() const noexcept { return nls_; }
    void set_nls(nls_settings settings);

    std::int16_t zone_offset = 0;      // of the session, minutes
    std::int16_t database_zone = 0;    // likewise
    std::string zone_name = "+00:00";  // what SESSIONTIMEZONE says
    bool is_23ai = true;
    std::string user{};
    std::string current_schema{};
    std::string service_name{};
    std::uint32_t session_id = 1;
    context_values contexts{};

    session_sequences* sequences = nullptr;  // not null once functions run

    std::size_t longest_text = max_text_bytes;  // of a concatenation; more in PL/SQL
    instant now{};                              // UTC, fixed for a statement
    std::optional<sql_error> failure{};         // raised by a function of the running statement
    std::vector<std::int64_t> row_numbers{};    // ROWNUM counters of the running statement
    std::vector<recursion_row> recursion{};     // rows of the running statement's recursive queries
    std::vector<sqlite::value> key_values{};    // last values written to key columns, for ORA-00001

    // The parsed form of a model; parsed once.
    const date_format& format(std::string_view model, std::size_t position);
    [[nodiscard]] parse_defaults date_defaults() const;
    // Compiled once.
    const regex& compiled_regex(std::string_view pattern, std::string_view options, std::size_t position);
    // The session's settings, or those that the third argument of TO_CHAR makes of them; made once.
    const nls_settings& nls_with(std::string_view arguments, std::size_t position);

private:
    nls_settings nls_{};
    std::map<std::string, date_format, std::less<>> formats_{};
    std::map<std::string, nls_settings, std::less<>> nls_variants_{};
    std::map<std::string, regex, std::less<>> expressions_{};
};

// One call of a function. Argument indexes are 0-based.
class call {
public:
    call(sqlite3_context* context, int count, sqlite3_value** values, runtime& state) noexcept
        : context_(context), values_(values, static_cast<std::size_t>(count)), state_(state) {}

    [[nodiscard]] runtime& state() const noexcept { return state_; }
    [[nodiscard]] std::size_t count() const noexcept { return values_.size(); }
    [[nodiscard]] int kind(std::size_t at) const noexcept { return sqlite3_value_type(values_[at]); }
    [[nodiscard]] bool is_null(std::size_t at) const noexcept {
        return sqlite3_value_type(values_[at]) == SQLITE_NULL;
    }
    [[nodiscard]] std::span<const std::uint8_t> bytes(std::size_t at) const noexcept;
    [[nodiscard]] std::string_view text(std::size_t at) const noexcept;
    [[nodiscard]] std::int64_t integer(std::size_t at) const noexcept { return sqlite3_value_int64(values_[at]); }
    [[nodiscard]] decimal number(std::size_t at) const noexcept { return decimal::from_stored(bytes(at)); }
    // A NUMBER as a C++ integer: fraction cut off, clamped.
    [[nodiscard]] std::int64_t whole(std::size_t at) const noexcept;
    [[nodiscard]] instant time(std::size_t at) const noexcept { return load_instant(bytes(at)); }
    [[nodiscard]] zoned_instant zoned(std::size_t at) const noexcept { return load_zoned(bytes(at)); }
    [[nodiscard]] double real(std::size_t at) const noexcept;  // BINARY_FLOAT or BINARY_DOUBLE
    [[nodiscard]] bool is_single(std::size_t at) const noexcept { return bytes(at).size() == 4; }
    [[nodiscard]] sqlite::value copy(std::size_t at) const noexcept { return sqlite::value(values_[at]); }
    // The last argument.
    [[nodiscard]] std::size_t position() const noexcept { return static_cast<std::size_t>(integer(count() - 1)); }

    void result(const decimal& v) noexcept;
    void result(const std::optional<decimal>& v);  // nullopt: ORA-01426
    void result(std::string_view text) noexcept;   // empty: NULL
    void result(std::span<const std::uint8_t> v) noexcept;
    // Of LOBs and objects: empty is not NULL.
    void result_text(std::string_view text) noexcept;
    void result_bytes(std::span<const std::uint8_t> v) noexcept;
    void result(std::int64_t v) noexcept { sqlite3_result_int64(context_, v); }
    void result(const instant& v) noexcept { result(std::span<const std::uint8_t>(store(v))); }
    void result(const zoned_instant& v) noexcept { result(std::span<const std::uint8_t>(store(v))); }
    void result_real(double v, bool single) noexcept;
    void result_null() noexcept { sqlite3_result_null(context_); }
    void result_value(sqlite3_value* v) noexcept { sqlite3_result_value(context_, v); }
    void result_argument(std::size_t at) noexcept { sqlite3_result_value(context_, values_[at]); }
    // A DATE; fails with ORA-01841 outside of the calendar.
    void result_date(const instant& t);
    void result_timestamp(const instant& t);

private:
    sqlite3_context* context_;
    std::span<sqlite3_value*> values_;
    runtime& state_;
};

using function_body = void (*)(call&);

enum class null_rule : unsigned char { strict, accepts_null };  // strict: any NULL argument gives NULL

struct function_entry {
    const char* name = nullptr;
    int arguments = 0;  // -1: any number
    function_body body = nullptr;
    null_rule nulls = null_rule::strict;
    bool is_pure = true;  // the same arguments give the same result within one statement
};

// Makes every function of the engine known to the connection. `state` must outlive it.
void register_functions(sqlite::connection& db, runtime& state);

// The tables behind register_functions, one per source file.
[[nodiscard]] std::span<const function_entry> number_functions();
[[nodiscard]] std::span<const function_entry> binary_functions();
[[nodiscard]] std::span<const function_entry> text_functions();
[[nodiscard]] std::span<const function_entry> date_functions();
[[nodiscard]] std::span<const function_entry> date_conversions();
[[nodiscard]] std::span<const function_entry> conversions();
[[nodiscard]] std::span<const function_entry> store_functions();
[[nodiscard]] std::span<const function_entry> recursion_functions();
[[nodiscard]] std::span<const function_entry> sequence_functions();
[[nodiscard]] std::span<const function_entry> regexp_functions();
[[nodiscard]] std::span<const function_entry> lob_functions();
[[nodiscard]] std::span<const function_entry> json_functions();
[[nodiscard]] std::span<const function_entry> vector_functions();
[[nodiscard]] std::span<const function_entry> object_functions();
void register_aggregates(sqlite3* db, runtime& state);

// The shorter text counts as filled up with blanks.
[[nodiscard]] int compare_padded(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) noexcept;

// Rounds up to the error a function raises inside of SQLite.
void raise(sqlite3_context* context, runtime& state, const sql_error& error) noexcept;

}  // namespace oraxx::sandbox::engine
