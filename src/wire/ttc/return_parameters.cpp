#include "wire/ttc/return_parameters.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    auto value_count = count_of(m.values);
    c.ub2("value count", value_count);
    c.list("value", value_count, m.values, [](auto& codec, auto& value) { codec.ub4("value", value); });
    counted_ub2(c, "transaction context", m.transaction_context);
    auto pair_count = count_of(m.pairs);
    c.ub2("pair count", pair_count);
    c.list("pair", pair_count, m.pairs, [](auto& codec, auto& pair) { keyword_value_layout(codec, pair); });
    counted_ub4(c, "registration", m.registration);
    if (m.has_row_counts) {
        auto row_count_count = count_of(m.row_counts);
        c.ub4("row count count", row_count_count);
        c.list("row count", row_count_count, m.row_counts,
               [](auto& codec, auto& count) { codec.ub8("rows", count); });
    }
    if (m.has_sql_id) counted_ub4(c, "sql id", m.sql_id);
}

}  // namespace

decode_errc decode(decoder& c, return_parameters& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const return_parameters& message) {
    c.u8("message type", return_parameters::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
