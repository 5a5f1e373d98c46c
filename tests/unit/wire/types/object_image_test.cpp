#include "wire/types/object_image.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"

namespace oraxx::wire::types {
namespace {

using event_kind = object_image_reader::event_kind;

value_shape of(db_type type) {
    return {.type = type};
}

value_shape of(object_shape shape) {
    return {.type = db_type::object, .nested = std::make_shared<const object_shape>(std::move(shape))};
}

object_shape numbers(std::size_t count) {
    return {.values = std::vector<value_shape>(count, of(db_type::number))};
}

object_shape collection(shape_form form, value_shape element) {
    return {.form = form, .values = {std::move(element)}};
}

const object_shape point = numbers(2);
const object_shape nums = collection(shape_form::varray, of(db_type::number));

// The shapes that the vectors name.
object_shape shape_of(const std::string& text) {
    const std::map<std::string, object_shape> named = {
        {"VARRAY OF NUMBER", nums},
        {"TABLE OF NUMBER INDEX BY PLS_INTEGER", collection(shape_form::index_by, of(db_type::number))},
        {"ID NUMBER, P POINT, L NUMS, Z VARCHAR2",
         {.values = {of(db_type::number), of(point), of(nums), of(db_type::varchar2)}}},
        {"TABLE OF POINT", collection(shape_form::nested_table, of(point))},
        {"TABLE OF NUMS", collection(shape_form::nested_table, of(nums))},
    };
    if (const auto found = named.find(text); found != named.end()) return found->second;
    return numbers(1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ',')) -
                   (text.find("(5,2)") != std::string::npos ? 1 : 0));  // scalars; which makes no difference here
}

// What is read, written again.
void copy(object_image_reader& in, object_image_writer& out) {
    while (in.next()) {
        if (in.key() && in.event() != event_kind::end) out.key(*in.key());
        switch (in.event()) {
        case event_kind::begin: out.begin(in.count()); break;
        case event_kind::end: out.end(); break;
        case event_kind::null: out.null(); break;
        case event_kind::scalar: out.scalar(in.bytes()); break;
        }
    }
}

// Events as text: { } [ ] - and payloads.
std::string events_of(bytes_view image, const object_shape& shape) {
    const test::exact_bytes exact(image);
    object_image_reader in(exact.view(), shape);
    std::string out;
    while (in.next()) {
        if (in.key() && in.event() != event_kind::end) out += std::to_string(*in.key()) + ":";
        const bool is_object = in.shape() != nullptr && !in.shape()->is_collection();
        switch (in.event()) {
        case event_kind::begin: out += is_object ? "{" : "["; break;
        case event_kind::end: out += is_object ? "}" : "]"; break;
        case event_kind::null: out += "-"; break;
        case event_kind::scalar: out += base::hex_lower(in.bytes()); break;
        }
        out += ' ';
    }
    return in.error() == decode_errc::ok ? out : std::string(base::to_string(in.error()));
}

decode_errc read_all(bytes_view image, const object_shape& shape) {
    const test::exact_bytes exact(image);
    object_image_reader in(exact.view(), shape);
    while (in.next()) {
    }
    return in.error();
}

std::string events_of(const char* hex, const object_shape& shape) {
    return events_of(base::parse_hex(hex).value(), shape);
}

TEST(object_image, gives_each_vector_back_byte_for_byte) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("object_image")) {
        const auto image = test::bytes_of(vector);
        const auto shape = shape_of(vector.at("type_shape"));
        object_image_reader in(image, shape);
        byte_buffer again;
        object_image_writer out(again, shape);
        copy(in, out);
        EXPECT_EQ(in.error(), decode_errc::ok) << vector;
        EXPECT_TRUE(out.finish()) << vector;
        EXPECT_EQ(base::hex_lower(again), vector.at("hex"));
        ++count;
    }
    EXPECT_EQ(count, 13U);
}

TEST(object_image, is_incomplete_wherever_it_is_cut) {
    for (const auto& vector : test::read_vectors("object_image")) {
        auto whole = test::bytes_of(vector);
        const auto shape = shape_of(vector.at("type_shape"));
        for (std::size_t length = 0; length < whole.size(); ++length) {
            ASSERT_EQ(read_all(bytes_view(whole).first(length), shape), decode_errc::incomplete)
                << vector << ", cut at " << length;
        }
        whole.push_back(0);
        EXPECT_EQ(read_all(whole, shape), decode_errc::trailing_bytes) << vector;
    }
}

TEST(object_image, reads_what_is_nested_and_null) {
    const auto mixed = shape_of("ID NUMBER, P POINT, L NUMS, Z VARCHAR2");
    EXPECT_EQ(events_of("8401fe0000000d02c103fdffff", mixed), "{ c103 - - - } ");
    // The object's attributes stand within their parent, a collection behind its length; FF is a NULL attribute.
    EXPECT_EQ(events_of("8401fe0000002602c103ff02c102118801fe000000110101000202c10202c1030161", mixed).substr(0, 10),
              "incomplete");
    EXPECT_EQ(events_of("8401fe0000002202c103ff02c102118801fe000000110101000202c10202c1030161", mixed),
              "{ c103 { - c102 } [ c102 c103 ] 61 } ");
    EXPECT_EQ(events_of("8801fe00000024010100030d8401fe0000000d02c10202c103fd098401fe00000009ffff",
                        shape_of("TABLE OF POINT")),
              "[ { c102 c103 } - { - - } ] ");
    EXPECT_EQ(events_of("8801fe0000002001011003fffffffd02c11f0000000502c1330000006402c102",
                        shape_of("TABLE OF NUMBER INDEX BY PLS_INTEGER")),
              "[ -3:c11f 5:c133 100:c102 ] ");
    // A short length in the header, an empty value, FF for an object in a collection.
    EXPECT_EQ(events_of("84010400", numbers(1)), "{ - } ");
    EXPECT_EQ(events_of("88010801010001ff", shape_of("TABLE OF POINT")), "[ - ] ");
}

TEST(object_image, refuses_what_is_no_image) {
    const struct {
        const char* what;
        const char* hex;
        object_shape shape;
        const char* error;
    } cases[] = {
        {"no image flag", "04010500ff", numbers(1), "bad value"},
        {"version 2", "840204ff", numbers(1), "bad value"},
        {"degenerate", "940104ff", numbers(1), "unsupported"},
        {"a collection for an object", "880108010100 01ff", numbers(1), "bad value"},
        {"an object for a collection", "840104ff", nums, "bad value"},
        {"a length that is a NULL", "8401ff", numbers(1), "bad value"},
        {"longer than it is", "8401fe7fffffffff", numbers(1), "incomplete"},
        {"shorter than it is", "840103ff", numbers(1), "trailing bytes"},
        {"a value past the end", "84010502c1", numbers(1), "incomplete"},
        {"a value of 4294967295 bytes", "840108feffffffff", numbers(1), "incomplete"},
        {"4294967295 elements", "88010b010100feffffffff", nums, "incomplete"},
        {"a prefix segment of 4294967295 bytes", "880108feffffffff", nums, "incomplete"},
        {"an attribute too many", "840105ffff", numbers(1), "trailing bytes"},
        {"an attribute too few", "840104ff", numbers(2), "incomplete"},
        {"an inner image that ends early", "88010e01010001058401 05ffff00", shape_of("TABLE OF POINT"),
         "trailing bytes"},
        {"an inner image of another length", "88010d0101000105840106ffff", shape_of("TABLE OF POINT"), "incomplete"},
        {"a type that was not described", "840104ff", {.values = {of(db_type::object)}}, "unsupported"},
    };
    for (const auto& c : cases) EXPECT_EQ(events_of(c.hex, c.shape), c.error) << c.what;
}

TEST(object_image, ends_at_its_depth) {
    // A type that holds itself, within its own bytes: there is no such type, and no bytes are used up.
    auto endless = std::make_shared<object_shape>();
    endless->values = {{.type = db_type::object, .nested = endless}};
    EXPECT_EQ(events_of("840104ff", *endless), "limit exceeded");
    endless->values.clear();  // the cycle would keep itself alive
}

TEST(object_image, has_integers_and_booleans_of_four_bytes) {
    scalar_buffer bytes{};
    for (const std::int32_t value : {0, 1, -1, 7, INT32_MIN, INT32_MAX}) {
        const auto size = encode_image_integer(value, bytes);
        std::int32_t back = 99;
        EXPECT_EQ(decode_image_integer(bytes_view(bytes).first(size), back), decode_errc::ok);
        EXPECT_EQ(back, value);
        bool truth = false;
        const auto error = decode_image_boolean(bytes_view(bytes).first(size), truth);
        EXPECT_EQ(error, value == 0 || value == 1 ? decode_errc::ok : decode_errc::bad_value);
    }
    std::int32_t value = 0;
    EXPECT_EQ(decode_image_integer(bytes_view(bytes).first(3), value), decode_errc::incomplete);
    EXPECT_EQ(decode_image_integer(bytes_view(bytes).first(5), value), decode_errc::trailing_bytes);
}

TEST(object_image, is_not_finished_by_calls_that_do_not_fit) {
    const auto finished = [](const object_shape& shape, auto calls) {
        byte_buffer bytes;
        object_image_writer out(bytes, shape);
        calls(out);
        return out.finish();
    };
    EXPECT_TRUE(finished(point, [](auto& w) { w.begin(), w.null(), w.null(), w.end(); }));
    EXPECT_FALSE(finished(point, [](auto&) {}));
    EXPECT_FALSE(finished(point, [](auto& w) { w.begin(), w.null(), w.end(); }));
    EXPECT_FALSE(finished(point, [](auto& w) { w.begin(), w.null(), w.null(); }));
    EXPECT_FALSE(finished(point, [](auto& w) { w.begin(), w.null(), w.null(), w.null(), w.end(); }));
    EXPECT_FALSE(finished(point, [](auto& w) { w.begin(), w.begin(), w.null(), w.end(); }));
    EXPECT_FALSE(finished(point, [](auto& w) { w.begin(), w.key(1), w.null(), w.null(), w.end(); }));
    EXPECT_FALSE(finished(nums, [](auto& w) { w.begin(2), w.null(), w.end(); }));
    EXPECT_FALSE(finished({.values = {of(point)}}, [](auto& w) { w.begin(), w.scalar({}), w.end(); }));
    EXPECT_FALSE(finished(point, [](auto& w) { w.null(); }));
    const auto table = collection(shape_form::index_by, of(db_type::number));
    EXPECT_TRUE(finished(table, [](auto& w) { w.begin(1), w.key(1), w.null(), w.end(); }));
    EXPECT_FALSE(finished(table, [](auto& w) { w.begin(1), w.null(), w.end(); }));
    EXPECT_FALSE(finished(table, [](auto& w) { w.begin(1), w.key(1), w.key(2), w.null(), w.end(); }));
    EXPECT_FALSE(finished(point, [](auto& w) { w.end(); }));
}

TEST(object_image, writes_what_it_reads_at_every_length) {
    const object_shape outer = {.values = {of(collection(shape_form::index_by, of(db_type::varchar2))),
                                           of({.values = {of(db_type::number), of(db_type::varchar2)}})}};
    for (const std::size_t length : {1U, 244U, 245U, 246U, 255U, 70'000U}) {
        const byte_buffer text(length, 'x');
        byte_buffer image;
        object_image_writer out(image, outer);
        out.begin();
        out.begin(2);
        out.key(-1);
        out.scalar(text);
        out.key(2);
        out.null();
        out.end();
        out.begin();
        out.null();
        out.scalar(text);
        out.end();
        out.end();
        ASSERT_TRUE(out.finish());
        const auto payload = base::hex_lower(text);
        EXPECT_EQ(events_of(image, outer), "{ [ -1:" + payload + " 2:- ] { - " + payload + " } } ");
    }
}

TEST(object_image, survives_changed_bytes) {
    std::mt19937 random(19);
    const auto vectors = test::read_vectors("object_image");
    std::size_t good = 0;
    for (std::size_t round = 0; round < 40'000; ++round) {
        const auto& vector = vectors[round % vectors.size()];
        const auto shape = shape_of(vector.at("type_shape"));
        auto image = test::bytes_of(vector);
        if (image.size() > 200) continue;
        image[random() % image.size()] = static_cast<std::uint8_t>(random());
        const auto before = events_of(image, shape);
        object_image_reader in(image, shape);
        byte_buffer again;
        object_image_writer out(again, shape);
        copy(in, out);
        if (in.error() != decode_errc::ok || !out.finish()) continue;
        EXPECT_EQ(events_of(again, shape), before) << base::hex_lower(image);
        ++good;
    }
    EXPECT_GT(good, 1000U);
}

}  // namespace
}  // namespace oraxx::wire::types
