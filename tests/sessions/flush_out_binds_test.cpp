// Message 19: a server that waits for the same byte back before it says why a statement with RETURNING failed.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

constexpr std::string_view flush_packet = "0000000b06000000000013";  // data flags 0: no mark follows

// The first recorded statement whose error came behind a break and a reset.
const exchange& failed_exchange(const captured_session& recorded) {
    return *std::find_if(recorded.exchanges.begin(), recorded.exchanges.end(),
                         [](const auto& each) { return !each.client_markers.empty() && !each.sql.empty(); });
}

TEST(flush_out_binds, is_answered_behind_a_break_and_a_reset) {
    const auto recorded = read_exchanges("py_free23_26_failed_stmt");
    const auto& failed = failed_exchange(recorded);
    running_statement running(failed.sql, recorded.caps);
    auto& engine = running.engine;
    // Up to the server's reset, as recorded.
    std::size_t at = 0;
    for (; at < failed.answer.size() && failed.answer[at].at(4) == 12; ++at) feed(engine, failed.answer[at]);
    EXPECT_EQ(take_output_hex(engine), recorded::client_reset);
    feed(engine, flush_packet);
    EXPECT_EQ(take_output_hex(engine), flush_packet);
    ASSERT_FALSE(engine.is_idle()) << "the error is still to come";
    for (; at < failed.answer.size(); ++at) feed(engine, failed.answer[at]);
    ASSERT_TRUE(engine.is_idle());
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->code, errc::server_error);
    EXPECT_TRUE(engine.is_usable());
}

TEST(flush_out_binds, is_answered_without_a_break) {
    const auto recorded = read_exchanges("py_free23_26_failed_stmt");
    const auto& failed = failed_exchange(recorded);
    running_statement running(failed.sql, recorded.caps);
    auto& engine = running.engine;
    feed(engine, flush_packet);
    EXPECT_EQ(take_output_hex(engine), flush_packet);
    EXPECT_FALSE(engine.is_idle());
}

}  // namespace
}  // namespace oraxx::test
