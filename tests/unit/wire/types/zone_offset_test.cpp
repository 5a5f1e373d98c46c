#include "wire/types/zone_offset.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace oraxx::test {
namespace {

// Of the data types messages of go-ora (goora_free23_26_binds, in the zone +02:00) and of the server's answer there.
TEST(zone_offset, is_written_as_recorded) {
    EXPECT_EQ(base::hex_lower(wire::types::encode_zone_offset(120)), "800000003e3c3c80000000");
    EXPECT_EQ(base::hex_lower(wire::types::encode_zone_offset(0)), "800000003c3c3c80000000");
}

// As intervals: each part has the sign of the whole.
TEST(zone_offset, has_minutes_of_the_same_sign_as_its_hours) {
    EXPECT_EQ(base::hex_lower(wire::types::encode_zone_offset(-210)), "80000000391e3c80000000");
    EXPECT_EQ(base::hex_lower(wire::types::encode_zone_offset(330)), "80000000415a3c80000000");
}

}  // namespace
}  // namespace oraxx::test
