#include <oraxx/scrollable_result.hpp>

#include "api/session.hpp"

namespace oraxx {

namespace detail {

struct scroll_state {
    row_source source{};
    std::uint64_t first_row = 1;  // number of the first row of source.batch
    std::uint32_t rows = 0;       // of source.batch
    std::uint64_t position = 0;   // 0: none
    bool behind_last = false;     // which end it is at, without a position
    std::shared_ptr<statement_state> statement{};
    std::uint64_t execution = 0;

    [[nodiscard]] bool holds(std::uint64_t row) const noexcept { return row >= first_row && row - first_row < rows; }
    bool leave(bool forwards) noexcept {
        position = 0;
        behind_last = forwards;
        return false;
    }
    bool arrive(std::uint64_t row) noexcept {
        position = row;
        behind_last = false;
        source.text.reset();
        return true;
    }
    // Asks the server for rows from there on.
    [[nodiscard]] result<void> fetch(backend::scroll_to where, std::uint64_t row) {
        if (auto refused = refusal(statement->session.get())) return *std::move(refused);
        if (execution != statement->executions) {
            return failure{.code = errc::wrong_state,
                           .message = "the statement of this result was executed again",
                           .advice = "prepare a second statement to have both results open"};
        }
        rows = 0;
        position = 0;
        auto got = statement->backend->scroll(where, row, std::move(source.batch));
        if (!got) return std::move(got).error();
        source.batch = std::move(got->rows);
        first_row = got->first_row;
        rows = source.batch == nullptr ? 0 : source.batch->rows;
        return {};
    }
};

scrollable_result statement_state::open_scrollable(std::shared_ptr<statement_state> self) {
    auto state = std::make_unique<scroll_state>();
    state->source.columns = backend->columns();
    state->source.link = session->link;
    state->execution = executions;
    state->statement = std::move(self);
    return scrollable_result(std::move(state));
}

}  // namespace detail

scrollable_result::scrollable_result(std::unique_ptr<detail::scroll_state> state) noexcept
    : state_(std::move(state)) {}
scrollable_result::scrollable_result(scrollable_result&&) noexcept = default;
scrollable_result& scrollable_result::operator=(scrollable_result&&) noexcept = default;
scrollable_result::~scrollable_result() {
    if (state_ != nullptr && state_->execution == state_->statement->executions) state_->statement->execution_ended();
}

const std::vector<column_info>& scrollable_result::columns() const noexcept {
    return *state_->source.columns;
}

result<bool> scrollable_result::try_last() {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    if (auto got = state_->fetch(backend::scroll_to::last, 0); !got) return std::move(got).error();
    if (state_->rows == 0) return state_->leave(true);
    return state_->arrive(state_->first_row + state_->rows - 1);
}

result<bool> scrollable_result::try_absolute(std::uint64_t row) {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    if (row == 0) return state_->leave(false);
    if (!state_->holds(row)) {
        if (auto got = state_->fetch(backend::scroll_to::row, row); !got) return std::move(got).error();
    }
    return state_->holds(row) ? state_->arrive(row) : state_->leave(true);
}

result<bool> scrollable_result::try_relative(std::int64_t rows) {
    if (state_ == nullptr) return *detail::refusal(nullptr);
    if (state_->behind_last && rows < 0) {
        auto found = try_last();
        if (!found || !*found || rows == -1) return found;
        ++rows;
    }
    if (state_->behind_last) return false;
    const auto from = state_->position;
    const auto back = static_cast<std::uint64_t>(-(rows + 1)) + 1;  // of a negative number, its smallest too
    if (rows < 0 && back >= from) return state_->leave(false);
    return try_absolute(rows < 0 ? from - back : from + static_cast<std::uint64_t>(rows));
}

std::uint64_t scrollable_result::position() const noexcept {
    return state_ == nullptr ? 0 : state_->position;
}

row_view scrollable_result::current() const {
    if (state_ == nullptr || state_->position == 0) {
        throw_failure({.code = errc::wrong_state,
                       .message = "the result is at no row",
                       .advice = "move to one first, and only go on where that returns true"});
    }
    return {state_->source, static_cast<std::uint32_t>(state_->position - state_->first_row)};
}

}  // namespace oraxx
