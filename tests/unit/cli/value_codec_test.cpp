#include "cli/value_codec.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "support/vectors.hpp"

namespace oraxx::cli {
namespace {

using base::hex_lower;
using nlohmann::json;
using test::bytes_of;
using test::text_of;

// The name a vector's value goes by on the command line.
std::string type_name(const std::string& file, const json& vector) {
    if (file == "object_image") return "object_image:" + vector.at("type_shape").get<std::string>();
    return file == "string" ? "string:" + std::to_string(vector.at("csfrm").get<int>()) : file;
}

// The vector's value. Those that come from the tests of another driver name things in their own way.
json canonical_value(const json& vector) {
    auto value = vector.at("value");
    if (value.is_object() && value.value("recipe", "") == "[0..255]") {
        value = json::array();
        for (int i = 0; i < 256; ++i) value.push_back({{"$number", std::to_string(i)}});
    }
    // What node-oracledb printed: a NULL integer as 0, a negative key without its sign. The bytes say otherwise.
    if (value.is_object() && value.value("I", -1) == 0) value["I"] = nullptr;
    if (value.is_object() && value.contains("$assoc") && value["$assoc"][0][0] == 4294967293)
        value["$assoc"][0][0] = -3;
    if (!value.is_object() || !value.contains("golden")) return value;
    const std::map<std::string, const char*> formats = {
        {"f", "float32"}, {"d", "float64"}, {"b", "int8"}, {"B", "binary"}};
    value["format"] = formats.at(value.at("typecode"));
    if (value.at("kind") == "sparse") value["sparse"] = true;
    for (const auto* name : {"golden", "kind", "typecode"}) value.erase(name);
    return value;
}

// As text, or as JSON when the vector's value is not a string.
void expect_decodes(const std::string& type, const json& vector) {
    const auto text = decode_value(type, bytes_of(vector));
    const auto value = canonical_value(vector);
    if (value.is_string()) {
        EXPECT_EQ(text, value) << vector;
    } else {
        EXPECT_EQ(json::parse(text), value) << vector;
    }
}

// Bytes that have no encoder of ours, and why.
bool has_no_bind_form(const std::string& file, const json& vector) {
    if (file == "lob_locator") return !vector.at("value").contains("bfile");
    if (test::is_decode_only(vector)) return true;
    if (file == "timestamp_tz_region") return true;             // never sent by a client
    if (file == "boolean") return bytes_of(vector).size() > 2;  // the form inside objects
    if (file == "string") return vector.at("value").is_object() && vector.at("csfrm") == 1;  // the bytes are not told
    if (file == "universal_int") return vector.at("note") == "3-byte form sent by the server";
    return false;
}

// Images of older python-oracledb versions and of a server lack one flag that drivers write today (lengths in the
// node code); all else is the same.
std::string encoded_form(const std::string& file, const json& vector) {
    auto bytes = bytes_of(vector);
    if (file == "oson") bytes[5] |= 0x04;
    return hex_lower(bytes);
}

struct file_counts {
    const char* name;
    std::size_t decoded;
    std::size_t encoded;
};

TEST(value_codec, decodes_and_encodes_every_vector_file) {
    const file_counts files[] = {
        {"number", 760, 755},
        {"binary_float", 23, 23},
        {"binary_double", 42, 42},
        {"date", 58, 58},
        {"timestamp", 49, 48},
        {"timestamp_tz_offset", 53, 53},
        {"timestamp_tz_region", 28, 0},
        {"interval_ds", 33, 33},
        {"interval_ym", 22, 22},
        {"boolean", 5, 3},
        {"rowid", 22, 22},
        {"urowid_logical", 7, 7},
        {"string", 18, 16},
        {"universal_int", 26, 25},
        {"vector", 40, 40},
        {"oson", 95, 81},
        {"lob_locator", 5, 3},
        {"xmltype", 3, 0},
        {"object_image", 13, 13},
    };
    for (const auto& file : files) {
        std::size_t decoded = 0;
        std::size_t encoded = 0;
        for (const auto& vector : test::read_vectors(file.name)) {
            if (!vector.contains("hex")) continue;  // too large to be written down: tests of the codec make them
            const auto type = type_name(file.name, vector);
            expect_decodes(type, vector);
            ++decoded;
            if (has_no_bind_form(file.name, vector)) continue;
            EXPECT_EQ(hex_lower(encode_value(type, text_of(canonical_value(vector)))),
                      encoded_form(file.name, vector))
                << vector;
            ++encoded;
        }
        EXPECT_EQ(decoded, file.decoded) << file.name;
        EXPECT_EQ(encoded, file.encoded) << file.name;
    }
}

TEST(value_codec, describes_the_recorded_types) {
    for (const auto& vector : test::read_vectors("tds")) {
        const auto shown = json::parse(decode_value("tds", bytes_of(vector)));
        const auto& told = vector.at("value");
        ASSERT_EQ(shown.size(), told.size());
        for (std::size_t i = 0; i < told.size();
             ++i) {  // which of three types code 8 is, names say, not the descriptor
            const auto text = told[i].get<std::string>();
            EXPECT_EQ(shown[i].get<std::string>().substr(0, 7), text.substr(0, 7));
            if (!text.starts_with("code 8")) {
                EXPECT_EQ(shown[i], text);
            }
        }
    }
}

TEST(value_codec, decodes_and_encodes_length_prefixed_vectors) {
    std::size_t whole = 0;
    std::size_t prefixes = 0;
    for (const auto& vector : test::read_vectors("length_prefixed")) {
        const auto bytes = encode_value("length_prefixed", text_of(vector.at("value")));
        EXPECT_EQ(json::parse(decode_value("length_prefixed", bytes)), vector.at("value"));
        if (vector.contains("hex")) {
            EXPECT_EQ(hex_lower(bytes), vector.at("hex"));
            expect_decodes("length_prefixed", vector);
            ++whole;
        } else {
            const auto prefix = vector.at("hex_prefix").get<std::string>();
            EXPECT_EQ(bytes.size(), vector.at("length")) << vector.at("note");
            EXPECT_EQ(hex_lower(bytes).substr(0, prefix.size()), prefix) << vector.at("note");
            ++prefixes;
        }
    }
    EXPECT_EQ(whole, 6U);
    EXPECT_EQ(prefixes, 5U);
    EXPECT_EQ(decode_value("length_prefixed", base::parse_hex("ff").value()), "null");
    EXPECT_EQ(decode_value("length_prefixed", base::parse_hex("03010203").value()), "010203");
    EXPECT_EQ(hex_lower(encode_value("length_prefixed", "010203")), "03010203");
}

TEST(value_codec, checks_the_width_of_each_kind_of_integer) {
    std::size_t count = 0;
    for (const auto& vector : test::read_vectors("universal_int")) {
        expect_decodes("universal_int:" + vector.at("kind").get<std::string>(), vector);
        ++count;
    }
    EXPECT_EQ(count, 26U);
    EXPECT_THROW((void)decode_value("universal_int:ub2", base::parse_hex("03010000").value()), value_error);
    EXPECT_THROW((void)decode_value("universal_int:ub4", base::parse_hex("8101").value()), value_error);
    EXPECT_THROW((void)decode_value("universal_int:ub9", base::parse_hex("00").value()), value_error);
    EXPECT_THROW((void)decode_value("universal_int", base::parse_hex("88ffffffffffffffff").value()), value_error);
    EXPECT_THROW((void)encode_value("universal_int:sb4", "2147483648"), value_error);
    EXPECT_EQ(hex_lower(encode_value("universal_int:sb4", "-2147483648")), "8480000000");
    EXPECT_THROW((void)encode_value("universal_int", "18446744073709551616"), value_error);
    EXPECT_THROW((void)encode_value("universal_int", "--1"), value_error);
}

TEST(value_codec, gives_reasons) {
    const struct {
        const char* type;
        const char* hex;
    } bad_bytes[] = {{"number", ""},
                     {"number", "c165"},
                     {"date", "787c01"},
                     {"date", "787c0002040506"},
                     {"boolean", "02"},
                     {"rowid", "05"},
                     {"string:2", "00"},
                     {"timestamp_tz_offset", "787e0b16181f022b16f918808c"},
                     {"timestamp_tz_region", "6465010101010100000000143c"},
                     {"oson", "00"},
                     {"vector", "00"},
                     {"tds", "00"},
                     {"lob_locator", "00"},
                     {"xmltype", "00"},
                     {"object_image:X NUMBER", "00"},
                     {"object_image:X", "00"},
                     {"no_such_type", "00"}};
    for (const auto& c : bad_bytes) {
        try {
            (void)decode_value(c.type, base::parse_hex(c.hex).value());
            ADD_FAILURE() << c.type << ' ' << c.hex << " was accepted";
        } catch (const value_error& reason) {
            EXPECT_STRNE(reason.what(), "");
        }
    }
    const struct {
        const char* type;
        const char* text;
    } bad_text[] = {
        {"number", "1e126"},
        {"binary_float", "1e39"},
        {"date", R"({"year":2026})"},
        {"date", R"({"year":2026,"month":2,"day":30,"hour":0,"minute":0,"second":0})"},
        {"date", R"({"year":2026,"month":2,"day":3,"hour":0,"minute":0,"second":0,"x":1})"},
        {"date", R"({"year":18446744073709551615,"month":2,"day":3,"hour":0,"minute":0,"second":0})"},
        {"date", R"({"year":2026,"month":258,"day":3,"hour":0,"minute":0,"second":0})"},
        {"date", "2026-02-03"},
        {"boolean", "yes"},
        {"rowid", "AAA"},
        {"urowid_logical", "*A"},
        {"raw", "0"},
        {"string:1", "\xff"},
        {"string:2", "\xff"},
        {"length_prefixed", R"({"byte":"61","repeat":-1})"},
        {"length_prefixed", R"({"byte":61,"repeat":1})"},
        {"length_prefixed", R"({"byte":"61","repeat":99999999999})"},
        {"timestamp_tz_region", "{}"},
        {"vector", "[]"},
        {"tds", "[]"},
        {"lob_locator", "{}"},
        {"object_image:X NUMBER", R"({"X":1})"},
        {"object_image:X NUMBER", R"({"Y":"1"})"},
        {"object_image:X NUMBER", R"(["1"])"},
        {"object_image:X FOO", R"({"X":"1"})"},
        {"oson", R"({"a":1})"},
        {"oson", R"([1])"},
    };
    for (const auto& c : bad_text) {
        EXPECT_THROW((void)encode_value(c.type, c.text), value_error) << c.type << ' ' << c.text;
    }
}

TEST(value_codec, survives_random_bytes_of_every_type) {
    std::mt19937 random(31337);
    for (const auto* type : {"number",
                             "binary_float",
                             "binary_double",
                             "date",
                             "timestamp",
                             "timestamp_tz_offset",
                             "timestamp_tz_region",
                             "interval_ds",
                             "interval_ym",
                             "boolean",
                             "rowid",
                             "urowid_logical",
                             "raw",
                             "string:1",
                             "string:2",
                             "universal_int",
                             "length_prefixed",
                             "vector",
                             "oson",
                             "object_image:X NUMBER, P POINT, L NUMS, S NVARCHAR2, T DATE",
                             "tds",
                             "lob_locator",
                             "xmltype"}) {
        for (int round = 0; round < 2600; ++round) {
            base::byte_buffer noise(static_cast<std::size_t>(round) % 26);
            for (auto& b : noise) b = static_cast<std::uint8_t>(random() % 2 == 0 ? random() : random() % 12);
            try {
                (void)decode_value(type, noise);
            } catch (const value_error& reason) {
                EXPECT_STRNE(reason.what(), "");
            }
        }
    }
}

}  // namespace
}  // namespace oraxx::cli
