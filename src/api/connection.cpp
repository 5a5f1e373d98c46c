#include <oraxx/connection.hpp>

#include <algorithm>

#include <oraxx/detail/value_link.hpp>

#include "api/call_text.hpp"
#include "api/lob_state.hpp"

namespace oraxx {

void canceller::cancel() const noexcept {
    if (target_ != nullptr) target_->cancel();
}

void canceller::cancel_all() const noexcept {
    if (target_ != nullptr) target_->cancel_all();
}

result<statement> connection::try_prepare(std::string_view sql) {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    auto prepared = session_->backend->prepare(sql);
    if (!prepared) return std::move(prepared).error();
    return statement(std::make_shared<detail::statement_state>(session_, *std::move(prepared), sql));
}

result<execute_result> connection::run_call(std::string_view name, std::span<detail::bind_item> items,
                                            std::span<const detail::out_target> targets, bool is_function) {
    const auto text = detail::call_text(name, items, is_function);
    if (!text) return text.error();
    auto prepared = try_prepare(*text);
    if (!prepared) return std::move(prepared).error();
    return prepared->run_execute({.items = items, .targets = targets});
}

result<void> connection::try_enable_output(std::uint32_t bytes) {
    auto done = bytes == 0 ? try_execute("begin dbms_output.enable(null); end;")
                           : try_execute("begin dbms_output.enable(:1); end;", bytes);
    if (!done) return std::move(done).error();
    return {};
}

result<std::vector<std::string>> connection::try_take_output() {
    constexpr std::uint32_t lines_at_once = 1000;
    auto get = try_prepare("begin dbms_output.get_lines(:1, :2); end;");
    if (!get) return std::move(get).error();
    std::vector<std::string> out;
    for (;;) {
        std::vector<std::optional<std::string>> lines;
        std::uint32_t count = lines_at_once;
        auto done = get->try_execute(oraxx::out(plsql_array(lines, lines_at_once)), in_out(count));
        if (!done) return std::move(done).error();
        // There may be one element more than lines.
        const auto came = std::min<std::size_t>(count, lines.size());
        for (std::size_t at = 0; at < came; ++at) out.push_back(lines[at].value_or(std::string()));
        if (count < lines_at_once) return out;
    }
}

result<void> connection::try_commit() {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    return session_->backend->commit();
}

result<void> connection::try_rollback() {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    return session_->backend->rollback();
}

result<void> connection::try_ping() {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    return session_->backend->ping();
}

result<lob> connection::try_create_temporary(db_type type) {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    if (type != db_type::clob && type != db_type::nclob && type != db_type::blob) {
        return failure{.code = errc::invalid_argument,
                       .message = "there is no temporary LOB of type " + to_string(type),
                       .advice = "CLOB, NCLOB and BLOB can be temporary"};
    }
    auto state = std::make_shared<detail::lob_state>();
    state->session = session_;
    if (auto refused = state->refusal()) return *std::move(refused);
    auto made = state->operations().create_temporary(type);
    if (!made) return std::move(made).error();
    state->handle = *std::move(made);
    state->size = 0;
    return detail::make_lob(std::move(state));
}

result<oraxx::object_type> connection::try_object_type(std::string_view name) {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    return session_->link->find_type(name);
}

result<void> connection::try_change_password(const secret& old_password, const secret& new_password) {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    return session_->backend->change_password(old_password, new_password);
}

result<void> connection::try_release_session() {
    if (auto refused = detail::refusal(session_.get())) return *std::move(refused);
    return session_->backend->release_session();
}

result<void> connection::try_close() {
    if (session_ == nullptr) return *detail::refusal(nullptr);
    if (session_->closed) return {};
    session_->cancel->disconnect();
    auto done = session_->backend->close();
    session_->closed = true;
    return done;
}

void connection::cancel() const noexcept {
    canceller().cancel();
}

canceller connection::canceller() const noexcept {
    return session_ == nullptr ? oraxx::canceller() : oraxx::canceller(session_->cancel);
}

void connection::set_call_timeout(std::chrono::milliseconds timeout) noexcept {
    if (session_ == nullptr || session_->closed) return;
    session_->backend->set_call_timeout(std::max(timeout, std::chrono::milliseconds::zero()));
}

void connection::set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) noexcept {
    if (session_ != nullptr && !session_->closed) session_->backend->set_deadline(deadline);
}

void connection::set_autocommit(bool on) noexcept {
    if (session_ != nullptr) session_->autocommit = on;
}

void connection::set_fetch(const fetch_options& options) noexcept {
    if (session_ != nullptr) session_->fetch = detail::within_limits(options);
}

void connection::set_tags(const session_tags& tags) {
    if (session_ != nullptr && !session_->closed) session_->backend->set_tags(tags);
}

void connection::set_current_schema(std::string_view schema) {
    if (session_ != nullptr && !session_->closed) session_->backend->set_current_schema(schema);
}

void connection::set_application_context(const application_context_value& value) {
    if (session_ != nullptr && !session_->closed) session_->backend->set_application_context(value);
}

void connection::clear_application_context(std::string_view name_space) {
    if (session_ != nullptr && !session_->closed) session_->backend->clear_application_context(name_space);
}

bool connection::is_usable() const noexcept {
    return session_ != nullptr && !session_->closed && session_->backend->usable();
}

bool connection::in_transaction() const noexcept {
    return session_ != nullptr && !session_->closed && session_->backend->in_transaction();
}

rest_time connection::rest() const noexcept {
    return session_ != nullptr && !session_->closed ? session_->backend->rest() : rest_time{};
}

bool connection::autocommit() const noexcept {
    return session_ != nullptr && session_->autocommit;
}

const session_info& connection::session() const {
    if (session_ == nullptr) throw_failure(*detail::refusal(nullptr));
    return session_->backend->session();
}

connection_stats connection::stats() const {
    if (session_ == nullptr) throw_failure(*detail::refusal(nullptr));
    return session_->backend->stats();
}

}  // namespace oraxx
