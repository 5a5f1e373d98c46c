#include "backend/thick/connection.hpp"

#include <algorithm>
#include <limits>

#include "backend/thick/failures.hpp"
#include "backend/thick/statement.hpp"
#include "transport/system.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::backend::thick {
namespace {

using std::chrono::milliseconds;
using values::unusable_failure;

// A logoff is a courtesy: nobody waits long for its answer.
constexpr milliseconds logoff_patience{5'000};

// A break is under way for so long. Another one meanwhile adds nothing, and where it crosses the reset of the first
// Oracle's client can send its request without a break behind it, and send no further one.
constexpr milliseconds between_breaks{50};

// OCI's numbers of the session handle and of its attribute "a transaction is open".
constexpr std::uint32_t oci_session = 9;
constexpr std::uint32_t oci_transaction_in_progress = 484;

}  // namespace

thick_connection::thick_connection(const client_library& library, conn_handle opened, const connect_options& options,
                                   session_info info)
    : library_(library),
      handle_(std::move(opened)),
      info_(std::move(info)),
      user_(options.user),
      process_id_(transport::current_process_id()),
      call_timeout_(options.call_timeout),
      sql_in_errors_(options.sql_in_errors) {
    rest_.begin();
    set_tags(options.tags);
    if (!options.current_schema.empty()) set_current_schema(options.current_schema);
}

thick_connection::~thick_connection() {
    if (transport::current_process_id() != process_id_) {
        // The session is the parent's: not even its memory is given back, because that would end it.
        (void)handle_.release();
        types_.abandon();
        return;
    }
    (void)close();
}

std::optional<failure> thick_connection::refusal() const {
    if (transport::current_process_id() != process_id_) {
        return unusable_failure(errc::wrong_process, oraxx::phase::none,
                                "the connection belongs to the parent process",
                                "open a connection of its own in the child after fork()");
    }
    if (closed_) return unusable_failure(errc::wrong_state, oraxx::phase::none, "the connection is closed");
    if (lost_) {
        return unusable_failure(errc::connection_lost, oraxx::phase::none,
                                "the connection was lost or given up earlier", "connect again");
    }
    return std::nullopt;
}

std::optional<failure> thick_connection::begin_call(oraxx::phase phase) {
    auto why = refusal();
    if (!why && phase != oraxx::phase::close) why = std::exchange(pending_failure_, std::nullopt);
    if (why) {
        why->phase = phase;
        return why;
    }
    auto limit = call_timeout_;
    if (deadline_) {
        const auto left = std::chrono::ceil<milliseconds>(*deadline_ - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return failure{.code = errc::timed_out,
                           .phase = phase,
                           .message = "the time set for this connection's calls is over: nothing was sent"};
        }
        limit = limit.count() > 0 ? std::min(limit, left) : left;
    }
    const auto wanted = static_cast<std::uint32_t>(
        std::clamp<milliseconds::rep>(limit.count(), 0, std::numeric_limits<std::int32_t>::max()));
    if (wanted != timeout_set_) {
        if (dpiConn_setCallTimeout(handle(), wanted) != DPI_SUCCESS) return last_failure(phase);
        timeout_set_ = wanted;
    }
    const std::lock_guard lock(call_mutex_);
    // Looked at after the call has begun: whoever ends all calls meanwhile either finds this one or is found here.
    if (is_ended_ && phase != oraxx::phase::close) {
        return failure{.code = errc::cancelled,
                       .phase = phase,
                       .message = "all work on this connection was cancelled: nothing was sent"};
    }
    is_calling_ = true;
    next_break_ = {};
    return std::nullopt;
}

void thick_connection::end_call(failure* why) noexcept {
    {
        const std::lock_guard lock(call_mutex_);
        is_calling_ = false;
    }
    rest_.begin();
    if (why != nullptr && !why->connection_usable) {
        lost_ = true;
        why->outcome_unknown = why->phase == oraxx::phase::commit;
    }
}

failure thick_connection::last_failure(oraxx::phase phase) const {
    return thick::last_failure(context(), phase);
}

result<std::shared_ptr<statement>> thick_connection::prepare(std::string_view sql) {
    if (auto why = refusal()) return *std::move(why);
    if (sql.empty()) return failure{.code = errc::invalid_argument, .message = "the statement is empty"};
    return std::shared_ptr<statement>(std::make_shared<thick_statement>(*this, std::string(sql)));
}

result<void> thick_connection::commit() {
    return perform(oraxx::phase::commit, [&] { return dpiConn_commit(handle()); });
}
result<void> thick_connection::rollback() {
    return perform(oraxx::phase::rollback, [&] { return dpiConn_rollback(handle()); });
}
result<void> thick_connection::ping() {
    return perform(oraxx::phase::ping, [&] { return dpiConn_ping(handle()); });
}

result<void> thick_connection::change_password(const secret& old_password, const secret& new_password) {
    return perform(oraxx::phase::authenticate, [&] {
        return dpiConn_changePassword(handle(), user_.data(), size32(user_), old_password.reveal().data(),
                                      size32(old_password.reveal()), new_password.reveal().data(),
                                      size32(new_password.reveal()));
    });
}

result<void> thick_connection::release_session() {
    if (auto why = refusal()) return *std::move(why);
    return failure{
        .code = errc::unsupported,
        .message = "in thick mode a session goes back to the server's pool only when the connection is closed",
        .advice = "close the connection and open another one, or use a pool with release_sessions, which does so"};
}

result<void> thick_connection::close() {
    if (closed_) return {};
    if (lost_ || refusal()) {
        closed_ = true;
        return {};
    }
    deadline_.reset();
    call_timeout_ = call_timeout_.count() > 0 ? std::min(call_timeout_, logoff_patience) : logoff_patience;
    auto outcome = perform(oraxx::phase::close,
                           [&] { return dpiConn_close(handle(), DPI_MODE_CONN_CLOSE_DEFAULT, nullptr, 0); });
    closed_ = true;
    return outcome;
}

void thick_connection::cancel() noexcept {
    const std::lock_guard lock(call_mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!is_calling_ || now < next_break_) return;
    next_break_ = now + between_breaks;
    (void)dpiConn_breakExecution(handle());
}

void thick_connection::cancel_all() noexcept {
    is_ended_ = true;
    cancel();
}

void thick_connection::set_text(int (*set)(dpiConn*, const char*, std::uint32_t),
                                const std::optional<std::string>& value) {
    if (!value || refusal()) return;
    if (set(handle(), value->data(), size32(*value)) != DPI_SUCCESS) {
        pending_failure_ = last_failure(oraxx::phase::execute);
    }
}

void thick_connection::set_tags(const session_tags& tags) {
    set_text(dpiConn_setClientIdentifier, tags.client_id);
    set_text(dpiConn_setModule, tags.module);
    set_text(dpiConn_setAction, tags.action);
    set_text(dpiConn_setClientInfo, tags.client_info);
    set_text(dpiConn_setDbOp, tags.operation);
}

void thick_connection::set_current_schema(std::string_view schema) {
    set_text(dpiConn_setCurrentSchema, std::string(schema));
    info_.current_schema = schema;
}

namespace {

failure no_context_after_logon() {
    return {.code = errc::unsupported,
            .message = "in thick mode an application context can be set only while logging on",
            .advice = "set connect_options::application_context, or call DBMS_SESSION.SET_CONTEXT"};
}

}  // namespace

void thick_connection::set_application_context(const application_context_value& /*value*/) {
    pending_failure_ = no_context_after_logon();
}

void thick_connection::clear_application_context(std::string_view /*name_space*/) {
    pending_failure_ = no_context_after_logon();
}

bool thick_connection::usable() noexcept {
    if (refusal()) return false;
    int healthy = 0;
    return dpiConn_getIsHealthy(handle(), &healthy) == DPI_SUCCESS && healthy != 0;
}

bool thick_connection::in_transaction() const noexcept {
    if (refusal()) return false;
    dpiDataBuffer value{};
    std::uint32_t size = 0;
    const int code = dpiConn_getOciAttr(handle(), oci_session, oci_transaction_in_progress, &value, &size);
    return code == DPI_SUCCESS && value.asUint8 != 0;
}

rest_time thick_connection::rest() const noexcept {
    const auto rest = rest_.elapsed();
    return {.total = std::chrono::duration_cast<milliseconds>(rest.total),
            .frozen = std::chrono::duration_cast<milliseconds>(rest.frozen)};
}

}  // namespace oraxx::backend::thick
