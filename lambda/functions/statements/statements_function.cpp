#include "lambda/functions/statements/statements_function.hpp"

#include <algorithm>
#include <optional>

#include "lambda/database/function_errors.hpp"
#include "lambda/events/answer.hpp"
#include "lambda/functions/statements/answer_sinks.hpp"
#include "lambda/functions/statements/http_status.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::size_t most_mistakes_told = 20;

// Connections keep to the invocation's deadline by themselves.
std::optional<std::chrono::steady_clock::time_point> deadline_of(const statement& target,
                                                                 std::chrono::milliseconds remaining) {
    if (target.timeout.count() == 0 || target.timeout >= remaining) return std::nullopt;
    return std::chrono::steady_clock::now() + target.timeout;
}

// The session broke under a query. A query changes nothing, so it may be sent again.
bool is_worth_another_connection(const failure& facts) {
    return !facts.connection_usable && facts.code != errc::timed_out && facts.code != errc::cancelled;
}

// What the exception under way says; to be called in a handler.
function_error current_error() {
    try {
        throw;
    } catch (const failed_invocation& failed) {
        return failed.error();
    } catch (const oraxx::error& failed) {
        return database::to_function_error(failed.facts());
    } catch (const std::exception& failed) {
        return {.type = "Handler.Exception", .message = failed.what()};
    }
}

void log_error(const context& invocation, std::string_view message, const function_error& error) {
    invocation.log().error(message, {{"errorType", error.type}, {"errorMessage", error.message}});
}

failed_invocation mistakes_error(const std::vector<mistake>& mistakes) {
    std::string text = "the function's statement files have mistakes: ";
    const auto told = std::min(mistakes.size(), most_mistakes_told);
    for (std::size_t i = 0; i < told; ++i) text += (i > 0 ? "; " : "") + mistakes[i].to_string();
    if (told < mistakes.size())
        text += "; and " + std::to_string(mistakes.size() - told) + " more, see the function's log";
    return failed_invocation({.type = "StatementError.BadFile", .message = std::move(text)});
}

// 0 is no limit.
std::uint64_t smaller_limit(std::uint64_t a, std::uint64_t b) noexcept {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

}  // namespace

function_options function_options::from_environment() {
    function_options out;
    out.folder = environment_variable("ORAXX_STATEMENTS");
    out.allow_sql = is_switched_on("ORAXX_ALLOW_SQL_IN_EVENTS");
    out.stream_http = is_switched_on("ORAXX_STREAM_HTTP");
    if (!out.folder.empty()) return out;
    const auto root = environment_variable("LAMBDA_TASK_ROOT");
    auto beside = (root.empty() ? std::string(".") : root) + "/statements";
    if (library::is_folder(beside)) out.folder = std::move(beside);
    return out;
}

void statements_function::start(const logger& log) {
    if (options_.allow_sql) {
        log.warn(
            "events may bring SQL of their own: ORAXX_ALLOW_SQL_IN_EVENTS is set, so whoever may invoke this "
            "function may do whatever its database user may");
    }
    if (options_.folder.empty()) return;
    library_ = library::from_folder(options_.folder);
    for (const auto& mistake : library_.mistakes()) {
        log.error("mistake in a statement file", {{"mistake", mistake.to_string()}});
    }
    log.info("statements read", {{"statements", static_cast<std::int64_t>(library_.size())},
                                 {"mistakes", static_cast<std::int64_t>(library_.mistakes().size())}});
}

void statements_function::handle(std::string_view event, context& invocation, response& answer) {
    const auto asked = events::parse_event(event);
    std::visit([&](const auto& each) { handle_event(each, invocation, answer); }, asked);
}

void statements_function::handle_event(const events::direct_event& asked, context& invocation,
                                       response& answer) const {
    handle_document(asked.document, invocation, answer);
}

void statements_function::handle_event(const events::bus_event& asked, context& invocation, response& answer) const {
    handle_document(asked.detail, invocation, answer);
}

void statements_function::handle_document(const events::json_value& document, context& invocation,
                                          response& answer) const {
    const auto asked = read_request(document, options_.allow_sql);
    const auto brought = statement_of_event(asked);
    const auto& target = brought ? *brought : find(asked.statement);
    if (target.kind == statement_kind::query && asked.streams.value_or(target.streams)) {
        streamed_answer sink(answer, false);
        return run(target, asked, invocation, sink);
    }
    whole_answer sink(options_.max_answer_bytes);
    run(target, asked, invocation, sink);
    answer.send(std::move(sink.body()));
}

void statements_function::handle_event(const events::http_event& asked, context& invocation, response& answer) const {
    streamed_answer stream(answer, true);
    try {
        handle_http(asked, invocation, answer, stream);
    } catch (...) {
        if (stream.has_begun()) throw;  // status and headers have gone: the answer ends in error
        const auto error = current_error();
        const auto status = http_status(error);
        log_error(invocation, "answered with an error", error);
        // To Lambda the invocation went well: nothing else would count it.
        if (status >= 500) invocation.observed().add("HttpServerErrors", 1);
        http_prelude head{.status = status, .headers = {{"Content-Type", "application/json"}}};
        if (status == 503) head.headers.emplace_back("Retry-After", "5");
        if (status == 405) head.headers.emplace_back("Allow", "GET, POST");
        answer.send(events::http_document(asked, head, http_error_body(error, status, invocation.request_id())));
    }
}

void statements_function::handle_http(const events::http_event& asked, context& invocation, response& answer,
                                      streamed_answer& stream) const {
    const auto wanted = read_http_request(asked);
    const auto& target = find(wanted.statement);
    if (asked.method == "GET" && target.kind != statement_kind::query) {
        throw event_error("MethodNotAllowed",
                          "GET runs queries only: this statement changes something, and wants POST");
    }
    const bool is_streamed =
        target.kind == statement_kind::query && wanted.streams.value_or(target.streams || options_.stream_http);
    if (is_streamed) return run(target, wanted, invocation, stream);
    whole_answer whole(options_.max_answer_bytes);
    run(target, wanted, invocation, whole);
    const http_prelude head{.status = 200, .headers = {{"Content-Type", whole.content_type()}}};
    auto document = events::http_document(asked, head, whole.body());
    if (document.size() > options_.max_answer_bytes) throw answer_too_large(options_.max_answer_bytes);
    answer.send(std::move(document));
}

void statements_function::handle_event(const events::queue_event& asked, context& invocation,
                                       response& answer) const {
    std::vector<std::string> failed;
    for (const auto& message : asked.messages) {
        const bool is_late = invocation.remaining().count() == 0;
        if (is_late || (asked.is_ordered && !failed.empty())) {
            failed.push_back(message.id);
            continue;
        }
        try {
            handle_message(message, invocation);
        } catch (...) {
            const auto error = current_error();
            invocation.log().error(
                "message failed",
                {{"messageId", message.id}, {"errorType", error.type}, {"errorMessage", error.message}});
            failed.push_back(message.id);
        }
        invocation.release_connection();  // with it goes what the message left uncommitted
    }
    invocation.log().info("batch done", {{"messages", static_cast<std::int64_t>(asked.messages.size())},
                                         {"failed", static_cast<std::int64_t>(failed.size())}});
    if (!failed.empty()) invocation.observed().add("FailedMessages", static_cast<double>(failed.size()));
    answer.send(events::batch_item_failures(failed));
}

void statements_function::handle_message(const events::queue_message& message, context& invocation) const {
    const auto asked = read_request(events::parse_json(message.body), options_.allow_sql);
    const auto brought = statement_of_event(asked);
    no_answer sink;
    run(brought ? *brought : find(asked.statement), asked, invocation, sink);
}

void statements_function::run(const statement& target, const request& asked, context& invocation,
                              answer_sink& sink) const {
    const run_wishes wishes{.format = asked.format.value_or(target.format.value_or(row_format::rows)),
                            .max_rows = smaller_limit(target.max_rows, asked.max_rows),
                            .deadline = deadline_of(target, invocation.remaining())};
    for (bool again = target.kind == statement_kind::query;; again = false) {
        auto values = bind_values(target, asked);  // what is wrong with the event shows before a connection is needed
        try {
            const auto done = run_statement(target, values, wishes, invocation.connection(), sink);
            invocation.log().info(
                "statement done",
                {{"statement", target.name}, {"rows", static_cast<std::int64_t>(done.rows)}, {"cut", done.has_more}});
            return;
        } catch (const oraxx::error& failed) {
            if (!again || !sink.may_begin_again() || !is_worth_another_connection(failed.facts())) {
                throw failed_invocation(database::to_function_error(failed.facts()));
            }
        }
        invocation.log().warn("the connection was lost during the query: trying another");
        invocation.release_connection();
    }
}

const statement& statements_function::find(const std::string& name) const {
    if (!library_.mistakes().empty()) throw mistakes_error(library_.mistakes());
    if (const auto* found = library_.find(name)) return *found;
    if (name.empty()) {
        throw event_error("NoStatement", "the event names no statement, and none of the function's is the default");
    }
    throw event_error("UnknownStatement", "the function has no statement " + quoted_name(name));
}

std::optional<statement> statements_function::statement_of_event(const request& asked) {
    if (asked.sql.empty()) return std::nullopt;
    statement out;
    out.name = "(SQL of the event)";
    out.text = asked.sql;
    judge_text(out);
    if (asked.commits) out.transaction = transaction_end::commit;
    return out;
}

}  // namespace oraxx::lambda::statements
