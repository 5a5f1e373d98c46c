#include "wire/types/rowid.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::wire::types {
namespace {

using base::hex_lower;

TEST(wire_rowid, decodes_and_encodes_every_vector) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("rowid")) {
        const auto& fields = vector.at("fields");
        const rowid expected{.object = fields.at("object"),
                             .file = fields.at("file"),
                             .block = fields.at("block"),
                             .slot = fields.at("slot")};
        rowid value;
        ASSERT_EQ(decode(test::bytes_of(vector), value), decode_errc::ok) << vector;
        EXPECT_EQ(value, expected);
        EXPECT_EQ(value.to_string(), vector.at("value"));
        EXPECT_EQ(rowid::parse(vector.at("value").get<std::string>()), expected);
        byte_buffer bytes;
        ASSERT_TRUE(encode(expected, bytes));
        EXPECT_EQ(hex_lower(bytes), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 22U);
}

TEST(urowid, decodes_and_encodes_every_physical_vector) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("rowid")) {
        const auto body = test::bytes_of(vector, "urowid_hex");
        rowid value;
        ASSERT_EQ(decode_physical_urowid(body, value), decode_errc::ok) << vector;
        EXPECT_EQ(value.to_string(), vector.at("value"));
        scalar_buffer again{};
        const auto size = encode_physical_urowid(value, again);
        EXPECT_EQ(hex_lower(bytes_view(again).first(size)), vector.at("urowid_hex"));
        std::string text;
        ASSERT_EQ(decode_urowid_text(body, text), decode_errc::ok);
        EXPECT_EQ(text, vector.at("value"));
        byte_buffer from_text;
        ASSERT_TRUE(encode_urowid_text(text, from_text));
        EXPECT_EQ(from_text, body);
        ++count;
    }
    EXPECT_EQ(count, 22U);
}

TEST(urowid, decodes_and_encodes_every_logical_vector) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("urowid_logical")) {
        std::string text;
        ASSERT_EQ(decode_urowid_text(test::bytes_of(vector), text), decode_errc::ok) << vector;
        EXPECT_EQ(text, vector.at("value"));
        byte_buffer body;
        ASSERT_TRUE(encode_urowid_text(text, body));
        EXPECT_EQ(hex_lower(body), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 7U);
}

TEST(urowid, refuses_text_and_bodies_of_neither_form) {
    for (const auto* text : {"", "*A", "*AB!D", "*AB=", "AAARwbAAYAAAAAfAA", "*AAAAB"}) {
        byte_buffer body;
        EXPECT_FALSE(encode_urowid_text(text, body)) << text;
    }
    std::string text;
    EXPECT_EQ(decode_urowid_text({}, text), decode_errc::incomplete);
    rowid value;
    const auto whole = base::parse_hex("0100011c1b00180000001f000200").value();
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const test::exact_bytes part(bytes_view(whole).first(length));
        EXPECT_EQ(decode_physical_urowid(part.view(), value), check_size(length, 13));
    }
}

TEST(wire_rowid, is_incomplete_at_every_cut) {
    const auto whole = base::parse_hex("0400011c1b011800011f0102").value();
    rowid value;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const test::exact_bytes part(bytes_view(whole).first(length));
        EXPECT_EQ(decode(part.view(), value), decode_errc::incomplete) << length;
    }
    auto longer = whole;
    longer.push_back(0);
    EXPECT_EQ(decode(longer, value), decode_errc::trailing_bytes);
    EXPECT_EQ(decode(base::parse_hex("0500011c1b00").value(), value), decode_errc::bad_value);
}

TEST(wire_rowid, survives_random_bytes) {
    std::mt19937 random(99);
    std::size_t stable = 0;
    for (int round = 0; round < 100'000; ++round) {
        byte_buffer noise(static_cast<std::size_t>(round) % 26);
        for (auto& b : noise) b = static_cast<std::uint8_t>(random() % 3 == 0 ? random() : random() % 5);
        const test::exact_bytes in(noise);
        std::string text;
        byte_buffer body;
        if (decode_urowid_text(in.view(), text) == decode_errc::ok) {
            ASSERT_TRUE(encode_urowid_text(text, body)) << hex_lower(noise);
            // The kind byte of a logical address is not part of its text.
            ASSERT_TRUE(std::equal(body.begin() + 1, body.end(), noise.begin() + 1, noise.end()));
        }
        rowid value;
        if (decode(in.view(), value) != decode_errc::ok) continue;
        byte_buffer again;
        ASSERT_TRUE(encode(value, again));
        rowid back;
        ASSERT_EQ(decode(again, back), decode_errc::ok);
        ASSERT_EQ(back, value);
        ++stable;
    }
    EXPECT_GT(stable, 0U);
}

}  // namespace
}  // namespace oraxx::wire::types
