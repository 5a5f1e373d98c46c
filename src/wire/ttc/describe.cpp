#include "wire/ttc/describe.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void annotation_layout(Codec& c, Message& m) {
    auto count = count_of(m.annotations);
    auto sets = count == 0 ? 0 : m.annotation_sets;
    c.ub4("annotation sets", sets);
    if (sets == 0) return;
    if constexpr (Codec::decoding) m.annotation_sets = sets;
    c.u8("annotations mark", m.annotations_mark);
    c.ub4("annotation count", count);
    c.u8("annotation mark", m.annotation_mark);
    c.list("annotation", count, m.annotations, [](auto& codec, auto& pair) { key_value_layout(codec, pair); });
    c.ub4("annotation flags", m.annotation_flags);
}

template <class Codec, class Message>
void column_layout(Codec& c, Message& m) {
    layout(c, m.format);
    c.u8("nullable", m.nullable);
    c.u8("v7 name length", m.v7_name_length);
    c.dalc("name", m.name, m.name_announced);
    c.dalc("schema", m.schema);
    c.dalc("type name", m.type_name);
    c.ub2("position", m.position);
    c.ub4("user flags", m.user_flags);
    if (c.caps().at_least(field_version::v23_1)) {
        c.dalc("domain schema", m.domain_schema);
        c.dalc("domain name", m.domain_name);
    }
    if (c.caps().at_least(field_version::v23_1_ext3)) annotation_layout(c, m);
    if (c.caps().at_least(field_version::v23_4)) {
        c.ub4("vector dimensions", m.vector_dimensions);
        c.u8("vector format", m.vector_format);
        c.u8("vector flags", m.vector_flags);
    }
}

template <class Codec, class Message>
void block_layout(Codec& c, Message& m) {
    c.ub4("max row size", m.max_row_size);
    auto count = count_of(m.columns);
    c.ub4("column count", count);
    if (count > max_columns) {
        c.fail("column count", decode_errc::limit_exceeded);
        return;
    }
    if (count != 0) c.u8("columns mark", m.columns_mark);
    c.list("column", count, m.columns, [](auto& codec, auto& column) { column_layout(codec, column); });
    c.dalc("current date", m.current_date);
    c.ub4("describe flags", m.flags);
    c.ub4("buffer size", m.buffer_size);
    c.ub4("min rows", m.min_rows);
    c.ub4("max rows", m.max_rows);
    c.dalc("query cache key", m.query_cache_key);
}

template <class Codec, class Bytes>
void hash_layout(Codec& c, Bytes& hash) {
    if (!c.caps().dialect.oci) return c.clr("statement hash", hash);
    auto length = count_of(hash);
    c.ub4("statement hash length", length);
    c.raw("statement hash", length, hash);
}

}  // namespace

decode_errc decode(decoder& c, column_metadata& out) {
    column_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, describe_block& out) {
    block_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, describe_info& out) {
    hash_layout(c, out.statement_hash);
    return decode(c, out.block);
}

void encode(encoder& c, const column_metadata& message) {
    column_layout(c, message);
}

void encode(encoder& c, const describe_block& message) {
    block_layout(c, message);
}

void encode(encoder& c, const describe_info& message) {
    c.u8("message type", describe_info::type);
    hash_layout(c, message.statement_hash);
    encode(c, message.block);
}

}  // namespace oraxx::wire::ttc
