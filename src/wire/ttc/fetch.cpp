#include "wire/ttc/fetch.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.ub4("cursor id", m.cursor_id);
    c.ub4("rows", m.rows);
}

}  // namespace

decode_errc decode(decoder& c, fetch_request& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const fetch_request& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
