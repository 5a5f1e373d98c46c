#include "lambda/runtime/json_text.hpp"

#include <gtest/gtest.h>

namespace oraxx::lambda {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(json_text, escapes_what_json_demands_and_nothing_else) {
    EXPECT_EQ(quoted("a\"b\\c/d"), R"("a\"b\\c/d")");
    EXPECT_EQ(quoted(std::string_view("\n\r\t\x01\x1f\0", 6)), R"("\n\r\t\u0001\u001f\u0000")");
    EXPECT_EQ(quoted("\x7f"), "\"\x7f\"");
}

TEST(json_text, keeps_well_formed_utf8) {
    EXPECT_EQ(quoted("\u00e9\u20ac\U0001F600"), "\"\u00e9\u20ac\U0001F600\"");
}

TEST(json_text, replaces_malformed_utf8_byte_by_byte) {
    const std::string_view replacement = "\xEF\xBF\xBD";
    EXPECT_EQ(quoted("\xff"), '"' + std::string(replacement) + '"');
    EXPECT_EQ(quoted("\xe2\x82"), '"' + std::string(replacement) + std::string(replacement) + '"');  // cut off
    EXPECT_EQ(quoted("\xc0\x80"), '"' + std::string(replacement) + std::string(replacement) + '"');  // overlong
    EXPECT_EQ(quoted("\xed\xa0\x80").size(), 2 + 3 * replacement.size());                            // surrogate
    EXPECT_EQ(quoted("\xf4\x90\x80\x80").size(), 2 + 4 * replacement.size());                        // past U+10FFFF
}

}  // namespace
}  // namespace oraxx::lambda
