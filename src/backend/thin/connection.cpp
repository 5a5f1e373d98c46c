#include "backend/thin/connection.hpp"

#include <algorithm>

#include "backend/thin/rest_advice.hpp"
#include "backend/thin/statement.hpp"
#include "session/password_change_call.hpp"
#include "session/session_release_call.hpp"
#include "session/simple_call.hpp"
#include "transport/system.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::backend::thin {
namespace {

using wire::ttc::function_code;

// A logoff is a courtesy: nobody waits long for its answer.
constexpr std::chrono::seconds logoff_patience{5};
// A connection that is not in use keeps no more than this of the memory of its last result.
constexpr std::size_t max_spare_bytes = std::size_t{1} << 20U;

// After such a rest a call looks at the socket first, which costs a system call: what the server said to nobody, or
// that it is gone, is found before something is sent.
constexpr std::chrono::seconds worth_a_look{1};
// Of the time until the connection's deadline, kept for the server to answer a break.
constexpr std::chrono::milliseconds longest_break_margin{250};
constexpr int break_margin_share = 4;

failure state_failure(errc code, std::string message, std::string advice = {}) {
    return values::unusable_failure(code, oraxx::phase::none, std::move(message), std::move(advice));
}

}  // namespace

// -- engine_client -----------------------------------------------------------------------------------------

void engine_client::io_failed(errc code, std::string reason) {
    failure why;
    why.code = code;
    why.message = "the connection to the server failed: " + std::move(reason);
    why.advice = "connect again";
    engine_.io_failed(std::move(why));
}

bool engine_client::ask_cancel() noexcept {
    const auto call = current_.load();
    if (call % 2 == 0) return false;
    to_cancel_.store(call);
    return true;
}

void engine_client::woken() {
    if (to_cancel_.load() == current_.load()) engine_.request_break(session::clock::now());
}

// -- thin_connection ---------------------------------------------------------------------------------------

thin_connection::thin_connection(parts made, const connect_options& options)
    : engine_(std::move(made.engine)),
      stream_(std::move(made.stream)),
      wakeup_(std::move(made.wakeup)),
      client_(*engine_),
      // Room is left for cursors that are open but not cached.
      cache_(std::min<std::size_t>(options.statement_cache_size, engine_->session().info.max_open_cursors / 2)),
      connect_stats_(std::move(made.connect_stats)),
      call_timeout_(options.call_timeout),
      sql_in_errors_(options.sql_in_errors) {
    set_tags(options.tags);
    if (!options.current_schema.empty()) set_current_schema(options.current_schema);
}

thin_connection::~thin_connection() {
    if (closed_ || !stream_->opened_by_this_process() || !engine_->is_open() || !engine_->is_idle()) return;
    // Says goodbye without waiting: what the socket does not take at once is not worth waiting for.
    session::simple_call logoff(function_code::logoff, oraxx::phase::close);
    session::session_release_call release(session::session_release_call::reason::goodbye);
    // With a transaction open nothing is said: the server rolls back what breaks off, but what a logoff makes of it
    // is its own affair, and a rollback would have to be waited for.
    const bool says_so = !in_transaction();
    if (says_so && state().is_pooled) engine_->submit(release, std::nullopt);
    if (says_so && !state().is_pooled) engine_->submit(logoff, std::nullopt);
    engine_->write_goodbye();
    send_unasked();
}

std::optional<failure> thin_connection::refusal() const {
    if (!stream_->opened_by_this_process()) {
        return state_failure(errc::wrong_process, "the connection belongs to the parent process",
                             "open a connection of its own in the child after fork()");
    }
    if (closed_) return state_failure(errc::wrong_state, "the connection is closed");
    if (!engine_->is_open()) {
        return state_failure(errc::connection_lost, "the connection was lost or given up earlier", "connect again");
    }
    return std::nullopt;
}

result<void> thin_connection::perform(session::call& work) {
    if (auto why = refusal()) {
        why->phase = work.phase();
        return std::move(*why);
    }
    const auto now = session::clock::now();
    if (deadline_ && now >= *deadline_) {
        return failure{.code = errc::timed_out,
                       .phase = work.phase(),
                       .message = "the time set for this connection's calls is over: nothing was sent"};
    }
    const auto limits = limits_of_call(now);
    const auto rest = rest_.elapsed();
    // What may commit is not sent to a server that is known to be gone: its outcome would be unknown.
    if ((rest.total >= worth_a_look || work.may_commit()) && stream_->peek_closed()) read_notices();
    client_.call_begins();
    // Looked at after the call has begun: whoever ends all calls meanwhile either finds this one or is found here.
    if (is_ended_ && work.phase() != oraxx::phase::close) {
        client_.call_ends();
        return failure{.code = errc::cancelled,
                       .phase = work.phase(),
                       .message = "all work on this connection was cancelled: nothing was sent"};
    }
    engine_->submit(work, limits.break_off, limits.give_up);
    (void)transport::run(client_, *stream_, *wakeup_);
    client_.call_ends();
    rest_.begin();
    if (auto why = engine_->take_outcome()) {
        why->connection_usable = engine_->is_open();
        if (!why->connection_usable) explain_rest(*why, rest);
        return std::move(*why);
    }
    return {};
}

thin_connection::time_limits thin_connection::limits_of_call(session::clock::time_point now) const noexcept {
    time_limits out{.break_off = std::nullopt, .give_up = deadline_};
    if (call_timeout_.count() > 0) out.break_off = now + call_timeout_;
    if (deadline_) {
        const auto margin =
            std::min<session::clock::duration>(longest_break_margin, (*deadline_ - now) / break_margin_share);
        out.break_off = std::min(out.break_off.value_or(*deadline_), *deadline_ - margin);
    }
    return out;
}

// What nobody answers; bytes the socket does not take at once leave with the next call.
void thin_connection::send_unasked() {
    const auto sent = stream_->write(engine_->pending_output());
    if (sent.status == transport::io_status::ok) engine_->consumed(sent.bytes);
}

result<void> thin_connection::simple(function_code function, oraxx::phase phase) {
    session::simple_call work(function, phase);
    return perform(work);
}

result<void> thin_connection::commit() {
    return simple(function_code::commit, oraxx::phase::commit);
}
result<void> thin_connection::rollback() {
    return simple(function_code::rollback, oraxx::phase::rollback);
}
result<void> thin_connection::ping() {
    return simple(function_code::ping, oraxx::phase::ping);
}

result<void> thin_connection::change_password(const secret& old_password, const secret& new_password) {
    session::password_change_call work;
    auto why = work.prepare(state(), base::as_bytes(old_password.reveal()), base::as_bytes(new_password.reveal()),
                            &transport::fill_random);
    if (why) return std::move(*why);
    return perform(work);
}

result<void> thin_connection::end_transaction() {
    return in_transaction() ? rollback() : result<void>{};
}

result<void> thin_connection::log_off() {
    if (auto done = end_transaction(); !done) return done;
    return simple(function_code::logoff, oraxx::phase::close);
}

result<void> thin_connection::give_back(session::session_release_call::reason why) {
    if (auto done = end_transaction(); !done) return done;
    session::session_release_call work(why);
    auto done = perform(work);
    if (done) send_unasked();
    return done;
}

result<void> thin_connection::release_session() {
    if (!state().is_pooled) {
        auto why = state_failure(errc::wrong_state, "the session is not one of the server's pool",
                                 "SERVER=POOLED in the connect string asks for one (DRCP)");
        why.connection_usable = true;
        return why;
    }
    if (state().is_released) return {};
    return give_back(session::session_release_call::reason::rest);
}

result<void> thin_connection::close() {
    if (closed_) return {};
    const bool tried = !refusal();
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(logoff_patience);
    call_timeout_ = call_timeout_.count() > 0 ? std::min(call_timeout_, limit) : limit;
    auto outcome = state().is_pooled ? give_back(session::session_release_call::reason::goodbye) : log_off();
    if (tried && engine_->is_open()) {
        engine_->write_goodbye();
        send_unasked();
    }
    closed_ = true;
    return outcome;
}

void thin_connection::set_tags(const session_tags& tags) {
    const auto take = [](std::optional<std::string>& kept, const std::optional<std::string>& given) {
        if (given) kept = given;
    };
    auto& kept = state().tags_to_set;
    take(kept.client_id, tags.client_id);
    take(kept.module, tags.module);
    take(kept.action, tags.action);
    take(kept.client_info, tags.client_info);
    take(kept.operation, tags.operation);
}

rest_time thin_connection::rest() const noexcept {
    const auto rest = rest_.elapsed();
    return {.total = std::chrono::duration_cast<std::chrono::milliseconds>(rest.total),
            .frozen = std::chrono::duration_cast<std::chrono::milliseconds>(rest.frozen)};
}

void thin_connection::keep_spare_batch(std::shared_ptr<detail::column_batch> batch) noexcept {
    const auto memory =
        batch->bytes.capacity() + batch->side_bytes.capacity() + batch->cells.capacity() * sizeof(detail::cell);
    if (memory <= max_spare_bytes) spare_batch_ = std::move(batch);
}

void thin_connection::cancel() noexcept {
    if (client_.ask_cancel()) wakeup_->signal();
}

bool thin_connection::usable() noexcept {
    if (refusal()) return false;
    if (stream_->peek_closed()) read_notices();
    return engine_->is_usable();
}

void thin_connection::cancel_all() noexcept {
    is_ended_ = true;
    cancel();
}

// What came in without being asked for: a notice, the end of the session, or nonsense. The engine tells them apart.
void thin_connection::read_notices() {
    constexpr std::size_t room = 4096;
    constexpr int most_reads = 16;  // a server that never stops talking is not waited for
    for (int reads = 0; reads < most_reads && engine_->is_open(); ++reads) {
        const auto got = stream_->read(engine_->input_space(room));
        if (got.status == transport::io_status::would_block) return;
        if (got.status == transport::io_status::ok) {
            engine_->received(got.bytes);
        } else {
            engine_->end_of_input();
        }
    }
}

connection_stats thin_connection::stats() const noexcept {
    connection_stats out = connect_stats_;
    out.round_trips = engine_->round_trips();
    out.bytes_sent = engine_->bytes_sent();
    out.bytes_received = engine_->bytes_received();
    return out;
}

result<void> thin_connection::learn_time_zones() {
    auto& zones = state().zones;
    if (zones.are_known()) return {};
    auto question = prepare("select dbtimezone, sessiontimezone from dual");
    if (!question) return std::move(question).error();
    auto asked = (*question)->execute({.fetch = {.prefetch_rows = 2}});
    if (!asked) return std::move(asked).error();
    auto answer = (*question)->fetch(nullptr);
    if (!answer) return std::move(answer).error();
    if (*answer == nullptr || (*answer)->columns() != 2) {
        failure why;
        why.code = errc::protocol_violation;
        why.message = "the server did not say which time zones the database and the session are in";
        return why;
    }
    const auto text = [&](std::uint32_t column) {
        const auto cell = (*answer)->ref(0, column);
        return cell.is_null() ? std::string_view() : base::as_text({cell.data, cell.size});
    };
    zones.asked = true;
    zones.database = session::parse_zone_offset(text(0));
    zones.session = session::parse_zone_offset(text(1));
    state().info.time_zone = text(1);
    return {};
}

result<std::shared_ptr<statement>> thin_connection::prepare(std::string_view sql) {
    if (auto why = refusal()) return std::move(*why);
    if (sql.empty()) {
        failure why;
        why.code = errc::invalid_argument;
        why.message = "the statement is empty";
        return why;
    }
    auto cursor = cache_.take(sql);
    if (!cursor) {
        cursor = std::make_unique<session::cursor>();
        cursor->sql = std::string(sql);
        cursor->text = sql::scan_sql(sql);
    }
    return std::shared_ptr<statement>(std::make_shared<thin_statement>(*this, std::move(cursor)));
}

}  // namespace oraxx::backend::thin
