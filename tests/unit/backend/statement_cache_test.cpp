#include "backend/thin/statement_cache.hpp"

#include <gtest/gtest.h>

namespace oraxx::backend::thin {
namespace {

struct statement_cache_of_cursors : testing::Test {
    std::unique_ptr<session::cursor> open(const char* sql, std::uint32_t id) {
        auto out = std::make_unique<session::cursor>();
        out->sql = sql;
        out->text = sql::scan_sql(sql);
        out->id = id;
        out->generation = session.cursor_generation;
        return out;
    }

    session::state session{};
};

TEST_F(statement_cache_of_cursors, keeps_what_was_only_described) {
    statement_cache kept(2);
    kept.put(open("select 1 from dual", 7), session);
    const auto again = kept.take("select 1 from dual");
    ASSERT_NE(again, nullptr);
    EXPECT_EQ(again->id, 7U);
    EXPECT_TRUE(session.cursors_to_close.empty());
}

TEST_F(statement_cache_of_cursors, gives_back_ddl_the_oldest_and_a_second_cursor_of_a_text) {
    statement_cache kept(1);
    kept.put(open("", 9), session);  // opened by the server
    kept.put(open("drop table t", 1), session);
    kept.put(open("select 1 from dual", 2), session);
    kept.put(open("select 1 from dual", 3), session);
    kept.put(open("select 2 from dual", 4), session);
    EXPECT_EQ(session.cursors_to_close, (std::vector<std::uint32_t>{9, 1, 3, 2}));
    EXPECT_EQ(kept.take("select 1 from dual"), nullptr);
    EXPECT_NE(kept.take("select 2 from dual"), nullptr);
}

}  // namespace
}  // namespace oraxx::backend::thin
