// A connection of the thick backend: ODPI-C over Oracle's client library.
#pragma once

#include <atomic>
#include <mutex>

#include "backend/backend.hpp"
#include "backend/thick/client_library.hpp"
#include "backend/thick/lobs.hpp"
#include "backend/thick/object_types.hpp"
#include "transport/rest_watch.hpp"

namespace oraxx::backend::thick {

class thick_connection final : public connection {
public:
    thick_connection(const client_library& library, conn_handle opened, const connect_options& options,
                     session_info info);
    ~thick_connection() override;

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
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) noexcept override {
        deadline_ = deadline;
    }
    void set_tags(const session_tags& tags) override;
    void set_current_schema(std::string_view schema) override;
    void set_application_context(const application_context_value& value) override;
    void clear_application_context(std::string_view name_space) override;
    [[nodiscard]] bool usable() noexcept override;
    [[nodiscard]] bool in_transaction() const noexcept override;
    [[nodiscard]] rest_time rest() const noexcept override;
    [[nodiscard]] const oraxx::session_info& session() const noexcept override { return info_; }
    [[nodiscard]] oraxx::connection_stats stats() const noexcept override { return stats_; }
    [[nodiscard]] lob_operations* lobs() noexcept override { return &lobs_; }
    [[nodiscard]] std::optional<std::string> type_name(const detail::type_oid& id) const override {
        return types_.name_of(id);
    }

    // Runs something that may talk to the server, with the time limits of calls. `work` gives what ODPI-C's functions
    // give, and stops at the first that fails.
    template <class Work>
    [[nodiscard]] result<void> perform(oraxx::phase phase, Work&& work) {
        if (auto why = begin_call(phase)) return *std::move(why);
        const int code = work();
        // Read before anything else is called: it is that of this thread's last call.
        if (code != DPI_SUCCESS) {
            auto why = last_failure(phase);
            end_call(&why);
            return why;
        }
        end_call(nullptr);
        return {};
    }
    // What stays on this side: nothing of it waits for the server.
    template <class Work>
    [[nodiscard]] result<void> local(oraxx::phase phase, Work&& work) const {
        if (work() == DPI_SUCCESS) return {};
        return last_failure(phase);
    }

    [[nodiscard]] dpiConn* handle() const noexcept { return handle_.get(); }
    [[nodiscard]] const dpiContext* context() const noexcept { return library_.context; }
    [[nodiscard]] thick_lobs& large_objects() noexcept { return lobs_; }
    [[nodiscard]] object_types& types() noexcept { return types_; }
    [[nodiscard]] bool sql_in_errors() const noexcept { return sql_in_errors_; }

private:
    [[nodiscard]] std::optional<failure> refusal() const;
    [[nodiscard]] std::optional<failure> begin_call(oraxx::phase phase);
    void end_call(failure* why) noexcept;
    [[nodiscard]] failure last_failure(oraxx::phase phase) const;
    // As dpiConn_setModule and its kind; what fails is told by the next call.
    void set_text(int (*set)(dpiConn*, const char*, std::uint32_t), const std::optional<std::string>& value);

    const client_library& library_;
    conn_handle handle_;
    thick_lobs lobs_{*this};
    object_types types_{*this};
    session_info info_;
    connection_stats stats_{};
    std::string user_;
    transport::rest_watch rest_{};  // since the server was last heard
    std::uint32_t process_id_;
    std::chrono::milliseconds call_timeout_;
    std::optional<std::chrono::steady_clock::time_point> deadline_{};
    std::uint32_t timeout_set_ = 0;             // ms, as ODPI-C has it
    std::optional<failure> pending_failure_{};  // of something that was to leave with the next call
    std::mutex call_mutex_{};                   // guards is_calling_: a break is sent only while a call runs
    bool is_calling_ = false;
    std::chrono::steady_clock::time_point next_break_{};  // of the running call: not before
    std::atomic<bool> is_ended_{false};                   // by cancel_all()
    bool sql_in_errors_;
    bool lost_ = false;
    bool closed_ = false;
};

}  // namespace oraxx::backend::thick
