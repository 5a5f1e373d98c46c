#include "lambda/functions/statements/runner.hpp"

#include <algorithm>
#include <limits>

#include "lambda/functions/statements/row_writer.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::string_view json_type = "application/json";
// What one fetch may bring: it bounds the memory of a streamed answer.
constexpr std::uint32_t rows_per_fetch = 1000;
constexpr std::uint32_t first_rows = 100;
constexpr std::uint32_t bytes_per_fetch = 1U << 20U;

fetch_options bounded_fetch(std::uint64_t max_rows) {
    fetch_options out{.prefetch_rows = first_rows, .array_rows = rows_per_fetch, .array_bytes = bytes_per_fetch};
    if (max_rows == 0) return out;
    // One more, to see whether there is more.
    const auto most = std::min<std::uint64_t>(max_rows, std::numeric_limits<std::int32_t>::max() - 1) + 1;
    out.prefetch_rows = static_cast<std::uint32_t>(std::min<std::uint64_t>(out.prefetch_rows, most));
    out.array_rows = static_cast<std::uint32_t>(std::min<std::uint64_t>(out.array_rows, most));
    return out;
}

run_facts run_query(oraxx::statement& prepared, const bind_list& binds, const run_wishes& wishes, answer_sink& sink) {
    prepared.set_fetch(bounded_fetch(wishes.max_rows));
    auto rows = prepared.query(binds);
    row_writer writer(wishes.format, rows.columns());
    sink.begin(content_type(wishes.format));
    std::string text;
    writer.begin(text);
    run_facts out;
    while (rows.next()) {
        if (wishes.max_rows != 0 && out.rows == wishes.max_rows) {
            out.has_more = true;
            break;
        }
        writer.write(text, rows.current());
        ++out.rows;
        sink.offer(text);
    }
    writer.end(text);
    sink.finish(text);
    return out;
}

void append_outs(std::string& out, const std::vector<out_value>& values) {
    out += "\"out\":{";
    for (const auto& value : values) {
        if (&value != &values.front()) out += ',';
        append_json_string(out, value.name);
        out += ':';
        append_json_value(out, value.held, value.type);
    }
    out += '}';
}

// Commits in the round trips of its calls for as long as it lives.
class commit_along {
public:
    commit_along(connection& database, bool is_wanted) : database_(database) { database_.set_autocommit(is_wanted); }
    commit_along(const commit_along&) = delete;
    commit_along& operator=(const commit_along&) = delete;
    ~commit_along() { database_.set_autocommit(false); }

private:
    connection& database_;
};

run_facts run_other(const statement& target, oraxx::statement& prepared, bound_values& values, connection& database,
                    answer_sink& sink) {
    const commit_along committing(database, target.transaction == transaction_end::commit);
    const auto done = prepared.execute(values.list);
    if (target.transaction == transaction_end::rollback) database.rollback();
    const bool is_block = target.kind == statement_kind::block;
    std::string text = "{";
    if (is_block) {
        append_outs(text, values.outs);
    } else {
        text += "\"row_count\":" + std::to_string(done.row_count);
    }
    text += '}';
    sink.begin(json_type);
    sink.finish(text);
    return {.rows = is_block ? 0 : done.row_count};
}

}  // namespace

run_facts run_statement(const statement& target, bound_values& values, const run_wishes& wishes, connection& database,
                        answer_sink& sink) {
    if (wishes.deadline) database.set_deadline(wishes.deadline);
    auto prepared = database.prepare(target.text);
    if (prepared.is_query()) return run_query(prepared, values.list, wishes, sink);
    return run_other(target, prepared, values, database, sink);
}

}  // namespace oraxx::lambda::statements
