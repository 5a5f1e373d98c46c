#include "wire/ttc/reexecute.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.ub4("cursor id", m.cursor_id);
    c.ub4("iterations", m.iterations);
    c.ub4("options 1", m.options_1);
    c.ub4("options 2", m.options_2);
}

}  // namespace

decode_errc decode(decoder& c, reexecute_request& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const reexecute_request& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
