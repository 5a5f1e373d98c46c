#include <oraxx/result_set.hpp>

#include <cassert>
#include <cstring>

#include <oraxx/detail/value_link.hpp>

#include "api/session.hpp"

namespace oraxx {

namespace detail {

errc read_value(const cell_ref& cell, scratch& text, result_set& out) {
    std::uint32_t place = 0;
    if (cell.type != db_type::cursor || cell.size != sizeof(place)) return errc::type_mismatch;
    std::memcpy(&place, cell.data, sizeof(place));
    if (cell.link == nullptr || cell.batch == nullptr || place >= cell.batch->cursors.size())
        return errc::unsupported;
    auto opened = cell.link->open_cursor(cell.batch->cursors[place]);
    if (!opened) return text.fail(std::move(opened).error());
    out = *std::move(opened);
    return errc::ok;
}

result_state::~result_state() {
    if (statement != nullptr && execution == statement->executions) statement->execution_ended();
}

}  // namespace detail

result_set::result_set(std::unique_ptr<detail::result_state> state) noexcept : state_(std::move(state)) {}
result_set::result_set() noexcept = default;
result_set::result_set(result_set&&) noexcept = default;
result_set& result_set::operator=(result_set&&) noexcept = default;
result_set::~result_set() = default;

row_view result_set::current() const {
    if (state_ == nullptr || !state_->has_row) {
        throw_failure({.code = errc::wrong_state,
                       .message = "the result set is at no row",
                       .advice = "call next() first, and only go on while it returns true"});
    }
    return row_at_cursor();
}

result<bool> result_set::fetch() {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    auto& state = *state_;
    state.has_row = false;
    while (state.statement != nullptr) {
        auto& statement = *state.statement;
        if (auto refused = detail::refusal(statement.session.get())) return *std::move(refused);
        if (state.execution != statement.executions) {
            return failure{.code = errc::wrong_state,
                           .message = "the statement of this result set was executed again",
                           .advice = "prepare a second statement to have both results open"};
        }
        state.next_row = state.rows = 0;
        auto batch = statement.fetch_batch(std::move(state.source.batch));
        if (!batch) return std::move(batch).error();
        if (*batch == nullptr) {
            statement.execution_ended();
            state.statement.reset();  // the cursor is free for the next execution of the same text
            break;
        }
        state.source.batch = *std::move(batch);
        assert(state.source.batch->columns() == columns().size());
        state.rows = state.source.batch->rows;
        if (advance_within_batch()) return true;
    }
    return false;
}

}  // namespace oraxx
