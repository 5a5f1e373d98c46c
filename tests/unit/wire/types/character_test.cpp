#include "wire/types/character.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"
#include "wire/types/boolean.hpp"

namespace oraxx::wire::types {
namespace {

TEST(character_data, decodes_and_encodes_every_vector) {
    std::size_t valid = 0;
    std::size_t invalid = 0;
    for (const auto& vector : test::read_vectors("string")) {
        const auto bytes = test::bytes_of(vector);
        const auto form = static_cast<charset_form>(vector.at("csfrm").get<int>());
        std::string_view view;
        std::string converted;
        const auto error = form == charset_form::database ? decode_utf8(bytes, view) : decode_utf16(bytes, converted);
        if (!vector.at("value").is_string()) {
            EXPECT_EQ(error, decode_errc::bad_value) << vector;
            ++invalid;
            continue;
        }
        const auto expected = vector.at("value").get<std::string>();
        ASSERT_EQ(error, decode_errc::ok) << vector;
        EXPECT_EQ(form == charset_form::database ? std::string(view) : converted, expected);
        if (form == charset_form::national) {
            byte_buffer again;
            ASSERT_TRUE(encode_utf16(expected, again));
            EXPECT_EQ(base::hex_lower(again), vector.at("hex"));
        }
        ++valid;
    }
    EXPECT_EQ(valid, 14U);
    EXPECT_EQ(invalid, 4U);
}

TEST(character_data, replaces_unpaired_surrogates_when_asked) {
    std::string text;
    ASSERT_EQ(decode_utf16(base::parse_hex("0041d83d").value(), text, base::bad_text::replace), decode_errc::ok);
    EXPECT_EQ(text, "A\xEF\xBF\xBD");
    EXPECT_EQ(decode_utf16(base::parse_hex("004100").value(), text, base::bad_text::replace), decode_errc::bad_value);
}

TEST(character_data, survives_random_bytes) {
    std::mt19937 random(2718);
    for (int round = 0; round < 50'000; ++round) {
        byte_buffer noise(static_cast<std::size_t>(round) % 26);
        for (auto& b : noise) b = static_cast<std::uint8_t>(random());
        const test::exact_bytes in(noise);
        std::string_view view;
        std::string text;
        byte_buffer again;
        (void)(decode_utf8(in.view(), view) == decode_errc::ok);
        if (decode_utf16(in.view(), text) == decode_errc::ok) {
            ASSERT_TRUE(encode_utf16(text, again));
            ASSERT_EQ(again, noise);
        }
    }
}

TEST(wire_boolean, decodes_and_encodes_the_payload_vectors) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("boolean")) {
        const auto bytes = test::bytes_of(vector);
        bool value = false;
        const auto error = decode_boolean(bytes, value);
        if (bytes.size() > 2 || vector.at("value").is_null()) {  // object image and NULL: not a payload
            EXPECT_NE(error, decode_errc::ok) << vector;
            continue;
        }
        ASSERT_EQ(error, decode_errc::ok) << vector;
        EXPECT_EQ(value, vector.at("value"));
        scalar_buffer again{};
        const auto size = encode_boolean(value, again);
        EXPECT_EQ(base::hex_lower(bytes_view(again).first(size)), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 2U);
}

TEST(wire_boolean, refuses_other_bytes) {
    bool value = false;
    EXPECT_EQ(decode_boolean({}, value), decode_errc::incomplete);
    EXPECT_EQ(decode_boolean(base::parse_hex("02").value(), value), decode_errc::bad_value);
    EXPECT_EQ(decode_boolean(base::parse_hex("8101").value(), value), decode_errc::bad_value);  // NULL of old servers
    EXPECT_EQ(decode_boolean(base::parse_hex("010101").value(), value), decode_errc::trailing_bytes);
}

}  // namespace
}  // namespace oraxx::wire::types
