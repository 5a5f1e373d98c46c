// Answers to calls of queries.
#include <algorithm>

#include "server/session/clock.hpp"
#include "server/session/define.hpp"
#include "server/session/describe_builder.hpp"
#include "server/session/row_writer.hpp"
#include "server/session/statement_calls.hpp"
#include "wire/ttc/describe_statement.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

void forget_rows(cursor& of) {
    of.is_at_end = false;
    of.rows_fetched = 0;
    of.rows_in_order = 0;
    of.scrolled.restart();
}

// Of no query: none.
void encode_columns(const cursor& of, ttc::encoder& c, const text_coding& text) {
    if (of.statement == nullptr || !of.is_query()) return encode(c, ttc::statement_columns{});
    const description described(*of.statement, current_date(), text);
    encode(c, ttc::statement_columns{.columns = described.block().columns});
}

std::variant<bool, engine::sql_error> next_row(cursor& of, std::vector<engine::value>& row) {
    return of.is_scrollable ? of.scrolled.fetch(*of.statement, of.rows_fetched + 1, row) : of.statement->fetch(row);
}

}  // namespace

void statement_calls::run_query(call& work) {
    auto& target = *work.target;
    if (work.executes) {
        auto outcome = target.statement->execute(work.binds.row(0));
        forget_rows(target);
        target.is_open = false;
        cursors_.close_children(target.id);
        if (auto* error = std::get_if<engine::sql_error>(&outcome)) {
            fail(work, std::move(*error));
            return;
        }
        target.is_open = true;
    } else if (work.fetches && !target.is_open) {
        fail(work, ora_fetch_out_of_sequence, fetch_out_of_sequence_text);
        return;
    }
    if (work.fetches && work.scroll && !scroll(work)) return;
    response answer(*out_, work.header.token);
    auto& c = answer.messages();
    describe(work, c);
    bool at_end = false;
    if (work.fetches && !fetch_rows(work, answer, at_end)) return;
    if (!work.is_reexecute) encode_return_parameters(work, {}, c);
    ends_->encode_success(c, work.header, target, {.row_count = target.rows_fetched, .at_end = at_end},
                          engine_->in_transaction());
    answer.finish();
}

// A cursor of its own, which is gone with the answer, parses the text.
ttc::decode_errc statement_calls::describe_only(const ttc::function_header& header, ttc::decoder& c) {
    ttc::describe_statement request;
    if (const auto code = decode(c, request); code != ttc::decode_errc::ok) return code;
    call work;
    work.header = header;
    work.target = request.cursor_id == 0 ? cursors_.open() : cursors_.find(request.cursor_id);
    if (work.target == nullptr) {
        fail(work, ora_invalid_cursor, "ORA-01001: invalid cursor");
        return ttc::decode_errc::ok;
    }
    if (request.cursor_id != 0 || parse(request.sql, work)) {
        response answer(*out_, header.token);
        encode_columns(*work.target, answer.messages(), out_->text());
        ends_->encode_plain(answer.messages(), header, engine_->in_transaction());
        answer.finish();
    }
    if (request.cursor_id == 0) cursors_.close(work.target->id);
    return ttc::decode_errc::ok;
}

// The next row to be sent becomes the one that is asked for.
bool statement_calls::scroll(call& work) {
    auto& target = *work.target;
    if (target.is_at_end && !target.keeps_at_end) {
        return fail(work, ora_fetch_out_of_sequence, fetch_out_of_sequence_text);
    }
    auto outcome = target.scrolled.find(*target.statement, *work.scroll, target.rows_fetched);
    if (auto* error = std::get_if<engine::sql_error>(&outcome)) return fail(work, std::move(*error));
    const auto start = std::get<std::uint64_t>(outcome);
    // No row before the first: as at the end, nothing is sent.
    target.is_at_end = start == 0;
    target.rows_fetched = start == 0 ? 0 : start - 1;
    target.rows_in_order = 0;
    return true;
}

void statement_calls::describe(const call& work, ttc::encoder& c) {
    auto& target = *work.target;
    const auto& columns = target.statement->columns();
    // Types of binds and changes of tables may change columns: a client is told before it sees such rows.
    if (!work.is_new_text && same_description(columns, target.described)) return;
    target.described = columns;
    // Defines that came along with the text hold.
    if (!work.is_new_text || !target.is_defined) {
        target.is_defined = false;
        target.columns = column_formats(columns, out_->text());
    }
    encode_describe(c, *target.statement, target.sql, current_date(), out_->text());
}

bool statement_calls::fetch_rows(call& work, response& answer, bool& at_end) {
    auto& target = *work.target;
    // As real servers do: rows without a single value do not travel with the execute.
    const bool has_values =
        std::any_of(target.columns.begin(), target.columns.end(), [](const ttc::bind_metadata& column) {
            return form_of(ttc::value_role::fetch, column) != ttc::value_form::absent;
        });
    if (work.executes && !has_values) return true;
    // An OCI client that has not said what it takes LONGs and cursors as ends by a signal, and it may take a
    // statement's LOBs as something else each time.
    const bool is_oci = out_->caps().dialect.oci;
    const bool waits = waits_for_defines(target.columns) || (is_oci && has_long_or_cursor(target.columns));
    if (work.executes && waits && (is_oci || !target.is_defined)) return true;
    if (target.is_at_end) {
        at_end = true;
        return true;
    }
    auto* const variation = out_->variation();
    row_writer rows(answer.messages(), target, work.compresses, *out_, values_of(work));
    const auto limit =
        variation == nullptr ? work.rows_wanted : variation->rows_in_response(work.rows_wanted, work.executes);
    std::vector<engine::value> row;
    for (std::uint32_t sent = 0; sent < limit && answer.size() < max_response_bytes; ++sent) {
        auto outcome = next_row(target, row);
        if (auto* error = std::get_if<engine::sql_error>(&outcome)) {
            target.is_open = false;
            return fail(work, std::move(*error), target.rows_fetched);
        }
        if (!std::get<bool>(outcome)) {
            at_end = target.is_at_end = true;
            break;
        }
        if (sent == 0) rows.write_header(work.rows_wanted);
        if (!rows.write(row)) return fail(work, ora_internal, "ORA-00600: a value is not of its column's type");
    }
    return true;
}

}  // namespace oraxx::sandbox
