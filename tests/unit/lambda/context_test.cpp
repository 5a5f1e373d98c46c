#include <oraxx/lambda/context.hpp>

#include <gtest/gtest.h>

#include <oraxx/lambda/function_error.hpp>

namespace oraxx::lambda {
namespace {

using namespace std::chrono_literals;

const logger silent(log_level::fatal);

std::string error_type_of_connecting(context& invocation) {
    try {
        static_cast<void>(invocation.connection());
    } catch (const failed_invocation& failed) {
        return failed.error().type;
    }
    return {};
}

class broken_source final : public connection_source {
public:
    void start(const logger&) override {}
    [[nodiscard]] std::unique_ptr<connection_lease> acquire(context&) override {
        throw failed_invocation({.type = "OracleError.ORA12541", .message = "nobody listens"});
    }
    void stop(const logger&) noexcept override {}
};

// Leases that are good for being counted.
class counting_source final : public connection_source {
public:
    unsigned leased = 0;
    unsigned held = 0;

    void start(const logger&) override {}
    [[nodiscard]] std::unique_ptr<connection_lease> acquire(context&) override {
        ++leased;
        return std::make_unique<lease>(*this);
    }
    void stop(const logger&) noexcept override {}

private:
    struct lease final : connection_lease {
        explicit lease(counting_source& owner_) : owner(owner_) { ++owner.held; }
        ~lease() override { --owner.held; }
        [[nodiscard]] oraxx::connection& get() noexcept override {
            return *reinterpret_cast<oraxx::connection*>(&owner);
        }
        counting_source& owner;
    };
};

class recording_observer final : public observer {
public:
    std::string told{};

    [[nodiscard]] std::unique_ptr<observation> begin(const context& invocation) override {
        told += "begin " + invocation.request_id() + ";";
        return std::make_unique<noted>(*this);
    }
    void end(const context&, std::unique_ptr<observation> observed, const function_error* failure) noexcept override {
        if (observed != nullptr) told += "end " + (failure != nullptr ? failure->type : std::string("well")) + ";";
    }
    void flush() noexcept override { told += "flush;"; }

private:
    struct noted final : observation {
        explicit noted(recording_observer& owner_) : owner(owner_) {}
        [[nodiscard]] std::unique_ptr<span> begin_span(std::string_view) override { return nullptr; }
        void add(std::string_view metric, double, metric_unit) override { owner.told += std::string(metric) + ";"; }
        void service_call_ended(const service_call&) override {}
        void connect_step_ended(const connect_step&) override {}
        void statement_ended(const statement_report&) override {}
        recording_observer& owner;
    };
};

TEST(context, has_no_time_left_after_the_deadline) {
    const auto now = std::chrono::system_clock::now();
    EXPECT_EQ(context({.deadline = now - 1s}, silent).remaining(), 0ms);
    const auto left = context({.deadline = now + 1h}, silent).remaining();
    EXPECT_GT(left, 59min);
    EXPECT_LE(left, 1h);
}

TEST(context, says_that_the_function_has_no_database) {
    context invocation({}, silent);
    EXPECT_EQ(error_type_of_connecting(invocation), "ConfigurationError.NoDatabase");
}

TEST(context, passes_on_what_keeps_the_source_from_giving_a_connection) {
    broken_source source;
    context invocation({}, silent, &source);
    EXPECT_EQ(error_type_of_connecting(invocation), "OracleError.ORA12541");
}

TEST(context, leases_once_until_the_connection_is_given_back) {
    counting_source source;
    context invocation({}, silent, &source);
    (void)invocation.connection();
    (void)invocation.connection();
    EXPECT_EQ(source.leased, 1U);
    invocation.release_connection();
    EXPECT_EQ(source.held, 0U);
    (void)invocation.connection();
    EXPECT_EQ(source.leased, 2U);
    invocation.finish(nullptr);
    EXPECT_EQ(source.held, 0U);
}

TEST(context, observes_nothing_when_nobody_watches) {
    context invocation({}, silent);
    invocation.observed().add("rows", 1);
    const auto piece = invocation.observed().begin_span("work");
    piece->annotate("key", 1.0);
    piece->end();
    invocation.finish(nullptr);
}

TEST(context, tells_the_observer_the_begin_and_the_end_once) {
    recording_observer watching;
    {
        context invocation({.request_id = "id-1"}, silent, nullptr, &watching);
        invocation.observed().add("rows", 1);
        const function_error failure{.type = "Some.Error"};
        invocation.finish(&failure);
        invocation.finish(nullptr);
    }
    EXPECT_EQ(watching.told, "begin id-1;rows;end Some.Error;");
}

}  // namespace
}  // namespace oraxx::lambda
