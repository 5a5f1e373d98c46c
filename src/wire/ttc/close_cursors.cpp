#include "wire/ttc/close_cursors.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    bool has_cursors = true;
    c.pointer("has cursors", has_cursors);
    auto count = count_of(m.cursor_ids);
    c.ub4("cursor count", count);
    c.room(4);
    c.list("cursor", count, m.cursor_ids, [](auto& codec, auto& id) { codec.ub4("cursor id", id); });
}

}  // namespace

decode_errc decode(decoder& c, close_cursors& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const close_cursors& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
