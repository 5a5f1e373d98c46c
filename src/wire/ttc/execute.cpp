#include "wire/ttc/execute.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// Counts of the parts that follow the fixed fields; on the way out they are the sizes of the vectors.
struct counts {
    std::uint32_t sql = 0;
    std::uint32_t i4 = 0;
    std::uint32_t binds = 0;
    std::uint32_t defines = 0;
    std::uint32_t hash = 0;
};

template <class Codec, class Message>
void fixed_layout(Codec& c, Message& m, counts& n) {
    c.ub4("options", m.options);
    c.ub4("cursor id", m.cursor_id);
    c.pointer("has sql", m.has_sql);
    c.ub4("sql length", n.sql);
    c.pointer("has i4", m.has_i4);
    c.ub4("i4 count", n.i4);
    c.pointer("wants o4", m.wants_o4);
    c.pointer("wants o4 length", m.wants_o4_length);
    c.ub4("prefetch bytes", m.prefetch_bytes);
    c.ub4("prefetch rows", m.prefetch_rows);
    c.ub4("max long", m.max_long);
    c.pointer("has binds", m.has_binds);
    c.ub4("bind count", n.binds);
    c.pointer("has application", m.has_application);
    c.pointer("has transaction", m.has_transaction);
    c.pointer("has transaction length", m.has_transaction_length);
    c.pointer("has key values", m.has_key_values);
    c.pointer("has key value count", m.has_key_value_count);
    c.pointer("has defines", m.has_defines);
    c.ub4("define count", n.defines);
    c.ub4("registration low", m.registration_low);
    c.pointer("has object list", m.has_object_list);
    c.pointer("has object list length", m.has_object_list_length);
    c.pointer("has blob vector", m.has_blob_vector);
    c.ub4("blob vector length", m.blob_vector_length);
    c.pointer("has statement hash", m.has_statement_hash);
    c.ub4("statement hash length", n.hash);
    c.ub4("registration high", m.registration_high);
    if (c.caps().at_least(field_version::v12_1)) {
        c.pointer("wants row counts", m.wants_row_counts);
        c.ub4("row count slots", m.row_count_slots);
        c.pointer("wants row count length", m.wants_row_count_length);
    }
    if (c.caps().at_least(field_version::v12_2)) {
        c.pointer("wants sql signature", m.wants_sql_signature);
        c.ub4("sql signature length", m.sql_signature_length);
        c.pointer("wants sql id", m.wants_sql_id);
        c.ub4("sql id length", m.sql_id_length);
        c.pointer("wants sql id length", m.wants_sql_id_length);
    }
    if (c.caps().at_least(field_version::v12_2_ext1)) {
        c.pointer("has chunk ids", m.has_chunk_ids);
        c.ub4("chunk id count", m.chunk_id_count);
    }
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    const auto sql_length = m.sql_announced != 0 ? m.sql_announced : count_of(m.sql);
    counts n{sql_length, count_of(m.i4), count_of(m.binds), count_of(m.defines), count_of(m.statement_hash)};
    fixed_layout(c, m, n);
    if (m.has_sql) request_text(c, "sql", n.sql, m.sql);
    if constexpr (Codec::decoding) m.sql_announced = n.sql == count_of(m.sql) ? 0 : n.sql;
    c.list("i4", n.i4, m.i4, [](auto& codec, auto& value) { codec.ub4("i4 value", value); });
    c.list("bind", n.binds, m.binds, [](auto& codec, auto& bind) { layout(codec, bind); });
    c.list("define", n.defines, m.defines, [](auto& codec, auto& define) { layout(codec, define); });
    if (n.hash != 0) c.raw("statement hash", n.hash, m.statement_hash);
}

}  // namespace

decode_errc decode(decoder& c, execute_request& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const execute_request& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
