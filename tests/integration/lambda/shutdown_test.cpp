// The end of the process: the extension that asks for SIGTERM, and invocations that are under way then.
#include <gtest/gtest.h>

#include "runtime_fixture.hpp"

namespace oraxx::lambda {
namespace {

using namespace std::chrono_literals;
using local::exchange;
using local::invocation_end;

// Leases whose cancel() is what a query waits for.
class waiting_source final : public connection_source {
public:
    stop_event cancelled{};
    std::atomic<unsigned> held = 0;
    std::atomic<bool> was_stopped = false;

    void start(const logger&) override {}
    [[nodiscard]] std::unique_ptr<connection_lease> acquire(context&) override {
        return std::make_unique<lease>(*this);
    }
    void stop(const logger&) noexcept override { was_stopped = true; }

private:
    struct lease final : connection_lease {
        explicit lease(waiting_source& owner_) : owner(owner_) { ++owner.held; }
        ~lease() override { --owner.held; }
        [[nodiscard]] oraxx::connection& get() noexcept override {
            return *reinterpret_cast<oraxx::connection*>(&owner);
        }
        void cancel() noexcept override { owner.cancelled.request(); }
        waiting_source& owner;
    };
};

class end_of_the_process : public test::runtime_fixture {
protected:
    end_of_the_process() {
        options_.wants_shutdown = true;
        options_.interrupt_after = 0ms;
        options_.connections = &source_;
    }
    ~end_of_the_process() override { stop_and_join(); }

    waiting_source source_{};
};

TEST_F(end_of_the_process, is_announced_to_functions_that_register_an_extension) {
    start();
    EXPECT_EQ(api_->invoke("1", test::patience).body, "1");
    EXPECT_EQ(api_->extension(), "oraxx-logoff");
    EXPECT_EQ(stop_and_join(), 0);
    EXPECT_TRUE(source_.was_stopped);
    EXPECT_EQ(api_->violations(), std::vector<std::string>{});
}

TEST_F(end_of_the_process, is_not_asked_about_without_need) {
    options_.wants_shutdown = false;
    start();
    EXPECT_EQ(api_->invoke("1", test::patience).body, "1");
    EXPECT_EQ(api_->extension(), "");
}

TEST_F(end_of_the_process, comes_without_a_signal_when_the_extension_is_refused) {
    fault_.arm("/extension/register", [](exchange& asked) { asked.answer({.status = 500}); });
    start();
    EXPECT_EQ(api_->invoke("1", test::patience).body, "1");
    EXPECT_EQ(stop_and_join(), 0);
}

TEST_F(end_of_the_process, cancels_the_call_under_way_and_answers) {
    function_.on_event = [this](std::string_view, context& invocation) -> std::string {
        static_cast<void>(invocation.connection());
        stop_.request();
        if (!source_.cancelled.wait_for(test::patience)) return "\"never\"";
        throw failed_invocation({.type = "OracleError.ORA01013", .message = "cancelled"});
    };
    start();
    const auto result = api_->invoke("1", test::patience);
    EXPECT_EQ(result.error_type, "OracleError.ORA01013");
    EXPECT_EQ(join(), 0);
    EXPECT_EQ(source_.held, 0U);
    EXPECT_TRUE(source_.was_stopped);
}

TEST_F(end_of_the_process, lends_no_connection_to_an_interrupted_invocation) {
    function_.on_event = [this](std::string_view, context& invocation) -> std::string {
        stop_.request();
        while (!invocation.is_interrupted()) std::this_thread::yield();
        static_cast<void>(invocation.connection());
        return "\"lent\"";
    };
    start();
    EXPECT_EQ(api_->invoke("1", test::patience).error_type, "Runtime.Interrupted");
    EXPECT_EQ(join(), 0);
    EXPECT_EQ(source_.held, 0U);
}

TEST_F(end_of_the_process, lets_an_invocation_finish_that_is_quick_enough) {
    options_.interrupt_after = 20s;
    function_.on_event = [this](std::string_view, context& invocation) {
        stop_.request();
        return invocation.is_interrupted() ? std::string("\"interrupted\"") : std::string("\"done\"");
    };
    start();
    EXPECT_EQ(api_->invoke("1", test::patience).body, "\"done\"");
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(join(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 10s) << "nothing waits for the time to interrupt";
}

TEST_F(end_of_the_process, comes_after_a_failed_start_too) {
    function_.on_start = [] { throw std::runtime_error("no disk"); };
    start();
    EXPECT_EQ(join(), 1);
    EXPECT_EQ(api_->invoke("1", test::patience).end, invocation_end::init_error);
}

}  // namespace
}  // namespace oraxx::lambda
