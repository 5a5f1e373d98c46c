// A machine without Oracle's client library: a program of its own, because the library is loaded once for the
// process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {
namespace {

using testing::HasSubstr;

// A folder that no machine has a client library in.
constexpr const char* nowhere = "/nowhere/instantclient";

class without_client : public testing::Test {
protected:
    [[nodiscard]] static sandbox::server_options server_options() {
        sandbox::server_options out;
        out.password = base::secret_bytes(std::string_view("tiger"));
        return out;
    }
    [[nodiscard]] connect_options options(driver_mode mode) const {
        connect_options out;
        out.connect_string = server_.address() + "/FREEPDB1";
        out.user = "scott";
        out.password = "tiger";
        out.mode = mode;
        out.client_library_directory = nowhere;
        return out;
    }

private:
    sandbox::sandbox_server server_{server_options()};
};

TEST_F(without_client, thick_mode_tells_where_it_looked_and_what_to_do) {
    const auto refused = try_connect(options(driver_mode::thick));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::unsupported);
    EXPECT_FALSE(refused.error().connection_usable);
    EXPECT_THAT(refused.error().message, HasSubstr("DPI-1047"));
    const auto& advice = refused.error().advice;
    EXPECT_THAT(advice, HasSubstr("needs Oracle Instant Client"));
    EXPECT_THAT(advice, HasSubstr(nowhere));
    EXPECT_THAT(advice, HasSubstr("LD_LIBRARY_PATH when the process starts"));
    EXPECT_THAT(advice, HasSubstr("driver_mode::thin needs none of this"));
}

TEST_F(without_client, thick_mode_looks_again_for_the_next_connection) {
    for (int turn = 0; turn < 2; ++turn) {
        const auto refused = try_connect(options(driver_mode::thick));
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, errc::unsupported);
    }
}

TEST_F(without_client, thin_mode_does_not_notice) {
    ASSERT_FALSE(try_connect(options(driver_mode::thick)).has_value());
    auto conn = connect(options(driver_mode::thin));
    for (const auto& [one] : conn.query<int>("select 1 from dual")) EXPECT_EQ(one, 1);
    EXPECT_TRUE(conn.session().client_version.empty());
}

}  // namespace
}  // namespace oraxx::test
