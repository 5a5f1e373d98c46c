#include "config/nv_pair.hpp"

#include <gtest/gtest.h>

namespace oraxx::config {
namespace {

std::string printed(const nv_pair& pair) {
    std::string out;
    append_nv(out, pair);
    return out;
}

std::string error_of(std::string_view text) {
    const auto parsed = parse_nv(text);
    EXPECT_FALSE(parsed.has_value()) << text;
    return parsed ? "" : parsed.error().message;
}

TEST(nv_pair, blanks_around_tokens_do_not_matter_inside_atoms_they_do) {
    const auto parsed = parse_nv(" ( A.b_1 = ( x = a  b ) \n ( Y = ) )\t");
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(printed(*parsed), "(A.b_1=(x=a  b)(Y=))");
    EXPECT_EQ(nv_value(*parsed, {"a.B_1", "X"}), "a  b");
    EXPECT_EQ(nv_value(*parsed, {"a.B_1", "z"}), "");
    EXPECT_EQ(nv_value(*parsed, {"other", "X"}), "");
}

TEST(nv_pair, quoted_values_keep_parentheses_and_blanks) {
    for (const std::string_view text : {"(A=\" (b) \")", "(A='say \"(b)\"')"}) {
        const auto parsed = parse_nv(text);
        ASSERT_TRUE(parsed.has_value());
        EXPECT_EQ(printed(*parsed), text);
    }
}

TEST(nv_pair, names_the_position_of_what_is_wrong) {
    EXPECT_EQ(error_of("DESCRIPTION=x"), "connect string, position 0: expected '(', found 'D'");
    EXPECT_EQ(error_of("(=x)"), "connect string, position 1: expected a name, found '='");
    EXPECT_EQ(error_of("(A x)"), "connect string, position 3: expected '=', found 'x'");
    EXPECT_EQ(error_of("(A=x"), "connect string, position 4: expected ')', found the end");
    EXPECT_EQ(error_of("(A=x(B=1))"), "connect string, position 4: expected ')', found '('");
    EXPECT_EQ(error_of("(A=(B=1)x)"), "connect string, position 8: expected '(' or ')', found 'x'");
    EXPECT_EQ(error_of("(A=x))"), "connect string, position 5: expected the end of the text, found ')'");
    EXPECT_EQ(error_of("(A=\"x)"), "connect string, position 6: expected a closing quote, found the end");
    EXPECT_EQ(error_of("(\x01=x)"),
              "connect string, position 1: expected a name, found a blank or a character that is not ASCII");
}

TEST(nv_pair, a_peer_may_forget_closing_parentheses_a_user_may_not) {
    // A listener's answer (REFUSE) as some versions cut it.
    const std::string_view text = "(DESCRIPTION=(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4";
    EXPECT_FALSE(parse_nv(text).has_value());
    const auto parsed = parse_nv(text, nv_strictness::lenient_end);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(nv_value(*parsed, {"DESCRIPTION", "ERROR_STACK", "ERROR", "CODE"}), "12514");
}

TEST(nv_pair, refuses_depth_and_length_beyond_its_limits) {
    std::string deep;
    for (int i = 0; i < 100000 / 3; ++i) deep += "(A=";
    EXPECT_FALSE(parse_nv(deep, nv_strictness::lenient_end).has_value());
    deep.resize(3 * (max_nv_depth + 1));
    EXPECT_FALSE(parse_nv(deep, nv_strictness::lenient_end).has_value());
    deep.resize(std::size_t{3} * max_nv_depth);
    EXPECT_TRUE(parse_nv(deep, nv_strictness::lenient_end).has_value());
    EXPECT_FALSE(parse_nv("(A=" + std::string(max_nv_text, 'x') + ")").has_value());
}

TEST(nv_pair, survives_every_cut) {
    const std::string text = "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=\"h\")(PORT=1521))(CONNECT_DATA=(SID=x)))";
    for (std::size_t length = 0; length < text.size(); ++length) {
        EXPECT_FALSE(parse_nv(std::string(text, 0, length)).has_value()) << length;
        (void)parse_nv(std::string(text, 0, length), nv_strictness::lenient_end);
    }
}

}  // namespace
}  // namespace oraxx::config
