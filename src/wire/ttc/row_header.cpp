#include "wire/ttc/row_header.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    structure_mark(c);
    c.u8("flags", m.flags);
    c.room(1);
    c.ub2("columns low", m.columns_low);
    c.ub4("iteration", m.iteration);
    c.ub4("rows wanted", m.rows_wanted);
    c.ub2("buffer length", m.buffer_length);
    // Addresses and lengths of what follows: the one recording of a machine's structures has nothing there.
    if (c.caps().dialect.machine_structures) return c.room(34);
    auto length = count_of(m.bit_vector);
    c.ub4("bit vector length", length);
    if (length != 0) {
        c.constant_u8("bit vector length again", static_cast<std::uint8_t>(length));
        c.raw("bit vector", length, m.bit_vector);
    }
    c.dalc("rowid", m.rowid);
}

}  // namespace

decode_errc decode(decoder& c, row_header& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const row_header& message) {
    c.u8("message type", row_header::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
