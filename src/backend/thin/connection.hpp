// The thin backend: the session engine driven over a socket by the blocking loop.
#pragma once

#include <atomic>

#include "backend/backend.hpp"
#include "backend/thin/bind_encoder.hpp"
#include "backend/thin/lob_operations.hpp"
#include "backend/thin/statement_cache.hpp"
#include "session/engine.hpp"
#include "session/session_release_call.hpp"
#include "transport/rest_watch.hpp"
#include "transport/run.hpp"

namespace oraxx::backend::thin {

// Fits the engine to the loop and carries cancels over from other threads.
class engine_client : public transport::io_client {
public:
    explicit engine_client(session::engine& engine) noexcept : engine_(engine) {}

    [[nodiscard]] base::bytes_view pending_output() override { return engine_.pending_output(); }
    void consumed(std::size_t bytes) override { engine_.consumed(bytes); }
    [[nodiscard]] std::span<std::uint8_t> input_space(std::size_t hint) override { return engine_.input_space(hint); }
    void received(std::size_t bytes) override { engine_.received(bytes); }
    void end_of_input() override { engine_.end_of_input(); }
    void io_failed(errc code, std::string reason) override;
    [[nodiscard]] std::optional<transport::time_point> deadline() override { return engine_.deadline(); }
    void deadline_passed() override { engine_.deadline_passed(session::clock::now()); }
    void woken() override;
    [[nodiscard]] bool done() override { return engine_.is_idle(); }

    // A cancel is meant for the call that was under way when it was asked for: each call has a number.
    void call_begins() noexcept { current_.fetch_add(1); }
    void call_ends() noexcept { current_.fetch_add(1); }
    // From any thread. True when a call is under way, and the loop should be woken.
    [[nodiscard]] bool ask_cancel() noexcept;

private:
    session::engine& engine_;
    std::atomic<std::uint64_t> current_{0};  // odd while a call is under way
    std::atomic<std::uint64_t> to_cancel_{0};
};

class thin_connection final : public connection {
public:
    struct parts {
        std::unique_ptr<session::engine> engine;
        std::unique_ptr<transport::stream> stream;
        std::unique_ptr<transport::wakeup> wakeup;
        connection_stats connect_stats;
    };
    thin_connection(parts made, const connect_options& options);
    ~thin_connection() override;

    result<std::shared_ptr<statement>> prepare(std::string_view sql) override;
    result<void> commit() override;
    result<void> rollback() override;
    result<void> ping() override;
    result<void> change_password(const secret& old_password, const secret& new_password) override;
    result<void> release_session() override;
    result<void> close() override;
    void cancel() noexcept override;
    void cancel_all() noexcept override;
    void set_call_timeout(std::chrono::milliseconds timeout) noexcept override { call_timeout_ = timeout; }
    void set_deadline(std::optional<session::clock::time_point> deadline) noexcept override { deadline_ = deadline; }
    void set_tags(const session_tags& tags) override;
    void set_current_schema(std::string_view schema) override { state().schema_to_set = schema; }
    void set_application_context(const application_context_value& value) override {
        state().contexts_to_set.set(value);
    }
    void clear_application_context(std::string_view name_space) override {
        state().contexts_to_set.clear(name_space);
    }
    [[nodiscard]] bool usable() noexcept override;
    [[nodiscard]] bool in_transaction() const noexcept override { return engine_->session().transaction_in_progress; }
    [[nodiscard]] rest_time rest() const noexcept override;
    [[nodiscard]] const session_info& session() const noexcept override { return engine_->session().info; }
    [[nodiscard]] connection_stats stats() const noexcept override;
    [[nodiscard]] lob_operations* lobs() noexcept override { return &lobs_; }

    // Runs one call to its end.
    [[nodiscard]] result<void> perform(session::call& work);
    // Asks the server, once, what it takes to read and bind TIMESTAMP WITH LOCAL TIME ZONE.
    [[nodiscard]] result<void> learn_time_zones();
    // As detail::column_batch::local_shift.
    [[nodiscard]] std::int16_t local_shift() const noexcept {
        return engine_->session().zones.shift_minutes().value_or(detail::column_batch::unknown_shift);
    }
    [[nodiscard]] session::state& state() noexcept { return engine_->session(); }
    [[nodiscard]] statement_cache& cache() noexcept { return cache_; }
    [[nodiscard]] bind_encoder& binds() noexcept { return bind_encoder_; }
    // Expired once the connection is gone: for statements that rows hold, which may outlive it.
    [[nodiscard]] std::weak_ptr<void> anchor() const noexcept { return anchor_; }
    [[nodiscard]] bool sql_in_errors() const noexcept { return sql_in_errors_; }
    // The memory of a result that was read to its end serves the next one. Null when there is none.
    [[nodiscard]] std::shared_ptr<detail::column_batch> take_spare_batch() noexcept {
        return std::exchange(spare_batch_, nullptr);
    }
    void keep_spare_batch(std::shared_ptr<detail::column_batch> batch) noexcept;

private:
    struct time_limits {
        std::optional<session::clock::time_point> break_off{};
        std::optional<session::clock::time_point> give_up{};
    };

    [[nodiscard]] std::optional<failure> refusal() const;
    [[nodiscard]] time_limits limits_of_call(session::clock::time_point now) const noexcept;
    void read_notices();
    result<void> end_transaction();  // rolls back
    result<void> log_off();
    result<void> give_back(session::session_release_call::reason why);
    void send_unasked();
    result<void> simple(wire::ttc::function_code function, oraxx::phase phase);

    std::shared_ptr<void> anchor_ = std::make_shared<char>();
    std::unique_ptr<session::engine> engine_;
    std::unique_ptr<transport::stream> stream_;
    std::unique_ptr<transport::wakeup> wakeup_;
    engine_client client_;
    transport::rest_watch rest_;  // since the server was last heard
    statement_cache cache_;
    bind_encoder bind_encoder_;
    thin_lobs lobs_{*this};
    std::shared_ptr<detail::column_batch> spare_batch_;
    connection_stats connect_stats_;
    std::chrono::milliseconds call_timeout_;
    std::optional<session::clock::time_point> deadline_{};  // of all calls
    std::atomic<bool> is_ended_{false};                     // by cancel_all()
    bool sql_in_errors_;
    bool closed_ = false;
};

}  // namespace oraxx::backend::thin
