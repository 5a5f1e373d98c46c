#include "wire/types/oson.hpp"

#include <gtest/gtest.h>

#include <openssl/evp.h>

#include <random>

#include "base/byte_writer.hpp"
#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"

namespace oraxx::wire::types {
namespace {

byte_buffer bytes(const std::string& hex) {
    return base::parse_hex(hex).value();
}

decode_errc decode_exact(bytes_view image, json& out) {
    const test::exact_bytes in(image);
    return decode_oson(in.view(), out);
}

decode_errc error_of(const std::string& hex) {
    json document;
    return decode_exact(bytes(hex), document);
}

std::string text_of(const std::string& hex) {
    json document;
    EXPECT_EQ(decode_exact(bytes(hex), document), decode_errc::ok) << hex;
    return document.to_text();
}

byte_buffer encoded(const json& document, std::size_t longest_name = longest_oson_name) {
    byte_buffer out;
    EXPECT_EQ(encode_oson(document, out, longest_name), oson_refusal::none);
    return out;
}

// A document of the vectors that are given by a recipe, a length and a hash.
json numbered_names(int count) {
    std::vector<json_member> members;
    for (int i = 0; i < count; ++i) members.push_back({"k" + std::to_string(i), i});
    return *json_object::from_members(std::move(members));
}

json document_of(const std::string& recipe) {
    if (recipe == "[i % 10 for i in range(65536)]") {
        json_array elements;
        for (int i = 0; i < 65536; ++i) elements.push_back(i % 10);
        return elements;
    }
    for (const int last : {254, 255, 65534, 65535}) {
        if (recipe == "{'k'+i: i}, i in 0.." + std::to_string(last)) return numbered_names(last + 1);
    }
    if (recipe == "{'L'*65535: 1}") return json::object({{std::string(65535, 'L'), 1}});
    throw std::runtime_error("unknown recipe " + recipe);
}

std::string sha256(bytes_view data) {
    byte_buffer digest(32);
    EXPECT_EQ(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr), 1);
    return base::hex_lower(digest);
}

TEST(oson, encodes_and_decodes_the_large_vectors) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("oson")) {
        if (!vector.contains("hex_prefix")) continue;
        const auto document = document_of(vector.at("value").at("recipe"));
        const auto image = encoded(document);
        EXPECT_EQ(image.size(), vector.at("length")) << vector.at("note");
        EXPECT_EQ(sha256(image), vector.at("sha256")) << vector.at("note");
        json decoded;
        ASSERT_EQ(decode_exact(image, decoded), decode_errc::ok) << vector.at("note");
        EXPECT_EQ(decoded, document) << vector.at("note");
        ++count;
    }
    EXPECT_EQ(count, 6U);
}

TEST(oson, is_incomplete_wherever_it_is_cut) {
    std::size_t cuts = 0;
    for (const auto& vector : test::read_vectors("oson")) {
        if (!vector.contains("hex")) continue;
        auto whole = test::bytes_of(vector);
        for (std::size_t length = 0; length < whole.size(); length += length < 300 ? 1 : 97, ++cuts) {
            json document;
            ASSERT_EQ(decode_exact(bytes_view(whole).first(length), document), decode_errc::incomplete)
                << vector.at("note") << ", cut at " << length;
        }
        whole.push_back(0);
        json document;
        EXPECT_EQ(decode_exact(whole, document), decode_errc::trailing_bytes) << vector.at("note");
    }
    EXPECT_GT(cuts, 4000U);
}

// A document of arrays, or with the names "a" and "b", around a tree.
std::string with_tree(const std::string& tree, const char* flags = "2102", const char* names = "00000000") {
    const auto size = base::byte_buffer{static_cast<std::uint8_t>(tree.size() / 512),
                                        static_cast<std::uint8_t>(tree.size() / 2 % 256)};
    const std::string counts = std::string(names).substr(0, 6);
    const std::string segment = std::string(names).substr(6) == "00" ? "" : std::string(names).substr(6);
    return "ff4a5a01" + std::string(flags) + counts + base::hex_lower(size) + "0000" + segment + tree;
}

constexpr const char* a_and_b = "0200042ce50000000201610162";

TEST(oson, reads_names_shared_between_objects) {
    const auto* expected = R"([{"a":1,"b":""},{"a":true,"b":false}])";
    // The array, an object with names of its own at 6, its values, one that takes the names from 6, its values.
    EXPECT_EQ(text_of(with_tree("c00200060012"
                                "84020102000e0011"
                                "21c102"
                                "00"
                                "9c00060019001a"
                                "3132",
                                "2102", a_and_b)),
              expected);
    // Offsets from the container's start; that of the owner stays absolute.
    EXPECT_EQ(text_of(with_tree("c00200060012"
                                "840201020008000b"
                                "21c102"
                                "00"
                                "9c000600070008"
                                "3132",
                                "2103", a_and_b)),
              expected);
}

TEST(oson, reads_every_form_of_scalar) {
    EXPECT_EQ(text_of("ff4a5a010012000e7c787e0b17060708000000001a5a"), R"("2026-11-23T11:36:07+06:30")");
    EXPECT_EQ(text_of("ff4a5a01001200047e02ab01"), R"("AB01")");
    EXPECT_EQ(text_of("ff4a5a01001200053b00000000"), R"("")");
    EXPECT_EQ(text_of("ff4a5a01001200063800000001"
                      "61"),
              R"("a")");
    EXPECT_EQ(text_of("ff4a5a010012000361c102"), "1");
}

TEST(oson, refuses_what_is_no_document) {
    const struct {
        const char* what;
        std::string hex;
        decode_errc error;
    } cases[] = {
        {"other magic", "ff4a5b010016000130", decode_errc::bad_value},
        {"version 2", "ff4a5a020016000130", decode_errc::unsupported},
        {"no node", "ff4a5a0100160000", decode_errc::bad_value},
        {"unknown node", "ff4a5a010016000135", decode_errc::unsupported},
        {"unknown extended node", "ff4a5a01001600027b02", decode_errc::unsupported},
        {"text past its tree", "ff4a5a0100160003330261", decode_errc::bad_value},
        {"text that is not UTF-8", "ff4a5a01001600033301ff", decode_errc::bad_value},
        {"no digit", "ff4a5a0100160003340100", decode_errc::ok},  // -infinity
        {"a number's bad digit", "ff4a5a01001600043402c165", decode_errc::bad_value},
        {"a number without bytes", "ff4a5a010016000140", decode_errc::bad_value},
        {"month 13", "ff4a5a01001600083c787e0d17010101", decode_errc::bad_value},
        {"half a vector", "ff4a5a01001600087b0100000002db00", decode_errc::bad_value},
        {"a vector past its tree", "ff4a5a01001600067b0100000009", decode_errc::bad_value},
        {"child past the tree", with_tree("c0010004"), decode_errc::bad_value},
        {"more children than bytes", with_tree("f0ffffffff"), decode_errc::bad_value},
        {"array with shared names", with_tree("d80000"), decode_errc::bad_value},
        {"a cycle of one", with_tree("c0010000"), decode_errc::limit_exceeded},
        {"a cycle of two", with_tree("c0010004c0010000"), decode_errc::limit_exceeded},
        {"name 0", with_tree("840100000530", "2102", a_and_b), decode_errc::bad_value},
        {"name 3 of 2", with_tree("840103000530", "2102", a_and_b), decode_errc::bad_value},
        {"a name twice", with_tree("8402010100080830", "2102", a_and_b), decode_errc::bad_value},
        {"owner past the tree", with_tree("9c0009", "2102", a_and_b), decode_errc::bad_value},
        {"owner is itself", with_tree("9c0000", "2102", a_and_b), decode_errc::bad_value},
        {"owner is an array",
         with_tree("c001000530"
                   "9c0000",
                   "2102", a_and_b),
         decode_errc::bad_value},
        {"name past its segment", with_tree("840101000530", "2102", "0200042ce50009000201610162"),
         decode_errc::bad_value},
        {"name longer than its segment", with_tree("840101000530", "2102", "0200042ce50000000209610162"),
         decode_errc::bad_value},
        {"name that is not UTF-8", with_tree("840101000530", "2102", "0200042ce50000000201ff0162"),
         decode_errc::bad_value},
        {"4294967295 names", "ff4a5a01210affffffff000000040000c0000000", decode_errc::incomplete},
    };
    for (const auto& c : cases) EXPECT_EQ(error_of(c.hex), c.error) << c.what;
}

byte_buffer nested_arrays(int depth) {
    std::string tree;
    for (int i = 1; i < depth; ++i) {
        const int next = i * 4;
        tree += "c001" + base::hex_lower(byte_buffer{static_cast<std::uint8_t>(next / 256),
                                                     static_cast<std::uint8_t>(next % 256)});
    }
    return bytes(with_tree(tree + "c000"));
}

TEST(oson, takes_nesting_to_the_limit_and_no_deeper) {
    json document;
    ASSERT_EQ(decode_exact(nested_arrays(json::max_depth), document), decode_errc::ok);
    byte_buffer again;
    EXPECT_EQ(encode_oson(document, again), oson_refusal::none);
    json back;
    ASSERT_EQ(decode_exact(again, back), decode_errc::ok);
    EXPECT_EQ(back, document);
    EXPECT_EQ(decode_exact(nested_arrays(json::max_depth + 1), document), decode_errc::limit_exceeded);
    again.clear();
    EXPECT_EQ(encode_oson(json::array({document}), again), oson_refusal::too_deep);
    EXPECT_TRUE(again.empty());
}

// An array of `count` offsets, all of the same child.
byte_buffer same_child(std::size_t count, const byte_buffer& child) {
    byte_buffer tree = {0xF0};
    base::byte_writer out(tree);
    out.u32be(static_cast<std::uint32_t>(count));
    for (std::size_t i = 0; i < count; ++i) out.u32be(static_cast<std::uint32_t>(5 + 4 * count));
    out.raw(child);
    byte_buffer image = bytes("ff4a5a013106000000");
    base::byte_writer(image).u32be(static_cast<std::uint32_t>(tree.size()));
    image.insert(image.end(), 2, 0);
    image.insert(image.end(), tree.begin(), tree.end());
    return image;
}

TEST(oson, does_not_grow_without_bound) {
    byte_buffer text = {0x37, 0xEA, 0x60};  // 60000 bytes
    text.insert(text.end(), 60000, 'x');
    json document;
    EXPECT_EQ(decode_exact(same_child(60, text), document), decode_errc::ok);  // 3.6 MB of 60 KB
    EXPECT_EQ(decode_exact(same_child(1000, text), document), decode_errc::limit_exceeded);
    // Arrays that all have the same array as child: 2^30 nodes.
    std::string tree;
    for (int i = 0; i < 30; ++i) {
        const auto next = base::hex_lower(byte_buffer{0, static_cast<std::uint8_t>(i * 6 + 6)});
        tree += "c002" + next + next;
    }
    EXPECT_EQ(error_of(with_tree(tree + "30")), decode_errc::limit_exceeded);
}

TEST(oson, encodes_no_document_the_database_would_not_take) {
    const auto refusal = [](const json& document, std::size_t longest = longest_short_oson_name) {
        byte_buffer out;
        const auto result = encode_oson(document, out, longest);
        EXPECT_EQ(out.empty(), result != oson_refusal::none);
        return result;
    };
    EXPECT_EQ(refusal(json::object({{std::string(255, 'n'), 1}})), oson_refusal::none);
    EXPECT_EQ(refusal(json::object({{std::string(256, 'n'), 1}})), oson_refusal::name_too_long);
    EXPECT_EQ(refusal(json::object({{std::string(65535, 'n'), 1}}), longest_oson_name), oson_refusal::none);
    EXPECT_EQ(refusal(json::object({{std::string(65536, 'n'), 1}}), longest_oson_name), oson_refusal::name_too_long);
    EXPECT_EQ(refusal("\xFF"), oson_refusal::not_utf8);
    EXPECT_EQ(refusal(json::array({json::object({{"\xFF", 1}})})), oson_refusal::not_utf8);
    EXPECT_EQ(refusal(date{2026, 2, 30}), oson_refusal::no_wire_form);
    EXPECT_EQ(refusal(json_id{std::vector<std::byte>(255)}), oson_refusal::none);
    EXPECT_EQ(refusal(json_id{std::vector<std::byte>(256)}), oson_refusal::no_wire_form);
    EXPECT_EQ(refusal(std::string(largest_oson_image, 'x')), oson_refusal::too_large);
    EXPECT_STREQ(to_string(oson_refusal::too_deep), "the JSON document nests deeper than json::max_depth");
}

TEST(oson, survives_changed_bytes) {
    std::mt19937 random(20261123);
    std::vector<byte_buffer> images;
    for (const auto& vector : test::read_vectors("oson")) {
        if (vector.contains("hex") && vector.at("hex").get<std::string>().size() < 600) {
            images.push_back(test::bytes_of(vector));
        }
    }
    std::size_t good = 0;
    for (std::size_t round = 0; round < 40'000; ++round) {
        auto image = images[round % images.size()];
        for (std::size_t changes = 0; changes < 1 + round % 3; ++changes) {
            image[random() % image.size()] = static_cast<std::uint8_t>(random());
        }
        json document;
        if (decode_exact(image, document) != decode_errc::ok) continue;
        byte_buffer again;
        if (encode_oson(document, again) != oson_refusal::none) continue;
        json back;
        EXPECT_EQ(decode_exact(again, back), decode_errc::ok) << base::hex_lower(image);
        EXPECT_EQ(back.to_text(), document.to_text()) << base::hex_lower(image);
        ++good;
    }
    EXPECT_GT(good, 1000U);
}

}  // namespace
}  // namespace oraxx::wire::types
