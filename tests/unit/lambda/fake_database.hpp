// A scripted database behind the function's seam.
#pragma once

#include <deque>
#include <vector>

#include "lambda/functions/thin/database.hpp"

namespace oraxx::test {

inline failure wrong_password() {
    return {.code = errc::server_error,
            .phase = phase::authenticate,
            .ora_code = 1017,
            .message = "ORA-01017: invalid username/password; logon denied",
            .connection_usable = false};
}
inline failure lost_connection() {
    return {.code = errc::connection_lost,
            .phase = phase::fetch,
            .message = "connection lost",
            .connection_usable = false};
}

// What happened, and what is to happen: failures are used up front to back, then everything succeeds.
struct fake_database_script {
    std::deque<failure> connect_failures{};
    std::deque<failure> query_failures{};
    std::deque<failure> ping_failures{};
    std::vector<std::string> passwords{};  // of every logon tried
    std::vector<std::chrono::milliseconds> query_timeouts{};
    unsigned pings = 0;
    unsigned live_sessions = 0;
    bool sessions_usable = true;
};

class fake_session final : public thin_function::database_session {
public:
    explicit fake_session(fake_database_script& script) : script_(script) { ++script_.live_sessions; }
    ~fake_session() override { --script_.live_sessions; }

    [[nodiscard]] bool is_usable() const noexcept override { return script_.sessions_usable; }
    result<void> ping(std::chrono::milliseconds) override {
        ++script_.pings;
        return next(script_.ping_failures);
    }
    result<void> query(std::string_view, std::chrono::milliseconds timeout, std::size_t,
                       thin_function::json_rows& rows) override {
        script_.query_timeouts.push_back(timeout);
        rows.begin_row();
        rows.text("T1");
        rows.end_row();
        return next(script_.query_failures);
    }

private:
    static result<void> next(std::deque<failure>& failures) {
        if (failures.empty()) return {};
        auto out = failures.front();
        failures.pop_front();
        return out;
    }

    fake_database_script& script_;
};

class fake_database final : public thin_function::database {
public:
    result<std::unique_ptr<thin_function::database_session>> connect(const thin_function::logon& who,
                                                                     std::chrono::milliseconds) override {
        script.passwords.emplace_back(who.password.reveal());
        script.sessions_usable = true;
        if (!script.connect_failures.empty()) {
            auto out = script.connect_failures.front();
            script.connect_failures.pop_front();
            return out;
        }
        return std::unique_ptr<thin_function::database_session>(std::make_unique<fake_session>(script));
    }

    fake_database_script script{};
};

}  // namespace oraxx::test
