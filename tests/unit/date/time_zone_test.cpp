#include <oraxx/date/time_zone.hpp>

#include <gtest/gtest.h>

namespace oraxx {
namespace {

timestamp_tz in_paris(const timestamp& utc) {
    return {.utc = utc, .region_id = region_id("Europe/Paris")};
}

TEST(time_zone, shows_what_clocks_show_in_a_region) {
    const auto summer = in_its_region(in_paris({{2026, 7, 1, 12, 0, 0}, 500}));
    EXPECT_EQ(summer.to_string(), "2026-07-01T14:00:00.000000500+02:00");
    EXPECT_EQ(summer.region_id, region_id("Europe/Paris"));
    EXPECT_EQ(in_its_region(in_paris({{2026, 1, 1, 12, 0, 0}, 0})).to_string(), "2026-01-01T13:00:00+01:00");
    // The last second of winter time, and the first of summer time.
    EXPECT_EQ(in_its_region(in_paris({{2026, 3, 29, 0, 59, 59}, 0})).to_string(), "2026-03-29T01:59:59+01:00");
    EXPECT_EQ(in_its_region(in_paris({{2026, 3, 29, 1, 0, 0}, 0})).to_string(), "2026-03-29T03:00:00+02:00");
    const timestamp_tz plain{.utc = {{2026, 7, 1}, 0}, .offset_minutes = 90};
    EXPECT_EQ(in_its_region(plain), plain);
}

TEST(time_zone, gives_clock_times_their_offset) {
    EXPECT_EQ(from_region({{2026, 7, 1, 14, 0, 0}, 0}, "Europe/Paris").to_string(), "2026-07-01T14:00:00+02:00");
    EXPECT_EQ(from_region({{2026, 7, 1, 14, 0, 0}, 0}, "Asia/Kolkata").utc, (timestamp{{2026, 7, 1, 8, 30, 0}, 0}));
    EXPECT_EQ(from_region({{2026, 7, 1, 14, 0, 0}, 0}, "America/New_York").offset_minutes, -240);
    // Shown twice; left out.
    EXPECT_EQ(from_region({{2026, 10, 25, 2, 30, 0}, 0}, "Europe/Paris").offset_minutes, 120);
    EXPECT_EQ(from_region({{2026, 3, 29, 2, 30, 0}, 0}, "Europe/Paris").offset_minutes, 60);
    EXPECT_EQ(from_region({{2026, 7, 1, 14, 0, 0}, 0}, "Europe/Paris").region_id, 0);
}

TEST(time_zone, says_what_it_does_not_know) {
    const auto code_of = [](auto&& call) {
        try {
            (void)call();
        } catch (const error& failed) {
            return failed.facts().code;
        }
        return errc::ok;
    };
    EXPECT_EQ(code_of([] {
                  return in_its_region({.utc = {{2026, 1, 1}, 0}, .region_id = 8191});
              }),
              errc::unsupported);
    EXPECT_EQ(code_of([] { return from_region({{2026, 1, 1}, 0}, "Europe/Nowhere"); }), errc::unsupported);
    EXPECT_EQ(code_of([] { return in_its_region(in_paris({{1500, 1, 1}, 0})); }), errc::value_out_of_range);
    EXPECT_EQ(code_of([] { return in_its_region(in_paris({{-44, 3, 15}, 0})); }), errc::value_out_of_range);
}

}  // namespace
}  // namespace oraxx
