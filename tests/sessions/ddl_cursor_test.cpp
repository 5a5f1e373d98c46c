// A DDL statement leaves a cursor open on the server, as recorded: it is given back, or a session runs out of them.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

TEST(ddl_cursor, is_known_and_leaves_with_the_request_behind) {
    const auto recorded = read_exchanges("goora_free23_26_dml");
    const auto create = std::find_if(recorded.exchanges.begin(), recorded.exchanges.end(),
                                     [](const auto& each) { return each.sql.rfind("CREATE TABLE", 0) == 0; });
    ASSERT_NE(create, recorded.exchanges.end());
    running_statement running(create->sql, recorded.caps);
    auto& engine = running.engine;
    for (const auto& packet : create->answer) feed(engine, packet);
    ASSERT_TRUE(engine.is_idle());
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    // The recorded client closes cursor 7 next.
    EXPECT_EQ(running.cursor.id, 7U);
    running.cursor.close(engine.session());
    EXPECT_EQ(engine.session().cursors_to_close, std::vector<std::uint32_t>{7});
}

}  // namespace
}  // namespace oraxx::test
