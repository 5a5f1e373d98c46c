#include "wire/ttc/implicit_results.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

void block_of(decoder& c, describe_block& out) {
    (void)decode(c, out);  // an error sticks in the decoder
}
void block_of(encoder& c, const describe_block& block) {
    encode(c, block);
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    auto count = count_of(m.results);
    c.ub4("result count", count);
    c.list("result", count, m.results, [](auto& codec, auto& result) {
        counted_u8(codec, "reserved", result.reserved);
        block_of(codec, result.described);
        codec.ub2("cursor id", result.cursor_id);
    });
}

}  // namespace

decode_errc decode(decoder& c, implicit_results& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const implicit_results& message) {
    c.u8("message type", implicit_results::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
