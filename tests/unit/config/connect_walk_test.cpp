#include "config/connect_walk.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace oraxx::config {
namespace {

std::size_t always_first(std::size_t /*count*/) {
    return 0;
}

// Hosts in the order of trying; '|' where the retry delay is due.
std::string walked(std::string_view text, connect_walk::chooser choose = always_first) {
    const auto descriptor = parse_connect_string(text);
    EXPECT_TRUE(descriptor.has_value()) << text;
    if (!descriptor) return {};
    connect_walk walk(*descriptor, std::move(choose));
    std::string out;
    while (const auto step = walk.next()) out += (step->pause_first ? "|" : "") + step->to.host;
    return out;
}

TEST(connect_walk, takes_every_address_in_order) {
    EXPECT_EQ(walked("h/s"), "h");
    EXPECT_EQ(walked("(DESCRIPTION=(ADDRESS=(HOST=a))(ADDRESS_LIST=(ADDRESS=(HOST=b))(ADDRESS=(HOST=c))))"), "abc");
}

TEST(connect_walk, makes_further_rounds_behind_a_pause) {
    EXPECT_EQ(walked("(DESCRIPTION=(RETRY_COUNT=2)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b)))"), "ab|ab|ab");
}

TEST(connect_walk, tries_all_rounds_of_a_description_before_the_next) {
    EXPECT_EQ(walked("(DESCRIPTION_LIST=(LOAD_BALANCE=off)(DESCRIPTION=(RETRY_COUNT=1)(ADDRESS=(HOST=a)))"
                     "(DESCRIPTION=(ADDRESS=(HOST=b))(ADDRESS=(HOST=c))))"),
              "a|abc");
}

TEST(connect_walk, leaves_a_description_whose_time_is_over) {
    const auto descriptor = parse_connect_string(
        "(DESCRIPTION_LIST=(LOAD_BALANCE=off)(DESCRIPTION=(RETRY_COUNT=3)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b)))"
        "(DESCRIPTION=(ADDRESS=(HOST=c))))");
    ASSERT_TRUE(descriptor.has_value());
    connect_walk walk(*descriptor, always_first);
    EXPECT_EQ(walk.next()->to.host, "a");
    walk.leave_description();
    EXPECT_EQ(walk.next()->to.host, "c");
    walk.leave_description();
    EXPECT_FALSE(walk.next().has_value());
}

TEST(connect_walk, tells_how_many_are_still_to_come) {
    const auto descriptor = parse_connect_string(
        "(DESCRIPTION_LIST=(LOAD_BALANCE=off)(DESCRIPTION=(RETRY_COUNT=1)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b)))"
        "(DESCRIPTION=(ADDRESS=(HOST=c))(ADDRESS=(HOST=d))(ADDRESS=(HOST=e))))");
    ASSERT_TRUE(descriptor.has_value());
    connect_walk walk(*descriptor, always_first);
    std::string seen;
    while (const auto step = walk.next()) {
        seen += step->to.host + std::to_string(step->left_in_round) + std::to_string(step->left_behind) + " ";
    }
    EXPECT_EQ(seen, "a13 b03 a13 b03 c20 d10 e00 ");
}

// 60,000 walks over three addresses: each of the six orders is as likely. 10,000 are expected, five standard
// deviations of it are 456.
TEST(connect_walk, load_balance_prefers_no_order) {
    const auto descriptor = parse_connect_string("a,b,c/s");
    ASSERT_TRUE(descriptor.has_value());
    std::mt19937_64 random(1);
    std::map<std::string, int> seen;
    for (int i = 0; i < 60'000; ++i) {
        connect_walk walk(*descriptor, [&random](std::size_t count) { return random() % count; });
        std::string order;
        while (const auto step = walk.next()) order += step->to.host;
        ++seen[order];
    }
    EXPECT_EQ(seen.size(), 6U);
    for (const auto& [order, count] : seen) EXPECT_NEAR(count, 10'000, 456) << order;
}

TEST(connect_walk, without_failover_only_the_first_counts) {
    EXPECT_EQ(walked("(DESCRIPTION=(ADDRESS_LIST=(FAILOVER=off)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b))))"), "a");
    EXPECT_EQ(walked("(DESCRIPTION=(FAILOVER=off)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b)))"), "a");
    EXPECT_EQ(walked("(DESCRIPTION_LIST=(LOAD_BALANCE=off)(FAILOVER=off)(DESCRIPTION=(ADDRESS=(HOST=a)))"
                     "(DESCRIPTION=(ADDRESS=(HOST=b))))"),
              "a");
}

TEST(connect_walk, load_balance_takes_them_by_chance) {
    constexpr const char* list =
        "(DESCRIPTION=(ADDRESS_LIST=(LOAD_BALANCE=on)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b))"
        "(ADDRESS=(HOST=c))))";
    EXPECT_EQ(walked(list, [](std::size_t count) { return count - 1; }), "abc");
    EXPECT_EQ(walked(list), "bca");
}

TEST(connect_walk, chance_is_decided_anew_for_each_round) {
    std::size_t calls = 0;
    EXPECT_EQ(
        walked("(DESCRIPTION=(RETRY_COUNT=1)(ADDRESS_LIST=(LOAD_BALANCE=on)(ADDRESS=(HOST=a))(ADDRESS=(HOST=b))))",
               [&calls](std::size_t) { return calls++; }),
        "ba|ab");
}

TEST(connect_walk, load_balance_without_failover_takes_one) {
    EXPECT_EQ(walked("a,b,c/s?failover=off", [](std::size_t count) { return count - 1; }), "a");
    EXPECT_EQ(walked("a,b/s?failover=off"), "b");
}

}  // namespace
}  // namespace oraxx::config
