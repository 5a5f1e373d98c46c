// Answers to calls that are no queries: data changes, blocks, definitions.
#include <algorithm>
#include <deque>

#include "server/session/clock.hpp"
#include "server/session/describe_builder.hpp"
#include "server/session/out_values.hpp"
#include "server/session/statement_calls.hpp"
#include "wire/ttc/implicit_results.hpp"
#include "wire/ttc/return_parameters.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::size_t return_values = 6;

}  // namespace

bool statement_calls::run_iteration(call& work, std::uint32_t iteration, iterations_outcome& outcome) {
    auto result = work.target->statement->execute(work.binds.row(iteration));
    if (auto* error = std::get_if<engine::sql_error>(&result)) {
        if (!work.collects_errors || error->code == ora_user_cancelled) {
            // A block counts how often it ran.
            return fail(work, std::move(*error), work.target->is_plsql() ? iteration : outcome.row_count, iteration);
        }
        outcome.errors.push_back(std::move(*error));
        outcome.error_iterations.push_back(iteration);
        if (work.wants_row_counts) outcome.counts.push_back(0);
        return true;
    }
    auto& done = std::get<engine::execute_result>(result);
    outcome.row_count += done.row_count;
    outcome.has_compilation_errors = done.has_compilation_errors;
    if (work.wants_row_counts) outcome.counts.push_back(done.row_count);
    if (done.last_rowid) outcome.last_rowid = done.last_rowid;
    keep_cursor_ids(work, iteration, done);
    std::move(done.implicit_results.begin(), done.implicit_results.end(),
              std::back_inserter(outcome.implicit_results));
    if (has_out_values(*work.target)) outcome.out_rows.push_back(std::move(done));
    return true;
}

// A cursor that is opened into a bind that has one already takes its number over.
void statement_calls::keep_cursor_ids(const call& work, std::uint32_t iteration, const engine::execute_result& done) {
    const auto& given = work.binds.row(iteration);
    for (std::size_t i = 0; i < done.out_values.size() && i < given.size(); ++i) {
        const auto* before = std::get_if<engine::result_cursor>(&given[i].data);
        const auto* after = std::get_if<engine::result_cursor>(&done.out_values[i]);
        if (before != nullptr && after != nullptr && *before != *after) cursors_.replace(*before, *after);
    }
}

void statement_calls::run_iterations(call& work) {
    if (!work.executes) {  // parsed only
        answer_iterations(work, {});
        return;
    }
    iterations_outcome outcome;
    for (std::uint32_t i = 0; i < work.binds.iterations(); ++i) {
        if (!run_iteration(work, i, outcome)) return;
    }
    // A block counts how often it ran.
    if (work.target->is_plsql()) outcome.row_count = work.binds.iterations();
    if (work.commits) {
        if (auto error = engine_->commit()) {
            fail(work, std::move(*error));
            return;
        }
    }
    answer_iterations(work, outcome);
}

void statement_calls::answer_iterations(call& work, const iterations_outcome& outcome) {
    response answer(*out_, work.header.token);
    auto& c = answer.messages();
    encode_news(c);
    if (!encode_out_values(work, outcome, c) || !encode_implicit_results(work, outcome, c)) return;
    if (!work.is_reexecute) encode_return_parameters(work, outcome.counts, c);
    call_result result{.row_count = outcome.row_count,
                       .last_rowid = outcome.last_rowid,
                       .has_compilation_errors = outcome.has_compilation_errors};
    for (std::size_t i = 0; i < outcome.errors.size(); ++i) {
        result.batch_errors.push_back({static_cast<std::uint16_t>(outcome.errors[i].code),
                                       outcome.error_iterations[i], outcome.errors[i].message});
    }
    ends_->encode_success(c, work.header, *work.target, result, engine_->in_transaction());
    answer.finish();
}

bool statement_calls::encode_out_values(call& work, const iterations_outcome& outcome, ttc::encoder& c) {
    const auto& target = *work.target;
    if (target.binds.empty() || !work.executes) return true;
    // RETURNING is told without being asked for.
    if (work.wants_io_vector || (!target.is_plsql() && !work.is_reexecute && has_out_values(target))) {
        encode_io_vector(c, target);
    }
    for (const auto& row : outcome.out_rows) {
        if (!encode_out_row(c, target, row, values_of(work))) {
            return fail(work, ora_internal, "ORA-00600: an OUT value is not of its bind's type");
        }
    }
    return true;
}

bool statement_calls::encode_implicit_results(call& work, const iterations_outcome& outcome, ttc::encoder& c) {
    if (outcome.implicit_results.empty()) return true;
    if (!work.target->takes_implicit_results) {
        return fail(work, ora_implicit_results, "ORA-29481: implicit results cannot be returned to client");
    }
    std::deque<description> described;
    ttc::implicit_results message;
    for (const auto& query : outcome.implicit_results) {
        auto* const opened = cursors_.adopt(query, 0);
        if (opened == nullptr) return fail(work, ora_too_many_cursors, too_many_cursors_text);
        opened->columns = column_formats(query->columns(), out_->text());
        auto& each = message.results.emplace_back();
        each.described = described.emplace_back(*query, current_date(), out_->text()).block();
        each.cursor_id = opened->id;
    }
    encode(c, message);
    return true;
}

void statement_calls::encode_return_parameters(const call& work, const std::vector<std::uint64_t>& row_counts,
                                               ttc::encoder& c) {
    ttc::return_parameters message;
    message.values.resize(return_values);
    message.values[ttc::return_parameters::cursor_id] = work.target->id;
    if (work.scroll && work.scroll->orientation == ttc::fetch_orientation::last) {
        message.values[ttc::return_parameters::row_number] = static_cast<std::uint32_t>(work.target->rows_fetched);
    }
    message.has_row_counts = work.wants_row_counts;
    message.has_sql_id = work.wants_sql_id;
    message.row_counts = row_counts;
    if (!syncs_session_) message.pairs = news_->pairs();
    encode(c, message);
    if (!syncs_session_) news_->clear();
}

void statement_calls::encode_news(ttc::encoder& c) {
    news_->add(engine_->take_changed_settings());
    if (!syncs_session_ || news_->empty()) return;
    news_->encode(c);
    news_->clear();
}

}  // namespace oraxx::sandbox
