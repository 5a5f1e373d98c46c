#include "wire/ttc/session_functions.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void schema_layout(Codec& c, Message& m) {
    bool has_schema = true;
    c.pointer("has schema", has_schema);
    c.dalc("schema", m.schema);
}

template <class Codec, class Message>
void state_layout(Codec& c, Message& m) {
    c.ub8("flags", m.flags);
}

template <class Codec, class Message>
void tracking_layout(Codec& c, Message& m) {
    bool has_text = true;
    c.pointer("has text", has_text);
    auto length = count_of(m.text);
    c.ub4("text length", length);
    c.u8("reserved", m.reserved);
    c.raw("text", length, m.text);
}

template <class Codec, class Message>
void begin_layout(Codec& c, Message& m) {
    c.ub2("error set id", m.error_set_id);
    c.u8("error set mode", m.error_set_mode);
    c.u8("mode", m.mode);
}

template <class Codec, class Message>
void end_layout(Codec& c, Message& m) {
    c.ub4("reserved", m.reserved);
}

template <class Codec, class Message>
void token_layout(Codec& c, Message& m) {
    c.ub8("token", m.token);
}

}  // namespace

decode_errc decode(decoder& c, set_schema& out) {
    schema_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, session_state& out) {
    state_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, feature_tracking& out) {
    tracking_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, pipeline_begin& out) {
    begin_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, pipeline_end& out) {
    end_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, pipeline_token& out) {
    token_layout(c, out);
    return c.error();
}

void encode(encoder& c, const set_schema& message) {
    schema_layout(c, message);
}

void encode(encoder& c, const session_state& message) {
    state_layout(c, message);
}

void encode(encoder& c, const feature_tracking& message) {
    tracking_layout(c, message);
}

void encode(encoder& c, const pipeline_begin& message) {
    begin_layout(c, message);
}

void encode(encoder& c, const pipeline_end& message) {
    end_layout(c, message);
}

void encode(encoder& c, const pipeline_token& message) {
    c.u8("message type", pipeline_token::type);
    token_layout(c, message);
}

}  // namespace oraxx::wire::ttc
