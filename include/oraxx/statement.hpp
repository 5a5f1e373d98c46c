// A prepared statement: parsed by the server once, executed as often as needed.
//
// Preparing asks nothing of the server; the first execution sends the text, later ones only the binds. Statements
// that are made by connection::query() and execute() go through the same cache of open cursors. Ownership: keeps the
// session open; may outlive its connection object. Thread safety: as the connection, one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <oraxx/bind.hpp>
#include <oraxx/config.hpp>
#include <oraxx/result.hpp>
#include <oraxx/result_set.hpp>
#include <oraxx/rowid.hpp>

namespace oraxx {

// What a statement that is no query did.
struct execute_result {
    std::uint64_t row_count = 0;        // INSERT, UPDATE, DELETE, MERGE: rows affected
    std::optional<rowid> last_rowid{};  // of the last row affected
    bool compiled_with_errors = false;  // CREATE of PL/SQL that does not compile: see USER_ERRORS
};

class statement {
public:
    statement(statement&&) noexcept = default;
    statement& operator=(statement&&) noexcept = default;
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement() = default;  // gives the cursor back; never blocks, never throws

    // Runs a query. `Ts` are the types of its columns, or nothing for rows of any type. Throws what try_query()
    // returns: errc::invalid_argument when the statement returns no rows (use execute()), errc::bind_mismatch,
    // errc::value_out_of_range (a bind value Oracle cannot store), errc::server_error, errc::timed_out,
    // errc::cancelled, errc::unsupported (a column of a type this build does not read, named in the message), or
    // what ended the connection.
    template <class... Ts, class... Binds>
    [[nodiscard]] detail::rows_of<Ts...> query(const Binds&... binds) {
        return try_query<Ts...>(binds...).value();
    }
    template <class... Ts, class... Binds>
    [[nodiscard]] result<detail::rows_of<Ts...>> try_query(const Binds&... binds) {
        const auto bound = detail::make_binds(binds...);
        return detail::as_rows<Ts...>(run_query(bound.span()));
    }

    // Runs a statement of any kind; the rows of a query are dropped. Throws what try_execute() returns: as
    // query(), and for OUT values what row_view::get() throws.
    template <class... Binds>
    execute_result execute(const Binds&... binds) {
        return try_execute(binds...).value();
    }
    template <class... Binds>
    result<execute_result> try_execute(const Binds&... binds) {
        const auto bound = detail::make_binds(binds...);
        return run_execute(bound.span());
    }

    // Does it return rows? Known from the text, without a round trip.
    [[nodiscard]] bool is_query() const;
    // The placeholders in their order, in upper case unless quoted: every occurrence in SQL, distinct names
    // in PL/SQL. Borrowed from the statement.
    [[nodiscard]] std::span<const std::string> bind_names() const;
    // The columns of a query; empty before its first execution.
    [[nodiscard]] std::vector<column_info> columns() const;
    // For this statement only; values outside their ranges are brought to the nearest limit.
    void set_fetch(const fetch_options& options);

private:
    friend class connection;
    explicit statement(std::shared_ptr<detail::statement_state> state) noexcept : state_(std::move(state)) {}

    [[nodiscard]] result<result_set> run_query(const detail::bind_span& binds);
    [[nodiscard]] result<execute_result> run_execute(const detail::bind_span& binds);
    // Throws error(errc::wrong_state) when the statement was moved from.
    [[nodiscard]] detail::statement_state& state() const;

    std::shared_ptr<detail::statement_state> state_;
};

}  // namespace oraxx
