// The rows of a query, fetched as they are asked for.
//
// Ownership: a result set owns its rows and keeps the session open; it may outlive its connection object and
// its statement. Several may be open on one connection, and other statements may run between their rows.
// Executing the statement it came from again ends it (errc::wrong_state at its next fetch).
// Thread safety: as the connection, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <oraxx/detail/row_source.hpp>
#include <oraxx/result.hpp>
#include <oraxx/row.hpp>
#include <oraxx/type.hpp>

namespace oraxx {

namespace detail {
struct statement_state;

// Behind a pointer of its own, so that rows stay valid when the result set is moved.
struct result_state {
    row_source source{};
    std::uint32_t next_row = 0;  // within source.batch
    std::uint32_t rows = 0;      // of source.batch
    bool has_row = false;
    std::shared_ptr<statement_state> statement{};
    std::uint64_t execution = 0;  // which execution of the statement the rows belong to

    result_state() = default;
    result_state(const result_state&) = delete;
    result_state& operator=(const result_state&) = delete;
    ~result_state();  // ends the execution, for those who observe statements
};
}  // namespace detail

class result_set {
public:
    class iterator;

    // Holds nothing, like one that was moved from: a variable to receive a REF CURSOR.
    result_set() noexcept;
    result_set(result_set&&) noexcept;
    result_set& operator=(result_set&&) noexcept;
    result_set(const result_set&) = delete;
    result_set& operator=(const result_set&) = delete;
    // Gives the cursor back; never blocks, never throws.
    ~result_set();

    [[nodiscard]] const std::vector<column_info>& columns() const noexcept { return *state_->source.columns; }

    // Moves to the next row; false after the last. A new round trip happens only when the rows already fetched
    // are used up. Throws what try_next() returns.
    bool next() { return try_next().value(); }
    result<bool> try_next() { return advance_within_batch() ? result<bool>(true) : fetch(); }

    // The row that next() moved to. Throws error(errc::wrong_state) when there is none.
    [[nodiscard]] row_view current() const;

    // One pass over the rows that are left; incrementing throws when a fetch fails.
    [[nodiscard]] iterator begin();
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    friend struct detail::statement_state;
    explicit result_set(std::unique_ptr<detail::result_state> state) noexcept;

    [[nodiscard]] bool advance_within_batch() noexcept {
        if (state_ == nullptr || state_->next_row == state_->rows) return false;
        ++state_->next_row;
        state_->has_row = true;
        state_->source.text.reset();
        return true;
    }
    [[nodiscard]] row_view row_at_cursor() const noexcept { return {state_->source, state_->next_row - 1}; }
    [[nodiscard]] result<bool> fetch();

    std::unique_ptr<detail::result_state> state_;
};

// A single-pass input iterator; valid while its result set stays where it is.
class result_set::iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = row_view;
    using difference_type = std::ptrdiff_t;

    [[nodiscard]] row_view operator*() const noexcept { return rows_->row_at_cursor(); }
    iterator& operator++() {
        more_ = rows_->next();
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t /*end*/) noexcept { return !it.more_; }

private:
    friend class result_set;
    explicit iterator(result_set& rows) : rows_(&rows), more_(rows.next()) {}

    result_set* rows_;
    bool more_;
};

inline result_set::iterator result_set::begin() {
    return iterator(*this);
}

// The rows of a query as tuples: `for (auto [id, name] : conn.query<std::int64_t, std::string_view>(sql))`; or, where
// one struct, std::tuple or std::pair is the only type, as that: `for (const employee& e :
// conn.query<employee>(sql))`. A struct is filled by the names of its oraxx::mapping: in any order, columns without a
// member being left out; without one it has public members only (64 at most, no base class) and is filled in the
// order of the columns, which are as many. Views in a row are valid until the next row. Everything said of result_set
// holds here.
template <class... Ts>
class typed_rows {
public:
    class iterator;
    using value_type = typename detail::row_form<Ts...>::type;

    [[nodiscard]] const std::vector<column_info>& columns() const noexcept { return rows_.columns(); }

    bool next() { return rows_.next(); }
    result<bool> try_next() { return rows_.try_next(); }
    // The row that next() moved to. Throws what row_view::get() throws.
    [[nodiscard]] value_type current() const { return try_current().value(); }
    [[nodiscard]] result<value_type> try_current() const { return rows_.current().read(from_); }

    [[nodiscard]] iterator begin() { return iterator(rows_.begin(), from_); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    // Takes over rows as a query made them; errc::type_mismatch when their columns are not those of the type.
    [[nodiscard]] static result<typed_rows> from(result<result_set> rows) {
        if (!rows) return std::move(rows).error();
        auto found = source::among(rows->columns());
        if (!found) return std::move(found).error();
        return typed_rows(*std::move(rows), *found);
    }

private:
    using source = detail::record_columns<value_type>;

    typed_rows(result_set rows, const source& from) noexcept : rows_(std::move(rows)), from_(from) {}

    // As current(), where there is a row for certain.
    [[nodiscard]] static value_type read(const row_view& row, const source& from) { return row.read(from).value(); }

    result_set rows_;
    source from_;
};

template <class... Ts>
class typed_rows<Ts...>::iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = typename typed_rows::value_type;
    using difference_type = std::ptrdiff_t;

    [[nodiscard]] value_type operator*() const { return typed_rows::read(*row_, from_); }
    iterator& operator++() {
        ++row_;
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t end) noexcept { return it.row_ == end; }

private:
    friend class typed_rows;
    iterator(result_set::iterator row, const source& from) : row_(row), from_(from) {}

    result_set::iterator row_;
    source from_;
};

namespace detail {
// query() without types gives a result_set, with types typed_rows.
template <class... Ts>
struct rows_of_types {
    using type = typed_rows<Ts...>;
};
template <>
struct rows_of_types<> {
    using type = result_set;
};
template <class... Ts>
using rows_of = typename rows_of_types<Ts...>::type;

template <class... Ts>
[[nodiscard]] result<rows_of<Ts...>> as_rows(result<result_set> rows) {
    if constexpr (sizeof...(Ts) == 0) {
        return rows;
    } else {
        return typed_rows<Ts...>::from(std::move(rows));
    }
}
}  // namespace detail

}  // namespace oraxx
