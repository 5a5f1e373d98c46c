// Values of interop steps: texts of types and values to the driver's, and back.
#pragma once

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include <oraxx/oraxx.hpp>

namespace interop {

using nlohmann::json;

struct type_name {
    std::string_view name;
    oraxx::db_type type;
};
inline constexpr type_name type_names[] = {
    {"NUMBER", oraxx::db_type::number},
    {"VARCHAR2", oraxx::db_type::varchar2},
    {"NVARCHAR2", oraxx::db_type::nvarchar2},
    {"CHAR", oraxx::db_type::char_},
    {"NCHAR", oraxx::db_type::nchar},
    {"RAW", oraxx::db_type::raw},
    {"DATE", oraxx::db_type::date},
    {"TIMESTAMP", oraxx::db_type::timestamp},
    {"TIMESTAMP WITH TIME ZONE", oraxx::db_type::timestamp_tz},
    {"TIMESTAMP WITH LOCAL TIME ZONE", oraxx::db_type::timestamp_ltz},
    {"INTERVAL DAY TO SECOND", oraxx::db_type::interval_ds},
    {"INTERVAL YEAR TO MONTH", oraxx::db_type::interval_ym},
    {"BINARY_FLOAT", oraxx::db_type::binary_float},
    {"BINARY_DOUBLE", oraxx::db_type::binary_double},
    {"BOOLEAN", oraxx::db_type::boolean},
    {"ROWID", oraxx::db_type::rowid},
    {"UROWID", oraxx::db_type::urowid},
    {"CLOB", oraxx::db_type::clob},
    {"NCLOB", oraxx::db_type::nclob},
    {"BLOB", oraxx::db_type::blob},
    {"JSON", oraxx::db_type::json},
};

// A type as steps name it.
struct bind_type {
    oraxx::db_type type = oraxx::db_type::unknown;
    oraxx::vector_format format = oraxx::vector_format::float32;  // of a VECTOR
    oraxx::object_type object{};
};

inline bind_type type_called(oraxx::connection& conn, const std::string& name) {
    using enum oraxx::vector_format;
    constexpr std::string_view object_mark = "OBJECT ";
    if (name.rfind(object_mark, 0) == 0) {
        return {.type = oraxx::db_type::object, .object = conn.object_type(name.substr(object_mark.size()))};
    }
    for (const auto& each : type_names) {
        if (each.name == name) return {.type = each.type};
    }
    for (const auto format : {float32, float64, int8, binary}) {
        const auto dense = "VECTOR " + std::string(oraxx::to_string(format));
        if (name == dense || name == dense + " SPARSE") return {.type = oraxx::db_type::vector, .format = format};
    }
    throw std::invalid_argument("no type named " + name);
}

template <class T, class... Options>
T parsed(const std::string& text, Options... options) {
    const auto value = T::parse(text, options...);
    if (!value) throw std::invalid_argument("not a value of the step's type: " + text);
    return *value;
}

inline std::vector<std::byte> bytes_of(const std::string& hex) {
    std::vector<std::byte> out;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        out.push_back(static_cast<std::byte>(std::stoul(hex.substr(at, 2), nullptr, 16)));
    }
    return out;
}

// Local time with its offset, or without one in UTC.
inline oraxx::timestamp_tz parsed_zoned(const std::string& text) {
    const auto zoned = oraxx::timestamp_tz::parse(text);
    return zoned ? *zoned : oraxx::timestamp_tz::from_local(parsed<oraxx::timestamp>(text), 0);
}

inline oraxx::value native(const bind_type& type, const json& given);

// Of the list of its attributes or elements, or of the elements by their keys.
inline oraxx::object made_object(const oraxx::object_type& type, const json& given) {
    const auto part = [](const oraxx::object_attribute& of, const json& each) {
        return native({.type = of.type, .object = of.object}, each);
    };
    oraxx::object out(type);
    if (!type.is_collection()) {
        for (std::size_t at = 0; at < given.size(); ++at) out.set(at, part(type.attributes().at(at), given[at]));
    } else if (given.is_object()) {
        for (const auto& [key, each] : given.items()) out.set_key(std::stoi(key), part(type.element(), each));
    } else {
        for (const auto& each : given) out.append(part(type.element(), each));
    }
    return out;
}

inline oraxx::value native(const bind_type& type, const json& given) {
    if (given.is_null()) return {};
    if (type.type == oraxx::db_type::object) return made_object(type.object, given);
    const auto text = given.get<std::string>();
    switch (type.type) {
    case oraxx::db_type::number: return oraxx::number::from_text(text);
    case oraxx::db_type::raw:
    case oraxx::db_type::blob: return bytes_of(text);
    case oraxx::db_type::json: return oraxx::json::parse(text);
    case oraxx::db_type::vector: return parsed<oraxx::vector>(text, type.format);
    case oraxx::db_type::date: return parsed<oraxx::date>(text);
    case oraxx::db_type::timestamp: return parsed<oraxx::timestamp>(text);
    case oraxx::db_type::timestamp_tz: return parsed_zoned(text);
    case oraxx::db_type::timestamp_ltz: return oraxx::timestamp_ltz{parsed<oraxx::timestamp>(text)};
    case oraxx::db_type::interval_ds: return parsed<oraxx::interval_ds>(text);
    case oraxx::db_type::interval_ym: return parsed<oraxx::interval_ym>(text);
    case oraxx::db_type::binary_float: return std::strtof(text.c_str(), nullptr);
    case oraxx::db_type::binary_double: return std::strtod(text.c_str(), nullptr);
    case oraxx::db_type::boolean: return text == "true";
    case oraxx::db_type::rowid: return parsed<oraxx::rowid>(text);
    default: return text;
    }
}

inline json shown(const oraxx::value& value);

inline json shown(const oraxx::object& held) {
    const bool has_keys = held.type().form() == oraxx::object_form::index_by;
    json out = has_keys ? json::object() : json::array();
    for (std::size_t at = 0; at < held.size(); ++at) {
        if (has_keys) {
            out[std::to_string(held.key_at(at))] = shown(held[at]);
        } else {
            out.push_back(shown(held[at]));
        }
    }
    return out;
}

inline json shown(const oraxx::value& value) {
    if (value.is_null()) return {};
    if (const auto* object = value.get_if<oraxx::object>()) return shown(*object);
    if (const auto* zoned = value.get_if<oraxx::timestamp_tz>(); zoned != nullptr && zoned->region_id != 0) {
        return zoned->utc.to_string() + "Z " + std::string(oraxx::region_name(zoned->region_id));
    }
    return value.to_string();
}

}  // namespace interop
