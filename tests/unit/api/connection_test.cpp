// The connection's own functions: twins, closing, cancelling, moving.
#include <gtest/gtest.h>

#include <thread>

#include "unit/api/fake_backend.hpp"

namespace oraxx {
namespace {

class connections : public testing::Test {
protected:
    connections() {
        db.answers["q"] = test::one_value(db_type::number, "c102");
        db.answers["bad"].execute_failure = failure{.code = errc::server_error,
                                                    .phase = phase::execute,
                                                    .ora_code = 942,
                                                    .sql_offset = 14,
                                                    .message = "ORA-00942: table or view does not exist"};
    }

    test::fake_database db;
    connection conn = test::connect_to(db);
};

TEST_F(connections, pass_calls_on) {
    conn.commit();
    conn.rollback();
    conn.ping();
    EXPECT_EQ(db.calls, (std::vector<std::string>{"commit", "rollback", "ping"}));
    EXPECT_TRUE(conn.is_usable());
    EXPECT_TRUE(conn.in_transaction());
    EXPECT_EQ(conn.session().server_version, "23.26.1.0.0");
    EXPECT_EQ(conn.stats().round_trips, 4U);
}

TEST_F(connections, throw_what_the_twin_returns) {
    const auto got = conn.try_query("bad");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().ora_code, 942);
    try {
        (void)conn.query("bad");
        FAIL() << "did not throw";
    } catch (const server_error& thrown) {
        EXPECT_EQ(thrown.ora_code(), 942);
        EXPECT_EQ(thrown.sql_offset(), 14U);
        EXPECT_EQ(thrown.facts().message, got.error().message);
        EXPECT_TRUE(thrown.connection_usable());
    }
    db.call_failure = failure{.code = errc::connection_lost, .message = "gone", .connection_usable = false};
    EXPECT_EQ(conn.try_commit().error().code, errc::connection_lost);
    EXPECT_THROW(conn.commit(), error);
    EXPECT_EQ(conn.try_rollback().error().code, errc::connection_lost);
    EXPECT_EQ(conn.try_ping().error().code, errc::connection_lost);
    EXPECT_EQ(conn.try_prepare("q").error().code, errc::connection_lost);
    EXPECT_EQ(conn.try_execute("q").error().code, errc::connection_lost);
}

TEST_F(connections, close_once_and_refuse_what_comes_after) {
    conn.close();
    conn.close();
    EXPECT_EQ(db.calls, std::vector<std::string>{"close"});
    EXPECT_FALSE(conn.is_usable());
    EXPECT_FALSE(conn.in_transaction());
    EXPECT_EQ(conn.try_query("q").error().code, errc::wrong_state);
    EXPECT_EQ(conn.try_ping().error().code, errc::wrong_state);
    EXPECT_EQ(conn.session().server_version, "23.26.1.0.0");
}

TEST_F(connections, pass_a_call_timeout_on) {
    conn.set_call_timeout(std::chrono::seconds(3));
    EXPECT_EQ(db.call_timeout, std::chrono::milliseconds(3000));
    conn.set_call_timeout(std::chrono::milliseconds(-1));
    EXPECT_EQ(db.call_timeout, std::chrono::milliseconds(0));
}

TEST_F(connections, can_be_cancelled_from_another_thread) {
    const auto handle = conn.canceller();
    std::thread([handle] { handle.cancel(); }).join();
    conn.cancel();
    EXPECT_EQ(db.calls, (std::vector<std::string>{"cancel", "cancel"}));
}

TEST_F(connections, may_be_gone_when_they_are_cancelled) {
    const auto handle = conn.canceller();
    { const auto gone = std::move(conn); }
    handle.cancel();
    canceller().cancel();
    EXPECT_EQ(db.calls, std::vector<std::string>{"connection gone"});
}

TEST_F(connections, that_were_moved_from_say_so) {
    const auto moved = std::move(conn);
    // NOLINTBEGIN(bugprone-use-after-move): what it is about
    EXPECT_EQ(conn.try_ping().error().code, errc::wrong_state);
    EXPECT_EQ(conn.try_query("q").error().code, errc::wrong_state);
    EXPECT_EQ(conn.try_close().error().code, errc::wrong_state);
    EXPECT_THROW((void)conn.session(), error);
    EXPECT_FALSE(conn.is_usable());
    conn.cancel();
    conn.set_autocommit(true);
    conn.set_call_timeout(std::chrono::seconds(1));
    EXPECT_FALSE(conn.autocommit());
    // NOLINTEND(bugprone-use-after-move)
}

TEST(connecting, names_a_backend_this_build_does_not_have) {
    connect_options options;
    options.mode = driver_mode::thick;
    const auto got = try_connect(std::move(options));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, errc::unsupported);
    EXPECT_FALSE(got.error().advice.empty());
}

TEST(connecting, throws_connect_error_whatever_was_wrong) {
    connect_options options;
    options.mode = driver_mode::thick;
    EXPECT_THROW((void)connect(std::move(options)), connect_error);
}

}  // namespace
}  // namespace oraxx
