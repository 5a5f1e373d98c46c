#include <oraxx/rowid.hpp>

#include <gtest/gtest.h>

namespace oraxx {
namespace {

TEST(rowid, prints_and_parses_18_characters) {
    const rowid value{.object = 72731, .file = 24, .block = 31, .slot = 2};
    EXPECT_EQ(value.to_string(), "AAARwbAAYAAAAAfAAC");
    EXPECT_EQ(rowid::parse("AAARwbAAYAAAAAfAAC"), value);
    const rowid largest{.object = 0xFFFFFFFF, .file = 0xFFFF, .block = 0xFFFFFFFF, .slot = 0xFFFF};
    EXPECT_EQ(largest.to_string(), "D/////P//D/////P//");
    EXPECT_EQ(rowid::parse(largest.to_string()), largest);
    EXPECT_TRUE(rowid::parse("AAAAAAAAAAAAAAAAAA")->empty());
}

TEST(rowid, refuses_other_text) {
    for (const auto* text :
         {"", "AAARwbAAYAAAAAfAA", "AAARwbAAYAAAAAfAACA", "AAARwbAAYAAAAAfAA*", "AAARwb AYAAAAAfAAC",
          "E/////AAAAAAAAAAAA", "AAAAAAQAAAAAAAAAAA", "AAAAAAAAAE/////AAA", "AAAAAAAAAAAAAAAQAA"}) {
        EXPECT_FALSE(rowid::parse(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace oraxx
