#include "wire/ttc/bind_metadata.hpp"

namespace oraxx::wire::ttc {
namespace {

constexpr std::uint16_t national_mark = 0x100;  // of db_type

template <class Codec, class Message>
void fields(Codec& c, Message& m) {
    c.u8("type", m.type);
    c.u8("flags", m.flags);
    c.u8("precision", m.precision);
    c.sb1("scale", m.scale);
    c.ub4("buffer size", m.buffer_size);
    c.ub4("max elements", m.max_elements);
    c.ub8("continuation flags", m.continuation_flags);
    c.dalc("type oid", m.type_oid);
    c.ub4("type version", m.type_version);
    c.ub2("charset", m.charset);
    c.u8("charset form", m.form);
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

db_type bind_metadata::database_type() const noexcept {
    const auto plain = static_cast<db_type>(type);
    const bool has_text = plain == db_type::varchar2 || plain == db_type::char_ || plain == db_type::clob ||
                          plain == db_type::long_text;
    if (has_text && form == static_cast<std::uint8_t>(charset_form::national)) {
        return static_cast<db_type>(national_mark | type);
    }
    return plain;
}

}  // namespace oraxx::wire::ttc
