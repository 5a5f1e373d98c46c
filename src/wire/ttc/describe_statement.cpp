#include "wire/ttc/describe_statement.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void message_layout(Codec& c, Message& m) {
    auto length = static_cast<std::uint32_t>(m.sql.size());
    c.u8("flags", m.flags);
    c.ub4("cursor id", m.cursor_id);
    argument(c, "has sql", "sql length", length);
    c.ub4("parse version", m.parse_version);
    c.pointer("wants count", m.wants_count);
    c.pointer("wants columns", m.wants_columns);
    if (length != 0) request_text(c, "sql", length, m.sql);
}

// A failure stays with the codec.
void column(decoder& c, column_metadata& out) {
    (void)decode(c, out);
}
void column(encoder& c, const column_metadata& message) {
    encode(c, message);
}

template <class Codec, class Message>
void reply_layout(Codec& c, Message& m) {
    auto count = static_cast<std::uint16_t>(m.columns.size());
    c.ub2("column count", count);
    if (count > max_columns) return c.fail("column count", decode_errc::limit_exceeded);
    c.list("column", count, m.columns, [](auto& codec, auto& each) { column(codec, each); });
}

}  // namespace

decode_errc decode(decoder& c, describe_statement& out) {
    message_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, statement_columns& out) {
    reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const describe_statement& message) {
    auto copy = message;
    message_layout(c, copy);
}

void encode(encoder& c, const statement_columns& message) {
    c.u8("message type", statement_columns::type);
    reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
