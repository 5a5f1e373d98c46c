// Ten thousand values of each kind through their images and back.
#include "support/generated.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::wire::types {
namespace {

constexpr int values_of_a_kind = 10'000;

TEST(generated, documents_come_back_from_their_images) {
    test::value_source source(1);
    for (int i = 0; i < values_of_a_kind; ++i) {
        const auto document = source.document();
        byte_buffer image;
        ASSERT_EQ(encode_oson(document, image), oson_refusal::none) << i;
        json back;
        ASSERT_EQ(decode_oson(image, back), decode_errc::ok) << i;
        ASSERT_EQ(back, document) << i;
    }
}

TEST(generated, documents_of_json_alone_come_back_from_their_text) {
    test::value_source source(2);
    for (int i = 0; i < values_of_a_kind; ++i) {
        const auto text = source.document().to_text();
        const auto parsed = json::try_parse(text);  // binary numbers may need more digits than a NUMBER has
        if (parsed) {
            ASSERT_EQ(json::parse(parsed->to_text()), *parsed) << i;
        } else {
            ASSERT_NE(parsed.error().message.find("NUMBER cannot hold"), std::string::npos) << i;
        }
    }
}

TEST(generated, vectors_come_back_from_their_images_and_texts) {
    test::value_source source(3);
    for (int i = 0; i < values_of_a_kind; ++i) {
        const auto value = source.vector();
        byte_buffer image;
        ASSERT_TRUE(encode_vector_image(value, image)) << i;
        vector back;
        ASSERT_EQ(decode_vector_image(image, back), decode_errc::ok) << i;
        ASSERT_EQ(back, value) << i;
        const auto parsed = vector::parse(value.to_string(), value.format());
        ASSERT_TRUE(parsed.has_value()) << i << value.to_string();
        ASSERT_EQ(*parsed, value) << i;
    }
}

// A type by chance, up to `depth` levels of objects and collections.
value_shape shape_by_chance(test::value_source& source, int depth) {
    if (depth == 0 || source.chance(2)) return {.type = db_type::varchar2};
    object_shape nested{.form = static_cast<shape_form>(source.below(4))};
    const std::size_t count = nested.is_collection() ? 1 : 1 + source.below(4);
    // An inner object that starts with another has no bytes of its own to tell a NULL of the one from the other's.
    nested.values.push_back({.type = db_type::varchar2});
    if (nested.is_collection()) nested.values[0] = shape_by_chance(source, depth - 1);
    while (nested.values.size() < count) nested.values.push_back(shape_by_chance(source, depth - 1));
    return {.type = db_type::object, .nested = std::make_shared<const object_shape>(std::move(nested))};
}

// Writes a value by chance and says what it was.
void write_by_chance(test::value_source& source, object_image_writer& out, const object_shape& shape,
                     std::string& told) {
    const auto count = shape.is_collection() ? source.below(5) : static_cast<std::uint32_t>(shape.values.size());
    out.begin(count);
    told += '(';
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto& place = shape.values[shape.is_collection() ? 0 : i];
        if (shape.form == shape_form::index_by) {
            out.key(static_cast<std::int32_t>(i) - 2);
            told += std::to_string(static_cast<std::int32_t>(i) - 2) + ':';
        }
        if (source.chance(4)) {
            out.null();
            told += "- ";
        } else if (place.nested != nullptr) {
            write_by_chance(source, out, *place.nested, told);
        } else {
            const auto text = source.text(90) + "x";  // an empty one is NULL
            out.scalar(base::as_bytes(text));
            told += base::hex_lower(base::as_bytes(text)) + ' ';
        }
    }
    out.end();
    told += ')';
}

std::string read_and_tell(bytes_view image, const object_shape& shape) {
    using event_kind = object_image_reader::event_kind;
    object_image_reader in(image, shape);
    std::string told;
    while (in.next()) {
        if (in.key() && in.event() != event_kind::end) told += std::to_string(*in.key()) + ':';
        switch (in.event()) {
        case event_kind::begin: told += '('; break;
        case event_kind::end: told += ')'; break;
        case event_kind::null: told += "- "; break;
        case event_kind::scalar: told += base::hex_lower(in.bytes()) + ' '; break;
        }
    }
    return in.error() == decode_errc::ok ? told : std::string(base::to_string(in.error()));
}

TEST(generated, objects_come_back_from_their_images) {
    test::value_source source(4);
    int count = 0;
    while (count < values_of_a_kind) {
        const auto place = shape_by_chance(source, 4);
        if (place.nested == nullptr) continue;
        byte_buffer image;
        object_image_writer out(image, *place.nested);
        std::string told;
        write_by_chance(source, out, *place.nested, told);
        ASSERT_TRUE(out.finish()) << count;
        ASSERT_EQ(read_and_tell(image, *place.nested), told) << count;
        ++count;
    }
}

}  // namespace
}  // namespace oraxx::wire::types
