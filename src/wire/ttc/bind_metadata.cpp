#include "wire/ttc/bind_metadata.hpp"

#include <cstdint>

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

constexpr std::uint16_t national_mark = 0x100;  // of db_type

// A signed byte; but go-oracledb writes that of a number as an unsigned one of two bytes, -127 as 0xFF81, which
// servers take for the same. It is never written so.
void scale(decoder& c, std::int8_t& value) {
    const auto& dialect = c.caps().dialect;
    if (!dialect.universal_sb1 || dialect.integers == integer_form::fixed_little) return c.sb1("scale", value);
    constexpr std::int32_t lowest_unsigned = 0xFF80;
    constexpr std::int32_t highest_unsigned = 0xFFFF;
    std::int32_t wide = 0;
    c.sb4("scale", wide);
    const bool is_unsigned = wide >= lowest_unsigned && wide <= highest_unsigned;
    if (!is_unsigned && (wide < INT8_MIN || wide > INT8_MAX)) return c.fail("scale", decode_errc::bad_value);
    value = static_cast<std::int8_t>(wide);
}
void scale(encoder& c, std::int8_t value) {
    c.sb1("scale", value);
}

// They grew when vectors came: it shows where integers are fixed (a 12.2 and two 23ai recordings; none between).
template <class Codec, class Flags>
void continuation(Codec& c, Flags& flags) {
    const bool is_fixed = c.caps().dialect.integers == integer_form::fixed_little;
    if (is_fixed && !c.caps().at_least(field_version::v23_1)) {
        c.ub4("continuation flags", flags);
    } else {
        c.ub8("continuation flags", flags);
    }
}

// In a machine's structures an address stands for the object type; no recording has one.
template <class Codec, class Message>
void type_identity(Codec& c, Message& m) {
    if (c.caps().dialect.machine_structures) return c.room(12);
    c.dalc("type oid", m.type_oid);
    c.ub2("type version", m.type_version);
}

template <class Codec, class Message>
void fields(Codec& c, Message& m) {
    structure_mark(c);
    c.u8("type", m.type);
    c.u8("flags", m.flags);
    c.u8("precision", m.precision);
    scale(c, m.scale);
    c.ub4("buffer size", m.buffer_size);
    c.ub4("max elements", m.max_elements);
    continuation(c, m.continuation_flags);
    type_identity(c, m);
    c.ub2("charset", m.charset);
    c.u8("charset form", m.form);
    c.room(1);
    c.ub4("max size", m.max_size);
    if (c.caps().at_least(field_version::v12_2)) c.ub4("collation", m.collation);
}

}  // namespace

void layout(decoder& c, bind_metadata& m) {
    fields(c, m);
}

void layout(encoder& c, const bind_metadata& m) {
    fields(c, m);
}

namespace {

// External codes of times, intervals and LONGs, which some clients declare binds as: same bytes, other numbers.
std::uint8_t internal_code(std::uint8_t type) noexcept {
    constexpr std::uint8_t long_varchar = 94;
    constexpr std::uint8_t long_varraw = 95;
    if (type == long_varchar) return static_cast<std::uint8_t>(db_type::long_text);
    if (type == long_varraw) return static_cast<std::uint8_t>(db_type::long_raw);
    constexpr std::uint8_t first_external = 187;  // TIMESTAMP, then WITH TIME ZONE and the two intervals
    constexpr std::uint8_t last_external = 190;
    constexpr std::uint8_t local_external = 232;
    constexpr auto first = static_cast<std::uint8_t>(db_type::timestamp);
    if (type >= first_external && type <= last_external)
        return static_cast<std::uint8_t>(type - first_external + first);
    return type == local_external ? static_cast<std::uint8_t>(db_type::timestamp_ltz) : type;
}

}  // namespace

db_type bind_metadata::database_type() const noexcept {
    const auto plain = static_cast<db_type>(internal_code(type));
    const bool has_text = plain == db_type::varchar2 || plain == db_type::char_ || plain == db_type::clob ||
                          plain == db_type::long_text;
    if (has_text && form == static_cast<std::uint8_t>(charset_form::national)) {
        return static_cast<db_type>(national_mark | static_cast<std::uint16_t>(plain));
    }
    return plain;
}

}  // namespace oraxx::wire::ttc
