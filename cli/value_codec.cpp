#include "cli/value_codec.hpp"

#include <algorithm>
#include <array>

#include "base/hex.hpp"
#include "cli/value_document.hpp"
#include "cli/value_framing.hpp"
#include "cli/value_json.hpp"
#include "cli/value_object.hpp"
#include "values/floating_text.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/scalar.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::cli {
namespace {

using base::byte_buffer;
using base::bytes_view;
using base::decode_errc;
namespace types = wire::types;

void check(decode_errc error) {
    switch (error) {
    case decode_errc::ok: return;
    case decode_errc::incomplete: throw value_error("the bytes end inside the value");
    case decode_errc::trailing_bytes: throw value_error("the bytes go on after the value");
    case decode_errc::bad_value: throw value_error("a field of the value is out of range");
    case decode_errc::limit_exceeded:
    case decode_errc::unsupported: break;
    }
    throw value_error(std::string(base::to_string(error)));
}

byte_buffer payload_of(const types::scalar_buffer& bytes, std::size_t size) {
    if (size == 0) throw value_error("the value is out of range for the type");
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
}

template <class Value>
Value decoded(bytes_view bytes) {
    Value value;
    check(types::decode(bytes, value));
    return value;
}

template <class Value>
byte_buffer encoded(const Value& value) {
    types::scalar_buffer bytes{};
    return payload_of(bytes, types::encode(value, types::scalar_out(bytes)));
}

template <class Value>
std::string decode_as_json(bytes_view bytes) {
    return to_json(decoded<Value>(bytes)).dump();
}

template <class Value>
byte_buffer encode_from_json(std::string_view text) {
    Value value;
    from_json(parse_json(text), value);
    return encoded(value);
}

std::string decode_number(bytes_view bytes) {
    return decoded<number>(bytes).to_string();
}

byte_buffer encode_number(std::string_view text) {
    const auto value = number::parse(text);
    if (!value) throw value_error("not a decimal number that NUMBER can hold");
    return encoded(*value);
}

std::string decode_float(bytes_view bytes) {
    float value = 0;
    check(types::decode_binary_float(bytes, value));
    return values::to_text(static_cast<double>(value));  // widened without change, and shown as the double it then is
}

byte_buffer encode_float(std::string_view text) {
    const auto value = values::parse_float(text);
    if (!value) throw value_error("not a number that BINARY_FLOAT can hold");
    types::scalar_buffer bytes{};
    return payload_of(bytes, types::encode_binary_float(*value, bytes));
}

std::string decode_double(bytes_view bytes) {
    double value = 0;
    check(types::decode_binary_double(bytes, value));
    return values::to_text(value);
}

byte_buffer encode_double(std::string_view text) {
    const auto value = values::parse_double(text);
    if (!value) throw value_error("not a number that BINARY_DOUBLE can hold");
    types::scalar_buffer bytes{};
    return payload_of(bytes, types::encode_binary_double(*value, bytes));
}

std::string decode_offset(bytes_view bytes) {
    const auto value = decoded<timestamp_tz>(bytes);
    if (value.region_id != 0) throw value_error("the zone is a named region: use timestamp_tz_region");
    return to_json(value).dump();
}

std::string decode_region(bytes_view bytes) {
    const auto value = decoded<timestamp_tz>(bytes);
    if (value.region_id == 0) throw value_error("the zone is an offset: use timestamp_tz_offset");
    return region_to_json(value).dump();
}

byte_buffer encode_region(std::string_view) {
    throw value_error("a named region is never sent: use timestamp_tz_offset");
}

// Three forms meet here: the payload of rows and binds, the NULL of binds, and the 4-byte integer, with its length,
// of object images.
constexpr std::array<std::uint8_t, 2> null_boolean = {0xFD, 0x01};
constexpr std::array<std::uint8_t, 4> image_boolean = {0x04, 0x00, 0x00, 0x00};

std::string decode_boolean(bytes_view bytes) {
    if (std::equal(bytes.begin(), bytes.end(), null_boolean.begin(), null_boolean.end())) return "null";
    bool value = false;
    const bool in_image = bytes.size() == image_boolean.size() + 1 &&
                          std::equal(image_boolean.begin(), image_boolean.end(), bytes.begin());
    check(types::decode_boolean(in_image ? bytes.last(1) : bytes, value));
    return value ? "true" : "false";
}

byte_buffer encode_boolean(std::string_view text) {
    if (text == "null") return {null_boolean.begin(), null_boolean.end()};
    if (text != "true" && text != "false") throw value_error("a boolean is true, false or null");
    types::scalar_buffer bytes{};
    return payload_of(bytes, types::encode_boolean(text == "true", bytes));
}

std::string decode_rowid(bytes_view bytes) {
    return decoded<rowid>(bytes).to_string();
}

byte_buffer encode_rowid(std::string_view text) {
    const auto value = rowid::parse(text);
    if (!value) throw value_error("a rowid is 18 characters of A-Z, a-z, 0-9, + and /");
    return encoded(*value);
}

std::string decode_urowid(bytes_view body) {
    std::string text;
    check(types::decode_urowid_text(body, text));
    return text;
}

byte_buffer encode_urowid(std::string_view text) {
    byte_buffer body;
    if (!types::encode_urowid_text(text, body)) throw value_error("not the text of a urowid");
    return body;
}

byte_buffer encode_raw(std::string_view text) {
    auto bytes = base::parse_hex(text);
    if (!bytes) throw value_error("raw bytes are written in hexadecimal");
    return std::move(*bytes);
}

std::string decode_string(bytes_view bytes) {
    std::string_view text;
    if (types::decode_utf8(bytes, text) != decode_errc::ok) return json{{"invalid_utf8", true}}.dump();
    return std::string(text);
}

byte_buffer encode_string(std::string_view text) {
    if (!base::is_valid_utf8(text)) throw value_error("the text is not UTF-8");
    const auto bytes = base::as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

constexpr const char* code_units_field = "utf16_code_units";

std::string decode_national(bytes_view bytes) {
    std::string text;
    if (types::decode_utf16(bytes, text) == decode_errc::ok) return text;
    if (bytes.size() % 2 != 0) throw value_error("the bytes end inside a UTF-16 code unit");
    auto units = json::array();
    for (std::size_t at = 0; at < bytes.size(); at += 2) units.push_back(bytes[at] * 256 + bytes[at + 1]);
    return json{{code_units_field, units}}.dump();
}

// The form decode_national gives for text that is none, back to its bytes. False: ordinary text.
bool encode_code_units(std::string_view text, byte_buffer& out) {
    const auto object = json::parse(text, nullptr, false);
    if (!object.is_object() || object.size() != 1 || !object.contains(code_units_field)) return false;
    const auto& units = object[code_units_field];
    if (!units.is_array()) return false;
    for (const auto& unit : units) {
        if (!unit.is_number_unsigned() || unit.get<std::uint64_t>() > 0xFFFF) throw value_error("not a code unit");
        const auto value = unit.get<std::uint32_t>();
        out.push_back(static_cast<std::uint8_t>(value >> 8U));
        out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
    }
    return true;
}

byte_buffer encode_national(std::string_view text) {
    byte_buffer out;
    if (encode_code_units(text, out)) return out;
    if (!types::encode_utf16(text, out)) throw value_error("the text is not UTF-8");
    return out;
}

std::string decode_vector(bytes_view image) {
    vector value;
    check(types::decode_vector_image(image, value));
    return to_json(value).dump();
}

byte_buffer encode_vector(std::string_view text) {
    vector value;
    from_json(parse_json(text), value);
    byte_buffer image;
    if (!types::encode_vector_image(value, image)) throw value_error("a sparse vector has 65535 values at most");
    return image;
}

std::string decode_document(bytes_view image) {
    oraxx::json document;
    check(types::decode_oson(image, document));
    if (const auto* text = document.get_if<std::string>()) return *text;
    return to_json(document).dump();
}

byte_buffer encode_document(std::string_view text) {
    oraxx::json document;
    const auto parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded() || parsed.is_number()) {
        document = text;  // a text alone stands without quotes
    } else {
        from_json(parsed, document);
    }
    byte_buffer image;
    const auto refusal = types::encode_oson(document, image, types::longest_oson_name);
    if (refusal != types::oson_refusal::none) throw value_error(types::to_string(refusal));
    return image;
}

byte_buffer encode_tds(std::string_view) {
    throw value_error("type descriptors are made by servers only");
}

struct value_type {
    std::string_view name;
    std::string (*decode)(bytes_view);
    byte_buffer (*encode)(std::string_view);
};

constexpr std::array value_types = {
    value_type{"number", decode_number, encode_number},
    value_type{"binary_float", decode_float, encode_float},
    value_type{"binary_double", decode_double, encode_double},
    value_type{"date", decode_as_json<date>, encode_from_json<date>},
    value_type{"timestamp", decode_as_json<timestamp>, encode_from_json<timestamp>},
    value_type{"timestamp_tz_offset", decode_offset, encode_from_json<timestamp_tz>},
    value_type{"timestamp_tz_region", decode_region, encode_region},
    value_type{"interval_ds", decode_as_json<interval_ds>, encode_from_json<interval_ds>},
    value_type{"interval_ym", decode_as_json<interval_ym>, encode_from_json<interval_ym>},
    value_type{"boolean", decode_boolean, encode_boolean},
    value_type{"rowid", decode_rowid, encode_rowid},
    value_type{"urowid_logical", decode_urowid, encode_urowid},
    value_type{"raw", base::hex_lower, encode_raw},
    value_type{"string", decode_string, encode_string},
    value_type{"string:1", decode_string, encode_string},
    value_type{"string:2", decode_national, encode_national},
    value_type{"vector", decode_vector, encode_vector},
    value_type{"oson", decode_document, encode_document},
    value_type{"tds", decode_type_descriptor, encode_tds},
    value_type{"lob_locator", decode_lob_locator, encode_lob_locator},
    value_type{"xmltype", decode_xml, encode_xml},
    value_type{"length_prefixed", decode_length_prefixed, encode_length_prefixed},
};

const value_type& find_type(std::string_view name) {
    const auto at = std::find_if(value_types.begin(), value_types.end(), [name](auto& t) { return t.name == name; });
    if (at != value_types.end()) return *at;
    throw value_error("unknown type \"" + std::string(name) + "\"");
}

// What follows the colon: the kind in "universal_int:ub4", the shape in "object_image:X NUMBER". Empty without a
// colon; nullopt for other types.
std::optional<std::string_view> detail_of(std::string_view type, std::string_view family) {
    if (type == family) return std::string_view{};
    if (!type.starts_with(family) || type[family.size()] != ':') return std::nullopt;
    return type.substr(family.size() + 1);
}

}  // namespace

std::string decode_value(std::string_view type, bytes_view bytes) {
    if (const auto kind = detail_of(type, "universal_int")) return decode_universal_int(*kind, bytes);
    if (const auto shape = detail_of(type, "object_image")) return decode_object_image(*shape, bytes);
    return find_type(type).decode(bytes);
}

byte_buffer encode_value(std::string_view type, std::string_view text) {
    if (const auto kind = detail_of(type, "universal_int")) return encode_universal_int(*kind, text);
    if (const auto shape = detail_of(type, "object_image")) return encode_object_image(*shape, text);
    return find_type(type).encode(text);
}

}  // namespace oraxx::cli
