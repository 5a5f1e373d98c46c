#include "cli/value_document.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "base/hex.hpp"
#include "values/floating_text.hpp"

namespace oraxx::cli {
namespace {

std::string hex_of(const std::vector<std::byte>& bytes) {
    return base::hex_lower({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::vector<std::byte> bytes_from(const json& in) {
    const auto bytes = in.is_string() ? base::parse_hex(in.get<std::string>()) : std::nullopt;
    if (!bytes) throw value_error("raw bytes are written in hexadecimal");
    const auto view = std::as_bytes(std::span(*bytes));
    return {view.begin(), view.end()};
}

const json& member(const json& in, const char* name) {
    if (!in.is_object() || !in.contains(name)) {
        throw value_error(std::string("the field \"") + name + "\" is missing");
    }
    return in.at(name);
}

// Numbers as JSON has them; what it does not have as text.
template <class T>
json number_to_json(T number) {
    if constexpr (std::is_floating_point_v<T>) {
        const auto wide = static_cast<double>(number);
        if (!std::isfinite(wide) || (wide == 0 && std::signbit(wide))) return values::to_text(wide);
        return wide;
    } else {
        return static_cast<int>(number);
    }
}

template <class T>
T number_from_json(const json& in) {
    const auto value = in.is_string()   ? values::parse_double(in.get<std::string>())
                       : in.is_number() ? std::optional(in.get<double>())
                                        : std::nullopt;
    if (!value) throw value_error("a vector's values are numbers");
    if constexpr (!std::is_floating_point_v<T>) {
        if (!(*value >= std::numeric_limits<T>::min() && *value <= std::numeric_limits<T>::max())) {
            throw value_error("a vector's number is out of range for its format");
        }
    }
    return static_cast<T>(*value);
}

constexpr std::array<std::pair<const char*, vector_format>, 4> format_names = {{
    {"float32", vector_format::float32},
    {"float64", vector_format::float64},
    {"int8", vector_format::int8},
    {"binary", vector_format::binary},
}};

template <class T>
vector vector_from(const json& in) {
    std::vector<T> numbers;
    const auto& values = member(in, "values");
    if (!values.is_array()) throw value_error("a vector's values are an array");
    for (const auto& value : values) numbers.push_back(number_from_json<T>(value));
    if (!in.contains("sparse")) return vector(std::move(numbers));
    try {
        return vector::sparse(member(in, "num_dimensions").get<std::uint32_t>(),
                              member(in, "indices").get<std::vector<std::uint32_t>>(), std::move(numbers));
    } catch (const json::exception&) {
        throw value_error("num_dimensions and indices are integers");
    } catch (const error& refused) {
        throw value_error(refused.facts().message);
    }
}

// The tag and the content of each kind.
struct tag_writer {
    json operator()(std::monostate) const { return nullptr; }
    json operator()(bool value) const { return value; }
    json operator()(const std::string& value) const { return value; }
    json operator()(const number& value) const { return {{"$number", value.to_string()}}; }
    json operator()(double value) const { return {{"$double", values::to_text(value)}}; }
    json operator()(float value) const { return {{"$float", values::to_text(static_cast<double>(value))}}; }
    json operator()(const std::vector<std::byte>& value) const { return {{"$raw", hex_of(value)}}; }
    json operator()(const json_id& value) const { return {{"$id", hex_of(value.bytes)}}; }
    json operator()(const date& value) const { return {{"$date", to_json(value)}}; }
    json operator()(const timestamp& value) const { return {{"$timestamp", to_json(value)}}; }
    json operator()(const timestamp_tz& value) const { return {{"$timestamptz", to_json(value)}}; }
    json operator()(const interval_ym& value) const { return {{"$intervalYM", to_json(value)}}; }
    json operator()(const interval_ds& value) const { return {{"$intervalDS", to_json(value)}}; }
    json operator()(const vector& value) const { return {{"$vector", to_json(value)}}; }
    json operator()(const json_array& elements) const {
        auto out = json::array();
        for (const auto& element : elements) out.push_back(to_json(element));
        return out;
    }
    json operator()(const json_object& object) const {
        auto pairs = json::array();
        for (const auto& m : object.members()) pairs.push_back(json::array({m.name, to_json(m.value)}));
        return {{"$object", std::move(pairs)}};
    }
};

template <class T>
oraxx::json fields_from(const json& in) {
    T value;
    from_json(in, value);
    return value;
}

oraxx::json number_from(const json& in) {
    const auto value = in.is_string() ? number::parse(in.get<std::string>()) : std::nullopt;
    if (!value) throw value_error("not a decimal number that NUMBER can hold");
    return *value;
}

template <class T, std::optional<T> (*Parse)(std::string_view) noexcept>
oraxx::json floating_from(const json& in) {
    const auto value = in.is_string() ? Parse(in.get<std::string>()) : std::nullopt;
    if (!value) throw value_error("not a binary number");
    return *value;
}

oraxx::json object_from(const json& pairs) {
    std::vector<json_member> members;
    for (const auto& pair : pairs) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string()) {
            throw value_error("$object is an array of pairs of name and value");
        }
        members.push_back({pair[0].get<std::string>(), {}});
        from_json(pair[1], members.back().value);
    }
    auto object = json_object::from_members(std::move(members));
    if (!object) throw value_error("a name stands twice in an object");
    return std::move(*object);
}

struct tag_reader {
    std::string_view tag;
    oraxx::json (*read)(const json&);
};

constexpr std::array tag_readers = {
    tag_reader{"$number", number_from},
    tag_reader{"$double", floating_from<double, values::parse_double>},
    tag_reader{"$float", floating_from<float, values::parse_float>},
    tag_reader{"$raw", [](const json& in) -> oraxx::json { return bytes_from(in); }},
    tag_reader{"$id", [](const json& in) -> oraxx::json { return json_id{bytes_from(in)}; }},
    tag_reader{"$date", fields_from<date>},
    tag_reader{"$timestamp", fields_from<timestamp>},
    tag_reader{"$timestamptz", fields_from<timestamp_tz>},
    tag_reader{"$intervalYM", fields_from<interval_ym>},
    tag_reader{"$intervalDS", fields_from<interval_ds>},
    tag_reader{"$vector", fields_from<vector>},
    tag_reader{"$object", object_from},
};

}  // namespace

json to_json(const vector& value) {
    json out;
    if (value.is_sparse()) {
        out["sparse"] = true;
        out["num_dimensions"] = value.dimensions();
        out["indices"] = std::vector<std::uint32_t>(value.indices().begin(), value.indices().end());
    }
    for (const auto& [name, format] : format_names) {
        if (format == value.format()) out["format"] = name;
    }
    auto numbers = json::array();
    std::visit(
        [&](const auto& held) {
            for (const auto n : held) numbers.push_back(number_to_json(n));
        },
        value.alternatives());
    out["values"] = std::move(numbers);
    return out;
}

json to_json(const oraxx::json& value) {
    return value.visit(tag_writer{});
}

void from_json(const json& in, vector& out) {
    const auto& wanted = member(in, "format");
    for (const auto& [name, format] : format_names) {
        if (wanted != name) continue;
        switch (format) {
        case vector_format::float32: out = vector_from<float>(in); return;
        case vector_format::float64: out = vector_from<double>(in); return;
        case vector_format::int8: out = vector_from<std::int8_t>(in); return;
        case vector_format::binary: out = vector_from<std::uint8_t>(in); return;
        }
    }
    throw value_error("a vector's format is float32, float64, int8 or binary");
}

void from_json(const json& in, oraxx::json& out) {
    if (in.is_null()) {
        out = nullptr;
    } else if (in.is_boolean()) {
        out = in.get<bool>();
    } else if (in.is_string()) {
        out = in.get<std::string>();
    } else if (in.is_array()) {
        out = oraxx::json::array();
        for (const auto& element : in) {
            oraxx::json value;
            from_json(element, value);
            out.push_back(std::move(value));
        }
    } else {
        const auto tag = in.is_object() && in.size() == 1 ? in.items().begin().key() : std::string();
        const auto* reader =
            std::find_if(tag_readers.begin(), tag_readers.end(), [&](auto& r) { return r.tag == tag; });
        if (reader == tag_readers.end()) throw value_error("numbers and objects are tagged: {\"$number\":\"1\"}");
        out = reader->read(in.at(tag));
    }
}

}  // namespace oraxx::cli
