#include "wire/ttc/row_data.hpp"

namespace oraxx::wire::ttc {
namespace {

// The fixed head of the locator that stands for a JSON or VECTOR value in a bind (41 bytes in all with the ub4).
constexpr std::uint32_t quasi_locator_size = 40;
// XMLTYPE as OCI clients see it; to all others it is an object.
constexpr std::uint8_t opaque_type = 58;

template <class Codec, class Value>
void physical_rowid_layout(Codec& c, Value& v) {
    if (!Codec::decoding && v.is_null) v.rowid_mark = 0;
    c.u8("rowid length", v.rowid_mark);
    v.is_null = v.rowid_mark == 0 || v.rowid_mark == null_length_marker;
    if (v.is_null) return;
    c.ub4("rowid object", v.rowid.object);
    c.ub2("rowid file", v.rowid.file);
    c.u8("rowid reserved", v.rowid_reserved);
    c.ub4("rowid block", v.rowid.block);
    c.ub2("rowid slot", v.rowid.slot);
}

// LOB columns and, with an image in front of the locator, JSON and VECTOR columns.
template <class Codec, class Value>
void lob_layout(Codec& c, bool has_image, Value& v) {
    auto length = static_cast<std::uint32_t>(v.is_null ? 0 : v.locator.size());
    c.ub4("locator length", length);
    v.is_null = length == 0;
    if (v.is_null) return;
    c.ub8("lob size", v.lob_size);
    c.ub4("chunk size", v.chunk_size);
    if (has_image) c.clr("image", v.bytes);
    c.clr("locator", v.locator);
}

// A LOB whose beginning comes with its row.
template <class Codec, class Value>
void lob_with_data_layout(Codec& c, bool is_text, Value& v) {
    auto length = static_cast<std::uint32_t>(v.is_null ? 0 : v.locator.size());
    c.ub4("locator length", length);
    v.is_null = length == 0;
    if (v.is_null) return;
    c.ub8("lob size", v.lob_size);
    c.ub4("chunk size", v.chunk_size);
    if (is_text) {
        std::uint8_t has_charset = v.data_charset != 0 ? 1 : 0;
        c.u8("has charset", has_charset);
        if (has_charset == 1) c.ub2("charset", v.data_charset);
        c.u8("charset form", v.data_form);
    }
    c.clr("data", v.bytes);
    c.clr("locator", v.locator);
}

template <class Codec, class Value>
void quasi_locator_layout(Codec& c, Value& v) {
    // A NULL is a zero length, as of any locator.
    std::uint32_t length = v.is_null ? 0 : quasi_locator_size;
    c.ub4("locator length", length);
    v.is_null = length == 0;
    if (v.is_null) return;
    c.constant_u8("locator length again", quasi_locator_size);
    c.raw("locator", quasi_locator_size, v.locator);
    c.clr("image", v.bytes);
}

template <class Codec, class Value>
void object_layout(Codec& c, Value& v) {
    c.dalc("type id", v.type_id);
    c.dalc("object id", v.object_id);
    c.dalc("snapshot", v.snapshot);
    c.ub2("object version", v.object_version);
    auto length = static_cast<std::uint32_t>(v.bytes.size());
    c.ub4("image length", length);
    c.ub2("object flags", v.object_flags);
    if (length != 0) c.clr("image", v.bytes);
    v.is_null = length == 0;
}

void cursor_value(decoder& c, wire_value& v) {
    c.u8("cursor mark", v.cursor_mark);
    v.is_null = v.cursor_mark == 0;
    if (v.is_null) return;
    v.described.emplace();
    if (decode(c, *v.described) == decode_errc::ok) c.ub2("cursor id", v.cursor_id);
}
void cursor_value(encoder& c, const wire_value& v) {
    c.u8("cursor mark", v.is_null ? std::uint8_t{0} : v.cursor_mark);
    if (v.is_null) return;
    if (v.described) encode(c, *v.described);
    c.ub2("cursor id", v.cursor_id);
}

// A cursor bind: a length, and a byte that says whether the id of an open cursor follows.
template <class Codec, class Value>
void cursor_bind_layout(Codec& c, Value& v) {
    c.u8("cursor mark", v.cursor_mark);
    if (c.caps().dialect.oci && v.cursor_mark == null_escape) {
        c.constant_u8("null escape length", 1);
        v.is_null = true;
        return;
    }
    v.is_null = v.cursor_mark == 0;
    if (v.is_null) return;
    std::uint8_t is_open = v.cursor_id != 0 ? 1 : 0;
    c.u8("cursor is open", is_open);
    if (is_open != 0) c.ub4("cursor id", v.cursor_id);
}

// NULL travels in the length byte: 0 or 0xFF, or as an escape of its own: a BOOLEAN, and all that OCI clients bind.
void counted_value(decoder& c, bool escapes_null, wire_value& v) {
    if (escapes_null && c.reader().peek() == null_escape) {
        c.constant_u8("null escape", null_escape);
        c.constant_u8("null escape length", 1);
        v.is_null = true;
        return;
    }
    const auto first = c.reader().peek();
    c.clr("value", v.bytes);
    v.is_null = first == 0 || first == null_length_marker;
}
void counted_value(encoder& c, bool escapes_null, const wire_value& v) {
    if (v.is_null && escapes_null) {
        c.constant_u8("null escape", null_escape);
        c.constant_u8("null escape length", 1);
        return;
    }
    c.clr("value", v.is_null ? bytes_view{} : v.bytes);
}

void long_value(decoder& c, wire_value& v) {
    counted_value(c, false, v);
}
// Clients that read a LONG piece by piece have room for 32768 bytes of it (ojdbc).
void long_value(encoder& c, const wire_value& v) {
    constexpr std::uint32_t piece = 32767;
    std::vector<std::uint32_t> chunks(v.bytes.size() / piece, piece);
    if (v.is_null || chunks.empty() || !c.caps().big_chunks) return counted_value(c, false, v);
    if (v.bytes.size() % piece != 0) chunks.push_back(static_cast<std::uint32_t>(v.bytes.size() % piece));
    c.clr("value", v.bytes, chunks);
}

template <class Codec, class Value>
void layout(Codec& c, value_role role, value_form form, Value& v) {
    switch (form) {
    case value_form::absent: return;
    case value_form::counted: counted_value(c, role == value_role::bind && c.caps().dialect.oci, v); break;
    case value_form::boolean: counted_value(c, role != value_role::fetch, v); break;
    case value_form::long_value:
        long_value(c, v);
        c.sb4("null indicator", v.null_indicator);
        c.ub4("return code", v.return_code);
        break;
    case value_form::physical_rowid: physical_rowid_layout(c, v); break;
    case value_form::universal_rowid:
        c.dalc("value", v.bytes);
        v.is_null = v.bytes.empty();
        break;
    case value_form::lob: lob_layout(c, false, v); break;
    case value_form::lob_with_text: lob_with_data_layout(c, true, v); break;
    case value_form::lob_with_bytes: lob_with_data_layout(c, false, v); break;
    case value_form::image_and_locator: lob_layout(c, true, v); break;
    case value_form::quasi_locator_image: quasi_locator_layout(c, v); break;
    case value_form::lob_locator:
        c.dalc("locator", v.locator);
        v.is_null = v.locator.empty();
        break;
    case value_form::object: object_layout(c, v); break;
    case value_form::cursor:
        if (role == value_role::bind) {
            cursor_bind_layout(c, v);
        } else {
            cursor_value(c, v);
        }
        break;
    }
    if (role != value_role::out) return;
    // Truncated values are longer than the fixed dialect can say.
    if (c.caps().dialect.integers == integer_form::fixed_little) {
        c.sb2("actual length", v.actual_length);
    } else {
        c.sb4("actual length", v.actual_length);
    }
}

value_form lob_form(value_role role, bool prefetches) noexcept {
    if (role == value_role::out && !prefetches) return value_form::lob_locator;
    return role == value_role::bind ? value_form::lob_locator : value_form::lob;
}

value_form image_form(value_role role, bool prefetches) noexcept {
    if (role == value_role::out && !prefetches) return value_form::lob_locator;
    return role == value_role::bind ? value_form::quasi_locator_image : value_form::image_and_locator;
}

}  // namespace

value_form form_of(value_role role, std::uint8_t type, std::uint32_t buffer_size, bool prefetches) noexcept {
    const auto plain = static_cast<db_type>(type);
    const bool is_long = plain == db_type::long_text || plain == db_type::long_raw;
    if (role == value_role::fetch && buffer_size == 0 && !is_long && plain != db_type::urowid) {
        return value_form::absent;
    }
    if (type == opaque_type) return value_form::object;
    switch (plain) {
    case db_type::long_text:
    case db_type::long_raw: return role == value_role::fetch ? value_form::long_value : value_form::counted;
    case db_type::rowid: return role == value_role::fetch ? value_form::physical_rowid : value_form::counted;
    case db_type::urowid: return role == value_role::fetch ? value_form::universal_rowid : value_form::counted;
    case db_type::boolean: return value_form::boolean;
    case db_type::clob:
    case db_type::blob: return lob_form(role, prefetches);
    case db_type::bfile: return value_form::lob_locator;
    case db_type::json:
    case db_type::vector: return image_form(role, prefetches);
    case db_type::object: return value_form::object;
    case db_type::cursor: return value_form::cursor;
    default: return value_form::counted;
    }
}

decode_errc decode_value(decoder& c, value_role role, value_form form, wire_value& out) {
    layout(c, role, form, out);
    return c.error();
}

void encode_value(encoder& c, value_role role, value_form form, const wire_value& value) {
    auto copy = value;  // layouts also set is_null, which is no part of the bytes
    layout(c, role, form, copy);
}

std::array<std::uint8_t, quasi_locator_bytes> quasi_locator(std::uint64_t image_size) noexcept {
    // Length of the rest, version 4, flags (value based, abstract, BLOB; initialised), 0, 1, then the size.
    std::array<std::uint8_t, quasi_locator_bytes> out{0, 38, 0, 4, 0x61, 0x08, 0, 0, 0, 1};
    constexpr std::size_t size_offset = 10;
    for (std::size_t i = 0; i < sizeof image_size; ++i) {
        out[size_offset + i] = static_cast<std::uint8_t>(image_size >> (8U * (sizeof image_size - 1 - i)));
    }
    return out;
}

std::vector<std::uint16_t> bind_row_order(std::span<const bind_metadata> binds, bool is_plsql,
                                          const capabilities& caps) {
    std::vector<std::uint16_t> order;
    order.reserve(binds.size());
    const auto is_last = [&](const bind_metadata& m) { return !is_plsql && m.buffer_size > caps.max_string_size; };
    for (const bool last : {false, true}) {
        for (std::size_t i = 0; i < binds.size(); ++i) {
            if (is_last(binds[i]) == last) order.push_back(static_cast<std::uint16_t>(i));
        }
    }
    return order;
}

}  // namespace oraxx::wire::ttc
