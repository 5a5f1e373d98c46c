#include "cli/trace_reading.hpp"

#include <algorithm>
#include <initializer_list>

#include <oraxx/type.hpp>

#include "base/hex.hpp"
#include "cli/value_codec.hpp"
#include "cli/value_object.hpp"
#include "trace/single_value.hpp"
#include "wire/types/oson_format.hpp"
#include "wire/types/type_descriptor.hpp"

namespace oraxx::cli {
namespace {

using base::byte_buffer;
using base::bytes_view;
using type_names = std::initializer_list<std::string_view>;

// The id stands behind the first four bytes of the one that goes in front of an image.
constexpr std::size_t type_id_size = 16;
constexpr std::size_t type_id_offset = 4;

// What `decode` makes of the bytes; nullopt when it refuses them. Texts of other character sets cannot be shown.
template <class Decode>
std::optional<std::string> attempt(Decode decode) {
    try {
        return decode();
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

// The first of the types whose codec takes the bytes.
std::optional<std::string> first_reading(type_names types, bytes_view bytes) {
    std::optional<std::string> out;
    for (const auto type : types) {
        if (!out) out = attempt([&] { return decode_value(type, bytes); });
    }
    return out;
}

std::optional<std::string> scalar_reading(db_type type, bytes_view bytes) {
    switch (type) {
    case db_type::number:
    case db_type::binary_integer: return first_reading({"number"}, bytes);
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text: return first_reading({"string"}, bytes);
    case db_type::date: return first_reading({"date"}, bytes);
    case db_type::timestamp:
    case db_type::timestamp_ltz: return first_reading({"timestamp"}, bytes);
    case db_type::timestamp_tz: return first_reading({"timestamp_tz_offset", "timestamp_tz_region"}, bytes);
    case db_type::interval_ym: return first_reading({"interval_ym"}, bytes);
    case db_type::interval_ds: return first_reading({"interval_ds"}, bytes);
    case db_type::binary_float: return first_reading({"binary_float"}, bytes);
    case db_type::binary_double: return first_reading({"binary_double"}, bytes);
    case db_type::boolean: return first_reading({"boolean"}, bytes);
    default: return std::nullopt;
    }
}

bool is_document(bytes_view bytes) noexcept {
    const auto& magic = wire::types::oson::magic;
    return bytes.size() > magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

std::string without_control_characters(std::string_view text) {
    std::string out;
    for (const char ch : text) {
        const auto code = static_cast<std::uint8_t>(ch);
        if (code >= 0x20 && code != 0x7F) {
            out += ch;
        } else {
            out += "\\x" + base::hex_lower({&code, 1});
        }
    }
    return out;
}

}  // namespace

std::optional<std::string> value_readings::of(const trace::document_field& field, std::uint8_t value_type) {
    if (field.kind != trace::field_kind::bytes || field.value.empty()) return std::nullopt;
    const bool is_image = field.name == trace::document_image || field.name == trace::vector_image ||
                          field.name == "image" || field.name == "payload";
    const auto type = static_cast<db_type>(value_type);
    std::optional<std::string> out;
    if (field.name == "type id" && field.value.size() >= type_id_offset + type_id_size) {
        const auto start = field.value.begin() + type_id_offset;
        object_type_.assign(start, start + type_id_size);
    } else if (is_image) {
        out = image(field.value);
    } else if (value_type != 0 && field.name == "value") {
        out = type == db_type::raw ? raw(field.value) : scalar_reading(type, field.value);
    }
    if (out) out = without_control_characters(*out);
    return out;
}

std::optional<std::string> value_readings::raw(const byte_buffer& value) {
    if (value.size() == type_id_size) latest_id_ = value;
    wire::types::object_shape shape;
    if (latest_id_.empty() || wire::types::decode_type_descriptor(value, shape) != base::decode_errc::ok) {
        return std::nullopt;
    }
    shapes_[latest_id_] = std::move(shape);
    return first_reading({"tds"}, value);
}

// Documents and vectors tell by their first bytes what they are; in the answers of queues a length of four bytes
// stands in front.
std::optional<std::string> value_readings::image(const byte_buffer& value) const {
    constexpr std::size_t length_size = 4;
    bytes_view bytes = value;
    if (bytes.size() > length_size && is_document(bytes.subspan(length_size))) bytes = bytes.subspan(length_size);
    if (is_document(bytes)) return first_reading({"oson"}, bytes);
    if (auto out = first_reading({"vector"}, bytes)) return out;
    const auto shape = shapes_.find(object_type_);
    if (shape == shapes_.end()) return std::nullopt;
    return attempt([&] { return decode_object_image(shape->second, bytes); });
}

}  // namespace oraxx::cli
