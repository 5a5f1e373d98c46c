#include "wire/ttc/auth.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.pointer("has user", m.has_user);
    auto user_length = m.user_announced != 0 ? m.user_announced : count_of(m.user);
    c.ub4("user length", user_length);
    c.ub4("mode", m.mode);
    c.pointer("has pairs", m.has_pairs);
    auto count = count_of(m.pairs);
    c.ub4("pair count", count);
    c.room(4);
    c.pointer("wants keys", m.wants_keys);
    c.pointer("wants values", m.wants_values);
    if (user_length != 0) request_text(c, "user", user_length, m.user);
    if constexpr (Codec::decoding) m.user_announced = user_length == m.user.size() ? 0 : user_length;
    c.list("pair", count, m.pairs, [](auto& codec, auto& pair) { key_value_layout(codec, pair); });
}

template <class Codec, class Message>
void parameters_layout(Codec& c, Message& m) {
    auto count = count_of(m.pairs);
    c.ub2("pair count", count);
    c.list("pair", count, m.pairs, [](auto& codec, auto& pair) { key_value_layout(codec, pair); });
}

}  // namespace

decode_errc decode(decoder& c, auth_request& out) {
    layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, auth_parameters& out) {
    parameters_layout(c, out);
    return c.error();
}

void encode(encoder& c, const auth_request& message) {
    layout(c, message);
}

void encode(encoder& c, const auth_parameters& message) {
    c.u8("message type", auth_parameters::type);
    parameters_layout(c, message);
}

}  // namespace oraxx::wire::ttc
