#include "cli/value_object.hpp"

#include <algorithm>
#include <array>

#include "base/hex.hpp"
#include "values/floating_text.hpp"
#include "wire/types/lob_locator.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/scalar.hpp"
#include "wire/types/type_descriptor.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::cli {
namespace {

using base::byte_buffer;
using base::bytes_view;
using base::decode_errc;
namespace types = wire::types;

void check(decode_errc error) {
    if (error != decode_errc::ok) throw value_error("the image is bad: " + std::string(base::to_string(error)));
}

// A shape and the names it is shown with.
struct named_shape {
    types::object_shape shape{};
    std::vector<std::string> names{};                          // of attributes
    bool is_list = false;                                      // shown as an array of its values
    std::vector<std::shared_ptr<const named_shape>> nested{};  // like shape.values; null for scalars
};

named_shape parse_shape(std::string_view text);

struct type_name {
    std::string_view name;
    db_type type;
};

constexpr std::array type_names = {
    type_name{"NUMBER", db_type::number},
    type_name{"VARCHAR2", db_type::varchar2},
    type_name{"NVARCHAR2", db_type::nvarchar2},
    type_name{"CHAR", db_type::char_},
    type_name{"RAW", db_type::raw},
    type_name{"BINARY_DOUBLE", db_type::binary_double},
    type_name{"BINARY_FLOAT", db_type::binary_float},
    type_name{"DATE", db_type::date},
    type_name{"TIMESTAMP", db_type::timestamp},
    type_name{"TIMESTAMP WITH TIME ZONE", db_type::timestamp_tz},
    type_name{"BOOLEAN", db_type::boolean},
    type_name{"PLS_INTEGER", db_type::binary_integer},
    type_name{"BINARY_INTEGER", db_type::binary_integer},
};

// Adds an attribute or element. False: not the name of a type.
bool add_type(named_shape& out, std::string_view name) {
    std::shared_ptr<const named_shape> nested;
    if (name == "POINT") nested = std::make_shared<named_shape>(parse_shape("X NUMBER, Y NUMBER"));
    if (name == "NUMS") nested = std::make_shared<named_shape>(parse_shape("VARRAY OF NUMBER"));
    types::value_shape value;
    if (nested != nullptr) {
        value = {.type = db_type::object, .nested = std::make_shared<types::object_shape>(nested->shape)};
    } else {
        const auto* known =
            std::find_if(type_names.begin(), type_names.end(), [name](auto& t) { return t.name == name; });
        if (known == type_names.end()) return false;
        value.type = known->type;
    }
    out.shape.values.push_back(std::move(value));
    out.nested.push_back(std::move(nested));
    return true;
}

void add_attribute(named_shape& out, std::string_view text) {
    const auto size = text.find('(');
    out.is_list |= size != std::string_view::npos;
    text = text.substr(0, size);
    if (add_type(out, text)) {
        out.is_list = true;
        out.names.emplace_back();
        return;
    }
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos || !add_type(out, text.substr(blank + 1))) {
        throw value_error("\"" + std::string(text) + "\" is no attribute of a type this command knows");
    }
    out.names.emplace_back(text.substr(0, blank));
}

bool take_front(std::string_view& text, std::string_view front) {
    if (!text.starts_with(front)) return false;
    text.remove_prefix(front.size());
    return true;
}

named_shape parse_shape(std::string_view text) {
    constexpr std::string_view index_by = " INDEX BY PLS_INTEGER";
    named_shape out;
    if (take_front(text, "VARRAY OF ")) {
        out.shape.form = types::shape_form::varray;
    } else if (take_front(text, "TABLE OF ")) {
        out.shape.form = types::shape_form::nested_table;
    }
    if (text.ends_with(index_by)) {
        out.shape.form = types::shape_form::index_by;
        text.remove_suffix(index_by.size());
    }
    if (out.shape.is_collection()) {
        if (!add_type(out, text)) throw value_error("\"" + std::string(text) + "\" is no type this command knows");
        return out;
    }
    while (!text.empty()) {
        const auto end = text.find(", ");
        add_attribute(out, text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
    }
    return out;
}

template <class Value>
Value decoded(bytes_view payload) {
    Value value{};
    check(types::decode(payload, value));
    return value;
}

// As a JavaScript date shows itself, or, in lists, as SQL does.
json time_to_json(const timestamp& value, bool in_list) {
    auto text = value.to_string();
    if (!in_list) {
        text.resize(text.find('.') == std::string::npos ? text.size() : text.find('.') + 4);
        return {{"$ts", text + (text.find('.') == std::string::npos ? ".000Z" : "Z")}};
    }
    text.replace(text.find('T'), 1, " ");
    if (text.ends_with(" 00:00:00")) text.resize(text.size() - 9);
    return text;
}

json scalar_to_json(db_type type, bytes_view payload, bool in_list) {
    std::int32_t integer = 0;
    bool truth = false;
    double wide = 0;
    float narrow = 0;
    std::string text;
    switch (type) {
    case db_type::number: return decoded<number>(payload).to_string();
    case db_type::raw: return {{"$raw", base::hex_lower(payload)}};
    case db_type::binary_double: check(types::decode_binary_double(payload, wide)); return wide;
    case db_type::binary_float: check(types::decode_binary_float(payload, narrow)); return narrow;
    case db_type::date: return time_to_json({decoded<date>(payload), 0}, in_list);
    case db_type::timestamp: return time_to_json(decoded<timestamp>(payload), in_list);
    case db_type::timestamp_tz: return time_to_json(decoded<timestamp_tz>(payload).utc, in_list);
    case db_type::boolean: check(types::decode_image_boolean(payload, truth)); return truth;
    case db_type::binary_integer: check(types::decode_image_integer(payload, integer)); return integer;
    case db_type::nvarchar2: check(types::decode_utf16(payload, text)); return text;
    default: return base::to_string(payload);
    }
}

using reader = types::object_image_reader;

// What stands between the begin of an object or collection and its end.
json contents_to_json(reader& in, const named_shape& shape) {
    const bool is_index_by = shape.shape.form == types::shape_form::index_by;
    auto list = json::array();
    auto object = json::object();
    for (std::size_t at = 0; in.next() && in.event() != reader::event_kind::end; ++at) {
        const auto index = shape.shape.is_collection() ? 0 : at;
        const auto key = in.key();
        json value;
        if (in.event() == reader::event_kind::begin) value = contents_to_json(in, *shape.nested[index]);
        if (in.event() == reader::event_kind::scalar) {
            value = scalar_to_json(shape.shape.values[index].type, in.bytes(), shape.is_list);
        }
        if (is_index_by) {
            list.push_back(json::array({key.value_or(0), std::move(value)}));
        } else if (shape.shape.is_collection() || shape.is_list) {
            list.push_back(std::move(value));
        } else {
            object[shape.names[at]] = std::move(value);
        }
    }
    if (is_index_by) return {{"$assoc", std::move(list)}};
    return shape.shape.is_collection() || shape.is_list ? list : object;
}

std::string image_text(const named_shape& shape, bytes_view image) {
    reader in(image, shape.shape);
    json out;
    if (in.next()) out = contents_to_json(in, shape);
    while (in.next()) {
    }
    check(in.error());
    return out.dump();
}

named_shape without_names(const types::object_shape& shape) {
    named_shape out{.shape = shape, .is_list = true};
    for (const auto& value : shape.values) {
        out.nested.push_back(value.nested ? std::make_shared<const named_shape>(without_names(*value.nested))
                                          : nullptr);
    }
    return out;
}

template <class Value>
byte_buffer encoded(const Value& value) {
    byte_buffer out;
    if (!types::encode(value, out)) throw value_error("the value is out of range for its type");
    return out;
}

std::string text_from(const json& in) {
    if (!in.is_string()) throw value_error("a text is wanted");
    return in.get<std::string>();
}

timestamp time_from(const json& in) {
    auto text = in.is_object() && in.contains("$ts") ? text_from(in.at("$ts")) : text_from(in);
    if (text.ends_with('Z')) text.pop_back();
    if (text.find_first_of(" T") == std::string::npos) text += " 00:00:00";
    const auto value = timestamp::parse(text);
    if (!value) throw value_error("a time is written 2026-11-23T05:06:07.000Z");
    return *value;
}

double double_from(const json& in) {
    if (!in.is_number()) throw value_error("a number is wanted");
    return in.get<double>();
}

std::int32_t integer_from(const json& in) {
    if (!in.is_number_integer()) throw value_error("an integer is wanted");
    return in.get<std::int32_t>();
}

byte_buffer scalar_from_json(db_type type, const json& in) {
    types::scalar_buffer buffer{};
    const auto filled = [&buffer](std::size_t size) {
        return byte_buffer(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
    };
    switch (type) {
    case db_type::number: {
        const auto value = number::parse(text_from(in));
        if (!value) throw value_error("not a decimal number that NUMBER can hold");
        return encoded(*value);
    }
    case db_type::raw: {
        auto bytes = base::parse_hex(in.is_object() && in.contains("$raw") ? text_from(in.at("$raw")) : "-");
        if (!bytes) throw value_error("raw bytes are written in hexadecimal");
        return std::move(*bytes);
    }
    case db_type::binary_double: return filled(types::encode_binary_double(double_from(in), buffer));
    case db_type::binary_float:
        return filled(types::encode_binary_float(static_cast<float>(double_from(in)), buffer));
    case db_type::date: return encoded(time_from(in).date);
    case db_type::timestamp: return encoded(time_from(in));
    case db_type::timestamp_tz: return encoded(timestamp_tz{.utc = time_from(in)});
    case db_type::boolean:
        if (!in.is_boolean()) throw value_error("a boolean is true or false");
        return filled(types::encode_image_integer(in.get<bool>() ? 1 : 0, buffer));
    case db_type::binary_integer: return filled(types::encode_image_integer(integer_from(in), buffer));
    case db_type::nvarchar2: {
        byte_buffer out;
        if (!types::encode_utf16(text_from(in), out)) throw value_error("the text is not UTF-8");
        return out;
    }
    default: {
        const auto text = text_from(in);
        return {text.begin(), text.end()};
    }
    }
}

using writer = types::object_image_writer;

void write_contents(writer& out, const named_shape& shape, const json& in);

void write_value(writer& out, const named_shape& shape, std::size_t index, const json& in) {
    if (in.is_null()) return out.null();
    if (shape.nested[index] != nullptr) return write_contents(out, *shape.nested[index], in);
    out.scalar(scalar_from_json(shape.shape.values[index].type, in));
}

void write_contents(writer& out, const named_shape& shape, const json& in) {
    const bool is_index_by = shape.shape.form == types::shape_form::index_by;
    if (is_index_by && !in.contains("$assoc"))
        throw value_error("an index-by table is written {\"$assoc\":[[1,value]]}");
    const auto& values = is_index_by ? in.at("$assoc") : in;
    const bool is_list = shape.shape.is_collection() || shape.is_list;
    if (is_list ? !values.is_array() : !values.is_object())
        throw value_error("the value has another form than the type");
    if (!shape.shape.is_collection() && values.size() != shape.shape.values.size()) {
        throw value_error("the value has more or fewer attributes than the type");
    }
    out.begin(static_cast<std::uint32_t>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!is_list) {
            if (!values.contains(shape.names[i])) throw value_error("an attribute is missing: " + shape.names[i]);
            write_value(out, shape, i, values.at(shape.names[i]));
        } else if (is_index_by) {
            if (!values[i].is_array() || values[i].size() != 2)
                throw value_error("an element is a pair of key and value");
            out.key(integer_from(values[i][0]));
            write_value(out, shape, 0, values[i][1]);
        } else {
            write_value(out, shape, shape.shape.is_collection() ? 0 : i, values[i]);
        }
    }
    out.end();
}

std::string describe(const types::value_shape& value) {
    const auto scaled = [&value](const std::string& name) { return name + " scale " + std::to_string(value.scale); };
    switch (value.type) {
    case db_type::number:
        if (value.is_float) return "FLOAT p=" + std::to_string(value.precision);
        return "NUMBER p=" + std::to_string(value.precision) + " s=" + std::to_string(value.scale);
    case db_type::varchar2: return "VARCHAR2 max " + std::to_string(value.size) + " csfrm 1";
    case db_type::nvarchar2: return "VARCHAR2 max " + std::to_string(value.size) + " csfrm 2";
    case db_type::char_: return "CHAR max " + std::to_string(value.size) + " csfrm 1";
    case db_type::nchar: return "CHAR max " + std::to_string(value.size) + " csfrm 2";
    case db_type::raw: return "RAW max " + std::to_string(value.size);
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz: return scaled(to_string(value.type));
    case db_type::boolean: return "code 8 (BOOLEAN, PLS_INTEGER or BINARY_INTEGER by name)";
    default: return to_string(value.type);
    }
}

}  // namespace

std::string decode_object_image(std::string_view shape_text, bytes_view image) {
    return image_text(parse_shape(shape_text), image);
}

std::string decode_object_image(const types::object_shape& shape, bytes_view image) {
    return image_text(without_names(shape), image);
}

byte_buffer encode_object_image(std::string_view shape_text, std::string_view text) {
    const auto shape = parse_shape(shape_text);
    byte_buffer image;
    writer out(image, shape.shape);
    write_contents(out, shape, parse_json(text));
    if (!out.finish()) throw value_error("the value does not fit the type");
    return image;
}

std::string decode_type_descriptor(bytes_view bytes) {
    types::object_shape shape;
    check(types::decode_type_descriptor(bytes, shape));
    auto out = json::array();
    for (const auto& value : shape.values) out.push_back(describe(value));
    return out.dump();
}

std::string decode_lob_locator(bytes_view bytes) {
    types::lob_locator locator;
    check(types::decode_lob_locator(bytes, locator));
    if (locator.is_bfile()) {
        types::bfile_names names;
        check(types::decode_bfile_names(bytes, names));
        return json{
            {"bfile", true}, {"dir", names.directory}, {"file", names.file_name}, {"total_length", locator.size}}
            .dump();
    }
    return json{{"total_length", locator.size},
                {"version", locator.version},
                {"flags", locator.flags},
                {"blob", locator.is_blob()},
                {"clob", locator.is_clob()},
                {"value_based", locator.is_value_based()},
                {"abstract", locator.is_abstract()},
                {"initialized", locator.is_initialized()},
                {"empty", locator.is_empty()},
                {"read_only", locator.is_read_only()},
                {"var_length_charset", locator.has_variable_width_charset()},
                {"temporary", locator.is_temporary()},
                {"little_endian", locator.is_little_endian()}}
        .dump();
}

byte_buffer encode_lob_locator(std::string_view text) {
    const auto in = parse_json(text);
    byte_buffer out;
    if (!in.is_object() || !in.value("bfile", false)) throw value_error("only the locator of a BFILE can be made");
    if (!types::encode_bfile_locator(text_from(in.at("dir")), text_from(in.at("file")), out)) {
        throw value_error("the names are too long");
    }
    return out;
}

std::string decode_xml(bytes_view image) {
    types::xml_view xml;
    check(types::decode_xml_image(image, xml));
    if (xml.text.empty() && !xml.locator.empty()) throw value_error("the text lies in a LOB");
    return base::to_string(xml.text);
}

byte_buffer encode_xml(std::string_view text) {
    byte_buffer out;
    types::encode_xml_text(base::as_bytes(text), out);
    return out;
}

}  // namespace oraxx::cli
