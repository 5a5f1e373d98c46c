// The rows of a query in any order: statement::query_scrollable().
//
//   auto rows = conn.query_scrollable("select id, name from emp order by id");
//   rows.last();
//   const auto count = rows.position();
//   if (rows.absolute(10)) use(rows.current());
//
// The server keeps the rows for as long as the result is open. A move costs one round trip, or none when the row was
// fetched with the one before. Ownership, threads and errors: as result_set.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <oraxx/result.hpp>
#include <oraxx/row.hpp>
#include <oraxx/type.hpp>

namespace oraxx {

namespace detail {
struct scroll_state;
struct statement_state;
}  // namespace detail

class scrollable_result {
public:
    scrollable_result(scrollable_result&&) noexcept;
    scrollable_result& operator=(scrollable_result&&) noexcept;
    scrollable_result(const scrollable_result&) = delete;
    scrollable_result& operator=(const scrollable_result&) = delete;
    ~scrollable_result();  // gives the cursor back; never blocks, never throws

    [[nodiscard]] const std::vector<column_info>& columns() const noexcept;

    // Each moves and says whether there is such a row. Where there is none, the result is before the first row or
    // behind the last, from where next() and prior() go on. It begins before the first. Throw what the try_ functions
    // return: what statement::query() throws, and errc::wrong_state when the statement was executed again.
    bool next() { return try_relative(1).value(); }
    bool prior() { return try_relative(-1).value(); }
    bool first() { return try_absolute(1).value(); }
    bool last() { return try_last().value(); }
    bool absolute(std::uint64_t row) { return try_absolute(row).value(); }  // from 1; 0 is before the first
    // From behind the last row a step back of more than one takes two round trips.
    bool relative(std::int64_t rows) { return try_relative(rows).value(); }
    result<bool> try_last();
    result<bool> try_absolute(std::uint64_t row);
    result<bool> try_relative(std::int64_t rows);

    // Number of the current row, from 1; 0 when there is none.
    [[nodiscard]] std::uint64_t position() const noexcept;
    // Valid until the next move. Throws error(errc::wrong_state) when there is no current row.
    [[nodiscard]] row_view current() const;

private:
    friend struct detail::statement_state;
    explicit scrollable_result(std::unique_ptr<detail::scroll_state> state) noexcept;

    std::unique_ptr<detail::scroll_state> state_;
};

}  // namespace oraxx
