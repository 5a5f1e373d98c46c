#include "wire/types/type_descriptor.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"

namespace oraxx::wire::types {
namespace {

decode_errc decode_exact(bytes_view bytes, object_shape& out) {
    const test::exact_bytes exact(bytes);
    return decode_type_descriptor(exact.view(), out);
}

TEST(type_descriptor, gives_the_recorded_ones_back_byte_for_byte) {
    for (const auto& vector : test::read_vectors("tds")) {
        const auto bytes = test::bytes_of(vector);
        object_shape shape;
        ASSERT_EQ(decode_exact(bytes, shape), decode_errc::ok) << vector;
        EXPECT_EQ(shape.form, shape_form::object);
        EXPECT_EQ(shape.values.size(), vector.at("value").size());
        const auto kind = static_cast<descriptor_kind>(bytes[5]);
        byte_buffer again;
        ASSERT_TRUE(encode_type_descriptor(shape, kind, again));
        EXPECT_EQ(base::hex_lower(again), vector.at("hex"));
    }
}

TEST(type_descriptor, tells_types_and_sizes) {
    object_shape shape;
    ASSERT_EQ(decode_exact(test::bytes_of(test::read_vectors("tds").at(0)), shape), decode_errc::ok);
    ASSERT_EQ(shape.values.size(), 7U);
    EXPECT_EQ(shape.values[0].type, db_type::number);
    EXPECT_EQ(shape.values[0].scale, -127);
    EXPECT_EQ(shape.values[1].type, db_type::varchar2);
    EXPECT_EQ(shape.values[1].size, 30);
    EXPECT_EQ(shape.values[2].type, db_type::date);
    EXPECT_EQ(shape.values[3].type, db_type::timestamp);
    EXPECT_EQ(shape.values[3].scale, 6);
    EXPECT_EQ(shape.values[4].type, db_type::boolean);
}

TEST(type_descriptor, says_what_a_collection_holds) {
    for (const auto form : {shape_form::index_by, shape_form::nested_table, shape_form::varray}) {
        const object_shape collection = {
            .form = form, .values = {{.type = db_type::nvarchar2, .size = 60}}, .max_elements = 10};
        byte_buffer bytes;
        ASSERT_TRUE(encode_type_descriptor(collection, descriptor_kind::sql_type, bytes));
        object_shape back;
        ASSERT_EQ(decode_exact(bytes, back), decode_errc::ok);
        EXPECT_EQ(back.form, form);
        EXPECT_EQ(back.max_elements, 10U);
        ASSERT_EQ(back.values.size(), 1U);
        EXPECT_EQ(back.values[0].type, db_type::nvarchar2);
        EXPECT_EQ(back.values[0].size, 60);
    }
}

// Written so ojdbc takes it for a collection; with the element in front of the type's end it takes it for an object.
TEST(type_descriptor, has_the_elements_type_of_a_collection_behind_the_index) {
    const object_shape collection = {
        .form = shape_form::varray, .values = {{.type = db_type::number, .scale = -127}}, .max_elements = 10};
    byte_buffer bytes;
    ASSERT_TRUE(encode_type_descriptor(collection, descriptor_kind::sql_type, bytes));
    EXPECT_EQ(base::hex_lower(base::bytes_view(bytes).last(6)), "2a0007060081");
}

TEST(type_descriptor, knows_each_type_it_writes) {
    for (const auto type :
         {db_type::char_, db_type::varchar2, db_type::nchar, db_type::nvarchar2, db_type::date, db_type::raw,
          db_type::timestamp, db_type::timestamp_tz, db_type::timestamp_ltz, db_type::clob, db_type::blob,
          db_type::binary_float, db_type::binary_double, db_type::boolean, db_type::number, db_type::object}) {
        byte_buffer bytes;
        ASSERT_TRUE(encode_type_descriptor({.values = {{.type = type}, {.type = db_type::date}}},
                                           descriptor_kind::sql_type, bytes));
        object_shape back;
        ASSERT_EQ(decode_exact(bytes, back), decode_errc::ok) << to_string(type);
        ASSERT_EQ(back.values.size(), 2U);
        EXPECT_EQ(back.values[0].type, type);
        EXPECT_EQ(back.values[1].type, db_type::date);
    }
    byte_buffer bytes;
    EXPECT_FALSE(
        encode_type_descriptor({.values = {{.type = db_type::interval_ds}}}, descriptor_kind::sql_type, bytes));
    EXPECT_TRUE(bytes.empty());
}

TEST(type_descriptor, reads_embedded_types_and_passes_over_marks) {
    // FLOAT(126); a marked number; a type embedded with its two dates; a date.
    object_shape shape;
    ASSERT_EQ(decode_exact(
                  base::parse_hex("00000023260100010004002900000000001a057e2b2c0106058127020228022a00070009000d001100"
                                  "00")
                      .value(),
                  shape),
              decode_errc::ok);
    ASSERT_EQ(shape.values.size(), 4U);
    EXPECT_TRUE(shape.values[0].is_float);
    EXPECT_EQ(shape.values[0].precision, 126);
    EXPECT_EQ(shape.values[0].scale, -127);
    EXPECT_EQ(shape.values[1].precision, 5);
    ASSERT_NE(shape.values[2].nested, nullptr);
    EXPECT_EQ(shape.values[2].nested->values.size(), 2U);
    EXPECT_EQ(shape.values[3].type, db_type::date);
}

// The form in which ojdbc finds the types within a type.
TEST(type_descriptor, describes_types_within_a_type) {
    const auto inner =
        std::make_shared<object_shape>(object_shape{.values = {{.type = db_type::date}, {.type = db_type::blob}}});
    const auto table = std::make_shared<object_shape>(
        object_shape{.form = shape_form::nested_table, .values = {{.type = db_type::object, .nested = inner}}});
    byte_buffer bytes;
    ASSERT_TRUE(encode_type_descriptor(
        {.values = {{.type = db_type::object, .nested = inner}, {.type = db_type::object, .nested = table}}},
        descriptor_kind::sql_type, bytes));
    EXPECT_EQ(
        base::hex_lower(bytes),
        "00000063260100010003002900000000001027021e281b00000023fb2a00080009000b"  // three with the two embedded ones
        "00"                                                                      // at 0x23
        "0000003f26010001000100290000000000101c0000001f00000000022a00071b00000025fa"
        "0000000000"  // at 0x25 of the collection's
        "000000152601000100020029000000000008021e2a00070008");
    object_shape back;
    ASSERT_EQ(decode_exact(bytes, back), decode_errc::ok);
    ASSERT_EQ(back.values.size(), 2U);
    ASSERT_NE(back.values[0].nested, nullptr);
    EXPECT_EQ(back.values[0].nested->values.size(), 2U);
    EXPECT_EQ(back.values[1].nested, nullptr);
}

TEST(type_descriptor, writes_no_endless_one) {
    auto deep = std::make_shared<object_shape>(object_shape{.values = {{.type = db_type::date}}});
    for (int i = 0; i < 200; ++i) {
        deep = std::make_shared<object_shape>(
            object_shape{.form = shape_form::varray, .values = {{.type = db_type::object, .nested = deep}}});
    }
    byte_buffer bytes;
    EXPECT_FALSE(encode_type_descriptor(*deep, descriptor_kind::sql_type, bytes));
    EXPECT_TRUE(bytes.empty());
}

TEST(type_descriptor, refuses_what_is_none) {
    const struct {
        const char* what;
        const char* hex;
        decode_errc error;
    } cases[] = {
        {"one date", "0000001026010001000100290000000000000228", decode_errc::ok},
        {"unknown code", "0000001026010001000100290000000000003f28", decode_errc::unsupported},
        {"other start", "0000001027010001000100290000000000000228", decode_errc::bad_value},
        {"no type", "00000010260100010001002a0000000000000228", decode_errc::bad_value},
        {"65535 attributes", "00000010260100 01ffff00290000000000000228", decode_errc::incomplete},
        {"longer than it is", "7fffffff26010001000100290000000000000228", decode_errc::incomplete},
        {"element past the end", "00000018260100010001002900000000001a1c7fffffff0000000002", decode_errc::bad_value},
        {"collection of kind 9", "00000018260100010001002900000000001a1c0000001b0000000009", decode_errc::bad_value},
        {"embedded without end", "0000001026010001000100290000000000002702", decode_errc::incomplete},
    };
    for (const auto& c : cases) {
        object_shape shape;
        EXPECT_EQ(decode_exact(base::parse_hex(c.hex).value(), shape), c.error) << c.what;
    }
    std::string deep = "00000200260100010001002900000000001a";
    for (int i = 0; i < 600; ++i) deep += "27";
    object_shape shape;
    EXPECT_EQ(decode_exact(base::parse_hex(deep).value(), shape), decode_errc::limit_exceeded);
}

TEST(type_descriptor, survives_changed_bytes) {
    std::mt19937 random(26);
    const auto vectors = test::read_vectors("tds");
    for (std::size_t round = 0; round < 20'000; ++round) {
        auto bytes = test::bytes_of(vectors[round % vectors.size()]);
        bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
        bytes.resize(bytes.size() - random() % 3 * (random() % bytes.size() / 2));
        object_shape shape;
        (void)decode_exact(bytes, shape);
    }
}

}  // namespace
}  // namespace oraxx::wire::types
