#include <oraxx/json.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <type_traits>
#include <utility>

#include <oraxx/error.hpp>

namespace oraxx {
namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> out;
    for (const int value : values) out.push_back(static_cast<std::byte>(value));
    return out;
}

json order() {
    return json::object({{"id", 7}, {"lines", json::array({"a", nullptr, true})}, {"total", 12.5}});
}

static_assert(std::is_nothrow_move_constructible_v<json> && std::is_nothrow_move_assignable_v<json>);
static_assert(!std::is_constructible_v<json, void*>, "a pointer is no boolean");
static_assert(sizeof(json) <= 40);

TEST(json, is_built_of_literals) {
    EXPECT_EQ(order().to_text(), R"({"id":7,"lines":["a",null,true],"total":12.5})");
    EXPECT_EQ(json().to_text(), "null");
    EXPECT_EQ(json::array().to_text(), "[]");
    EXPECT_EQ(json::object().to_text(), "{}");
    EXPECT_EQ(json::object({{"a", 1}, {"b", 2}, {"a", 3}}).to_text(), R"({"a":3,"b":2})");
    EXPECT_EQ(json(std::uint64_t{18446744073709551615U}).to_text(), "18446744073709551615");
    EXPECT_EQ(json(std::int16_t{-5}).to_text(), "-5");
}

TEST(json, tells_numbers_and_binary_numbers_apart) {
    EXPECT_TRUE(json(1).holds<number>());
    EXPECT_TRUE(json(1.0).holds<double>());
    EXPECT_TRUE(json(1.0F).holds<float>());
    EXPECT_NE(json(1), json(1.0));
    EXPECT_EQ(json(0.1F).to_text(), "0.1");
    EXPECT_EQ(json(number::from_text("12345678901234567890123456789012345678")).to_text(),
              "12345678901234567890123456789012345678");
}

TEST(json, gives_what_it_holds_or_says_that_it_does_not) {
    auto document = order();
    EXPECT_EQ(document.at("id").get<number>(), number(7));
    EXPECT_EQ(document["lines"][0].get<std::string>(), "a");
    EXPECT_EQ(document.at("lines").at(2).get<bool>(), true);
    EXPECT_EQ(document.find("id")->get_if<std::string>(), nullptr);
    EXPECT_EQ(document.find("nothing"), nullptr);
    EXPECT_EQ(json(1).find("id"), nullptr);
    EXPECT_EQ(document.size(), 3U);
    EXPECT_EQ(document.at("lines").size(), 3U);
    EXPECT_EQ(json("text").size(), 0U);
    const auto code_of = [](auto&& call) {
        try {
            call();
        } catch (const error& failed) {
            return failed.facts().code;
        }
        return errc::ok;
    };
    EXPECT_EQ(code_of([&] { (void)document.at("nothing"); }), errc::invalid_argument);
    EXPECT_EQ(code_of([&] { (void)document.at("lines").at(3); }), errc::invalid_argument);
    EXPECT_EQ(code_of([&] { (void)document.at("lines")[-1]; }), errc::invalid_argument);
    EXPECT_EQ(code_of([&] { (void)document.at("id").at("x"); }), errc::type_mismatch);
    EXPECT_EQ(code_of([&] { (void)document.at(std::size_t{0}); }), errc::type_mismatch);
    EXPECT_EQ(code_of([&] { (void)document.get<bool>(); }), errc::type_mismatch);
    EXPECT_EQ(code_of([&] { (void)std::as_const(document)["nothing"]; }), errc::invalid_argument);
}

TEST(json, grows_and_changes_in_place) {
    json document;
    document["a"]["b"] = 1;
    document["list"].push_back("x");
    document["list"].push_back(json::array());
    document["list"][1].push_back(2);
    EXPECT_EQ(document.to_text(), R"({"a":{"b":1},"list":["x",[2]]})");
    document["a"] = document["a"]["b"];  // a part of itself
    EXPECT_EQ(document.to_text(), R"({"a":1,"list":["x",[2]]})");
    document["list"] = std::move(document["list"][1]);
    EXPECT_EQ(document.to_text(), R"({"a":1,"list":[2]})");
    EXPECT_TRUE(document.get<json_object>().erase("a"));
    EXPECT_FALSE(document.get<json_object>().erase("a"));
    EXPECT_EQ(document.to_text(), R"({"list":[2]})");
}

TEST(json, leaves_null_behind_when_moved) {
    auto document = order();
    const auto taken = std::move(document);
    EXPECT_TRUE(document.is_null());  // NOLINT(bugprone-use-after-move): that it is null is the point
    EXPECT_EQ(taken, order());
    json vector_value = vector(std::vector<float>{1});
    json other;
    other = std::move(vector_value);
    EXPECT_TRUE(vector_value.is_null());  // NOLINT(bugprone-use-after-move): likewise
    EXPECT_TRUE(other.holds<vector>());
    const json copy = other;
    EXPECT_EQ(copy, other);
}

TEST(json, compares_objects_regardless_of_order) {
    EXPECT_EQ(json::object({{"a", 1}, {"b", 2}}), json::object({{"b", 2}, {"a", 1}}));
    EXPECT_NE(json::object({{"a", 1}, {"b", 2}}), json::object({{"a", 1}, {"c", 2}}));
    EXPECT_NE(json::object({{"a", 1}}), json::object({{"a", 1}, {"b", 2}}));
    EXPECT_NE(json::array({1, 2}), json::array({2, 1}));
    EXPECT_NE(json(json_id{bytes({1})}), json(bytes({1})));
    EXPECT_NE(json(date{2026, 1, 1}), json(timestamp{{2026, 1, 1}, 0}));
}

TEST(json, finds_each_of_many_members) {
    json_object object;
    for (int i = 0; i < 100; ++i) object.set("name" + std::to_string(i * 37 % 100), i);
    std::vector<json_member> members(object.members().begin(), object.members().end());
    const auto at_once = json_object::from_members(members);
    ASSERT_TRUE(at_once.has_value());
    EXPECT_EQ(*at_once, object);
    for (int i = 0; i < 100; ++i) {
        const auto* found = at_once->find("name" + std::to_string(i * 37 % 100));
        ASSERT_NE(found, nullptr);
        EXPECT_EQ(*found, json(i));
    }
    EXPECT_EQ(object.find("name100"), nullptr);
    EXPECT_EQ(object.members()[3].name, "name11");
    object.set("name11", "known");
    EXPECT_EQ(object.size(), 100U);
    EXPECT_EQ(object.members()[3].value, json("known"));
    for (int i = 0; i < 95; ++i) EXPECT_TRUE(object.erase("name" + std::to_string(i)));
    EXPECT_EQ(object.size(), 5U);
    EXPECT_NE(object.find("name97"), nullptr);

    members.push_back({"name5", "again"});
    EXPECT_FALSE(json_object::from_members(members).has_value());
    const auto merged = json_object::from_members(members, json_object::repeated::last_counts);
    ASSERT_TRUE(merged.has_value());
    EXPECT_EQ(merged->size(), 100U);
    EXPECT_EQ(*merged->find("name5"), json("again"));
    EXPECT_FALSE(json_object::from_members({{"a", 1}, {"a", 2}}).has_value());
}

TEST(json, writes_every_kind_as_text) {
    const timestamp time{{2026, 11, 23, 5, 6, 7}, 500'000'000};
    const auto document = json::array({
        date{2026, 11, 23, 5, 6, 7},
        time,
        timestamp_tz{time, 330},
        interval_ym{1, 2},
        interval_ds{1, 2, 3, 4, 0},
        bytes({0xAB, 0x01}),
        json_id{bytes({0xFF})},
        vector(std::vector<float>{1.5F, std::numeric_limits<float>::quiet_NaN()}),
        vector::sparse(9, {3}, std::vector<std::int8_t>{-1}),
        std::numeric_limits<double>::infinity(),
        number::infinity(true),
        1e300,
    });
    EXPECT_EQ(
        document.to_text(),
        R"(["2026-11-23T05:06:07","2026-11-23T05:06:07.500000000","2026-11-23T10:36:07.500000000+05:30","1-02",)"
        R"("1 02:03:04","AB01","FF",[1.5,"NaN"],[9,[3],[-1]],"Infinity","-Infinity",1e+300])");
}

TEST(json, escapes_text_and_mends_what_is_not_utf_8) {
    EXPECT_EQ(json("a\"b\\c\n\t\x01/\xC3\xA9\xF0\x9F\x98\x80").to_text(),
              "\"a\\\"b\\\\c\\n\\t\\u0001/\xC3\xA9\xF0\x9F\x98\x80\"");
    EXPECT_EQ(json("\xC3").to_text(), "\"\xEF\xBF\xBD\"");
    EXPECT_EQ(json::object({{"\x1F", 1}}).to_text(), R"({"\u001f":1})");
}

TEST(json, parses_text_with_exact_numbers) {
    const auto text =
        R"({"a":[1,-0.25,123456789012345678901234567890,1e-130,"\u00e9\ud83d\ude00"],"b":{"c":null},"":true})";
    const auto document = json::parse(text);
    EXPECT_EQ(document.at("a")[2], json(number::from_text("123456789012345678901234567890")));
    EXPECT_EQ(document.at("a")[3].get<number>(), number::from_text("1e-130"));
    EXPECT_EQ(document.at("a")[4], json("\xC3\xA9\xF0\x9F\x98\x80"));
    EXPECT_EQ(document, json::parse(document.to_text()));
    EXPECT_EQ(json::parse(R"({"a":1,"b":2,"a":3})").to_text(), R"({"a":3,"b":2})");
    EXPECT_EQ(json::parse(" 18446744073709551616 ").to_text(), "18446744073709551616");
    EXPECT_EQ(json::parse("-9223372036854775808").to_text(), "-9223372036854775808");
}

TEST(json, says_where_text_is_wrong_and_shows_none_of_it) {
    const struct {
        std::string text;
        const char* place;
    } cases[] = {
        {"", "line 1, byte 1"},
        {"secret", "line 1, byte 1"},
        {"{\n  \"a\": 1,\n  \"b\": secret\n}", "line 3, byte 8"},
        {"[1] x", "line 1, byte 5"},
        {"[1e126]", "NUMBER cannot hold"},
        {"[1e999]", "NUMBER cannot hold"},
        {"[12345678901234567890123456789012345678901]", "NUMBER cannot hold"},
        {"\"\xC3\"", "line 1, byte 3"},
    };
    for (const auto& c : cases) {
        const auto parsed = json::try_parse(c.text);
        ASSERT_FALSE(parsed.has_value()) << c.text;
        EXPECT_EQ(parsed.error().code, errc::invalid_argument);
        EXPECT_NE(parsed.error().message.find(c.place), std::string::npos) << parsed.error().message;
        EXPECT_EQ(parsed.error().message.find("secret"), std::string::npos) << parsed.error().message;
    }
    EXPECT_THROW((void)json::parse("["), error);
}

TEST(json, takes_nesting_to_its_limit) {
    const auto nested = [](int depth) {
        const auto size = static_cast<std::size_t>(depth);
        return std::string(size, '[') + std::string(size, ']');
    };
    const auto deepest = json::parse(nested(json::max_depth));
    EXPECT_EQ(deepest.to_text(), nested(json::max_depth));
    EXPECT_EQ(deepest, json(deepest));
    const auto deeper = json::try_parse(nested(json::max_depth + 1));
    ASSERT_FALSE(deeper.has_value());
    EXPECT_NE(deeper.error().message.find("max_depth"), std::string::npos);
    EXPECT_FALSE(json::try_parse(std::string(1'000'000, '[')).has_value());
}

TEST(json, is_visited_as_what_it_holds) {
    const auto name_of = [](const json& value) {
        return value.visit([]<class T>(const T&) {
            if constexpr (std::is_same_v<T, std::monostate>) return "null";
            if constexpr (std::is_same_v<T, vector>) return "vector";
            if constexpr (std::is_same_v<T, json_object>) return "object";
            return "other";
        });
    };
    EXPECT_STREQ(name_of(json()), "null");
    EXPECT_STREQ(name_of(vector()), "vector");
    EXPECT_STREQ(name_of(json::object()), "object");
    EXPECT_STREQ(name_of(1), "other");
}

}  // namespace
}  // namespace oraxx
