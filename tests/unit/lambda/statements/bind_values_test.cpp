#include "lambda/functions/statements/bind_values.hpp"

#include <gtest/gtest.h>

namespace oraxx::lambda::statements {
namespace {

std::optional<value> from_json(bind_type type, std::string_view json) {
    return value_from_json(type, events::parse_json(json));
}

TEST(bind_values, keep_the_digits_of_numbers) {
    for (const char* digits : {"12345678901234567890123456789012345678", "-0.1", "1e125", "0"}) {
        EXPECT_EQ(from_json(bind_type::number, digits), value(number::from_text(digits)));
        EXPECT_EQ(from_json(bind_type::number, '"' + std::string(digits) + '"'), value(number::from_text(digits)));
    }
    EXPECT_EQ(from_json(bind_type::number, "12345678901234567890123456789012345678901"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::number, "1e200"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::number, "true"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::number, "\"ten\""), std::nullopt);
}

TEST(bind_values, are_of_the_declared_type_only) {
    EXPECT_EQ(from_json(bind_type::text, "\"a\""), value("a"));
    EXPECT_EQ(from_json(bind_type::text, "1"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::text, "[]"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::boolean, "true"), value(true));
    EXPECT_EQ(from_json(bind_type::boolean, "\"true\""), std::nullopt);
    EXPECT_EQ(value_from_text(bind_type::boolean, "false"), value(false));
    EXPECT_EQ(value_from_text(bind_type::boolean, "no"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::date, "\"2024-02-29\""), value(date{2024, 2, 29}));
    EXPECT_EQ(from_json(bind_type::date, "\"2024-02-29T01:02:03\""), value(date{2024, 2, 29, 1, 2, 3}));
    EXPECT_EQ(from_json(bind_type::date, "\"2023-02-29\""), std::nullopt);
    EXPECT_EQ(from_json(bind_type::date, "20240229"), std::nullopt);
    EXPECT_EQ(from_json(bind_type::timestamp, "\"2024-02-29T01:02:03.5\""),
              value(timestamp{{2024, 2, 29, 1, 2, 3}, 500'000'000}));
    EXPECT_EQ(from_json(bind_type::timestamp, "\"2024-02-29\""), value(timestamp{{2024, 2, 29}, 0}));
    EXPECT_TRUE(from_json(bind_type::timestamp_tz, "\"2024-02-29T01:02:03+05:30\"").has_value());
    EXPECT_EQ(from_json(bind_type::timestamp_tz, "\"2024-02-29T01:02:03\""), std::nullopt);
}

TEST(bind_values, take_bytes_in_either_alphabet) {
    const value bytes(std::vector<std::byte>{std::byte{0xCA}, std::byte{0xFE}});
    EXPECT_EQ(from_json(bind_type::raw, "\"cafE\""), bytes);
    EXPECT_EQ(from_json(bind_type::base64, "\"yv4=\""), bytes);
    EXPECT_EQ(from_json(bind_type::raw, "\"cafe0\""), std::nullopt);
    EXPECT_EQ(from_json(bind_type::base64, "\"yv4\""), std::nullopt);
}

TEST(bind_values, take_null_and_empty_texts_for_null) {
    EXPECT_EQ(from_json(bind_type::number, "null"), value());
    EXPECT_EQ(from_json(bind_type::date, "\"\""), value());
    EXPECT_EQ(value_from_text(bind_type::text, "\xFF"), std::nullopt);
}

TEST(bind_values, nobody_declared_are_what_json_says) {
    const auto plain = [](std::string_view json) { return plain_value_from_json(events::parse_json(json)); };
    EXPECT_EQ(plain("1.5")->held, value(number::from_text("1.5")));
    EXPECT_EQ(plain("1.5")->type, db_type::number);
    EXPECT_EQ(plain("\"x\"")->type, db_type::varchar2);
    EXPECT_EQ(plain("true")->type, db_type::boolean);
    EXPECT_TRUE(plain("null")->held.is_null());
    EXPECT_FALSE(plain("{}").has_value());
    EXPECT_FALSE(plain("1e300").has_value());
}

}  // namespace
}  // namespace oraxx::lambda::statements
