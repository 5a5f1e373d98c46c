#include "transport/rest_watch.hpp"

#include <gtest/gtest.h>

namespace oraxx::transport {
namespace {

using namespace std::chrono_literals;

clock_reading clocks{};

class rest_watch_test : public ::testing::Test {
protected:
    void SetUp() override { clocks = {.wall = 1'700'000'000s, .boot = 500s, .monotonic = 400s}; }

    static void pass(std::chrono::nanoseconds wall, std::chrono::nanoseconds boot,
                     std::chrono::nanoseconds monotonic) {
        clocks.wall += wall;
        clocks.boot += boot;
        clocks.monotonic += monotonic;
    }
    static rest_watch watch() {
        return rest_watch([]() noexcept { return clocks; });
    }
};

TEST_F(rest_watch_test, counts_the_time_of_a_process_that_runs) {
    auto rests = watch();
    pass(5s, 5s, 5s);
    EXPECT_EQ(rests.elapsed().total, 5s);
    EXPECT_EQ(rests.elapsed().frozen, 0s);
    rests.begin();
    EXPECT_EQ(rests.elapsed().total, 0s);
}

TEST_F(rest_watch_test, a_frozen_machine_is_told_by_the_wall_clock) {
    const auto rests = watch();
    pass(412s, 3s, 3s);
    EXPECT_EQ(rests.elapsed().total, 412s);
    EXPECT_EQ(rests.elapsed().frozen, 409s);
}

TEST_F(rest_watch_test, a_suspended_machine_is_told_by_the_boot_clock) {
    const auto rests = watch();
    pass(-1h, 600s, 2s);  // and somebody put the wall clock back
    EXPECT_EQ(rests.elapsed().total, 600s);
    EXPECT_EQ(rests.elapsed().frozen, 598s);
}

TEST_F(rest_watch_test, a_wall_clock_that_is_put_back_hides_nothing) {
    const auto rests = watch();
    pass(-10s, 7s, 7s);
    EXPECT_EQ(rests.elapsed().total, 7s);
    EXPECT_EQ(rests.elapsed().frozen, 0s);
}

TEST_F(rest_watch_test, an_adjusted_wall_clock_is_no_freeze) {
    const auto rests = watch();
    pass(1050ms, 1000ms, 1000ms);
    EXPECT_EQ(rests.elapsed().frozen, 0s);
}

TEST(read_clocks, runs_on) {
    const auto before = read_clocks();
    const auto after = read_clocks();
    EXPECT_GT(before.wall, 1'600'000'000s);
    EXPECT_GE(after.monotonic, before.monotonic);
    EXPECT_GE(after.boot, before.boot);
}

}  // namespace
}  // namespace oraxx::transport
