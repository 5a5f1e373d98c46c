#include "backend/thick/connect_text.hpp"

#include <gtest/gtest.h>

namespace oraxx::backend::thick {
namespace {

using namespace std::chrono_literals;

TEST(with_connect_timeout, adds_a_parameter_to_easy_connect) {
    EXPECT_EQ(with_connect_timeout("db:1521/service", 20s), "db:1521/service?connect_timeout=20");
    EXPECT_EQ(with_connect_timeout("db/service?sdu=8192", 1500ms), "db/service?sdu=8192&connect_timeout=2");
}

TEST(with_connect_timeout, adds_a_parameter_to_each_kind_of_descriptor) {
    EXPECT_EQ(with_connect_timeout("(DESCRIPTION=(ADDRESS=x))", 5s), "(DESCRIPTION=(CONNECT_TIMEOUT=5)(ADDRESS=x))");
    EXPECT_EQ(with_connect_timeout(" (description = (ADDRESS=x))", 5s),
              " (description =(CONNECT_TIMEOUT=5) (ADDRESS=x))");
    EXPECT_EQ(with_connect_timeout("(DESCRIPTION_LIST=(DESCRIPTION=(ADDRESS=x)))", 5s),
              "(DESCRIPTION_LIST=(DESCRIPTION=(CONNECT_TIMEOUT=5)(ADDRESS=x)))");
}

TEST(with_connect_timeout, leaves_what_has_one_or_is_a_name) {
    EXPECT_EQ(with_connect_timeout("db/service?connect_timeout=3", 20s), "db/service?connect_timeout=3");
    EXPECT_EQ(with_connect_timeout("(DESCRIPTION=(Connect_Timeout=3)(ADDRESS=x))", 20s),
              "(DESCRIPTION=(Connect_Timeout=3)(ADDRESS=x))");
    EXPECT_EQ(with_connect_timeout("orders", 20s), "orders");
    EXPECT_EQ(with_connect_timeout("", 20s), "");
}

}  // namespace
}  // namespace oraxx::backend::thick
