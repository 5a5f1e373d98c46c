#include "backend/thin/rest_advice.hpp"

#include <gtest/gtest.h>

namespace oraxx::backend::thin {
namespace {

using namespace std::chrono_literals;

failure lost(transport::rest_period rest, errc code = errc::connection_lost) {
    failure out{.code = code, .message = "the server closed the connection", .advice = "connect again"};
    explain_rest(out, rest);
    return out;
}

TEST(rest_advice, names_a_freeze_and_what_it_does_to_connections) {
    const auto why = lost({.total = 412s, .frozen = 409s});
    EXPECT_EQ(why.message,
              "the server closed the connection, after 412 s of rest, 409 s of them with this process frozen");
    EXPECT_NE(why.advice.find("connect again; a frozen process answers no keep-alive"), std::string::npos)
        << why.advice;
}

TEST(rest_advice, names_a_long_rest_and_what_keeps_a_connection_alive) {
    const auto why = lost({.total = 1800s, .frozen = 0s});
    EXPECT_EQ(why.message, "the server closed the connection, after 1800 s of rest");
    EXPECT_NE(why.advice.find("EXPIRE_TIME"), std::string::npos) << why.advice;
}

TEST(rest_advice, has_nothing_to_say_about_a_busy_connection_or_another_failure) {
    EXPECT_EQ(lost({.total = 3s, .frozen = 0s}).message, "the server closed the connection");
    EXPECT_EQ(lost({.total = 412s, .frozen = 409s}, errc::protocol_violation).advice, "connect again");
}

}  // namespace
}  // namespace oraxx::backend::thin
