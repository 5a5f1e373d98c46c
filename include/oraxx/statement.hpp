// A prepared statement: parsed by the server once, executed as often as needed.
//
// Preparing asks nothing of the server; the first execution sends the text, later ones only the binds. Statements
// that are made by connection::query() and execute() go through the same cache of open cursors. Ownership: keeps the
// session open; may outlive its connection object. Thread safety: as the connection, one thread at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <oraxx/batch.hpp>
#include <oraxx/bind.hpp>
#include <oraxx/config.hpp>
#include <oraxx/detail/make_batch.hpp>
#include <oraxx/result.hpp>
#include <oraxx/result_set.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/scrollable_result.hpp>

namespace oraxx {

// What a statement that is no query did.
struct execute_result {
    std::uint64_t row_count = 0;        // INSERT, UPDATE, DELETE, MERGE: rows affected
    std::optional<rowid> last_rowid{};  // of the last row affected
    bool compiled_with_errors = false;  // CREATE of PL/SQL that does not compile: see USER_ERRORS
    // What a block handed back by DBMS_SQL.RETURN_RESULT, in its order (databases from 12.1 on).
    std::vector<result_set> implicit_results{};
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

    // Runs a query whose rows are read in any order. Throws as query().
    template <class... Binds>
    [[nodiscard]] scrollable_result query_scrollable(const Binds&... binds) {
        return try_query_scrollable(binds...).value();
    }
    template <class... Binds>
    [[nodiscard]] result<scrollable_result> try_query_scrollable(const Binds&... binds) {
        const auto bound = detail::make_binds(binds...);
        return run_scrollable(bound.span());
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

    // Runs a statement once for each row of `rows`, in one round trip (one for every 65,535 rows, and for every
    // 32 MiB; a PL/SQL block takes one more, and one a row when it has IN OUT binds). `rows` is a container of
    // std::tuple, std::pair, std::array, bind_list, structs (as bind_members() takes them) or of single values, or
    // bind_columns(); each row gives values to all placeholders, except that `outs`, made by out() and in the places
    // behind, receive what comes back: a std::vector with one element for each row, of std::vector where a row may
    // return several. Their content is unspecified when the call fails. A value's declared type and size are those of
    // all rows; a NULL without a type takes the others'. Nothing to do for no rows. Throws what try_execute_many()
    // returns: as execute(); errc::invalid_argument for a query, and for batch options with anything but INSERT,
    // UPDATE, DELETE or MERGE; the message of a server_error says how many rows had been done when that is known.
    template <class Rows, class... Outs>
    batch_result execute_many(const Rows& rows, const batch_options& options = {}, const Outs&... outs) {
        return try_execute_many(rows, options, outs...).value();
    }
    template <class Rows, class... Outs>
    result<batch_result> try_execute_many(const Rows& rows, const batch_options& options = {}, const Outs&... outs) {
        batch_result done;
        detail::batch_binds binds;
        auto next = std::begin(rows);
        for (std::size_t first = 0, left = std::size(rows); left != 0;) {
            const auto count = std::min(left, detail::max_batch_rows);
            binds.fill(next, first, count, outs...);
            left -= count;
            if (auto part = run_batch(binds, options, left == 0, done); !part) return std::move(part).error();
            first += count;
        }
        return done;
    }

    // Does it return rows? Known from the text, without a round trip.
    [[nodiscard]] bool is_query() const;
    // The placeholders in their order, in upper case unless quoted: every occurrence in SQL, distinct names
    // in PL/SQL. Borrowed from the statement.
    [[nodiscard]] std::span<const std::string> bind_names() const;
    // Has the server parse the statement and describe a query's columns, in one round trip and without running it;
    // the next execution goes on from there. Throws what try_describe() returns: errc::server_error for a statement
    // that is wrong, errc::invalid_argument for DDL, which a server runs when it parses it.
    void describe() { try_describe().value(); }
    result<void> try_describe();
    // The columns of a query; empty before its first execution or describe().
    [[nodiscard]] std::vector<column_info> columns() const;
    // For this statement only; values outside their ranges are brought to the nearest limit.
    void set_fetch(const fetch_options& options);

private:
    friend class connection;
    explicit statement(std::shared_ptr<detail::statement_state> state) noexcept : state_(std::move(state)) {}

    [[nodiscard]] result<result_set> run_query(const detail::bind_span& binds);
    [[nodiscard]] result<scrollable_result> run_scrollable(const detail::bind_span& binds);
    [[nodiscard]] result<execute_result> run_execute(const detail::bind_span& binds);
    // Adds what it did to `done`.
    [[nodiscard]] result<void> run_batch(const detail::batch_binds& binds, const batch_options& options, bool is_last,
                                         batch_result& done);
    // Throws error(errc::wrong_state) when the statement was moved from.
    [[nodiscard]] detail::statement_state& state() const;

    std::shared_ptr<detail::statement_state> state_;
};

}  // namespace oraxx
