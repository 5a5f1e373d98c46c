#include "transport/system.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace oraxx::transport {
namespace {

TEST(system, random_bytes_fill_the_whole_buffer_and_differ) {
    std::array<std::uint8_t, 1024> a{};
    std::array<std::uint8_t, 1024> b{};
    fill_random(a);
    fill_random(b);
    EXPECT_NE(a, b);
    EXPECT_NE(std::count(a.begin() + 512, a.end(), 0), 512);
}

TEST(system, the_process_knows_who_it_is) {
    const auto self = current_process();
    EXPECT_NE(self.program.find("unit_transport"), std::string::npos) << self.program;
    EXPECT_FALSE(self.machine.empty());
    EXPECT_FALSE(self.os_user.empty());
    EXPECT_EQ(self.process_id, static_cast<std::uint32_t>(::getpid()));
}

TEST(system, the_utc_offset_is_one_that_exists) {
    EXPECT_GE(local_utc_offset(), std::chrono::hours(-12));
    EXPECT_LE(local_utc_offset(), std::chrono::hours(14));
}

}  // namespace
}  // namespace oraxx::transport
