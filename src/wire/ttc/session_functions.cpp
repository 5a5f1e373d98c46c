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
void context_layout(Codec& c, Message& m) {
    bool has_name_space = !m.name_space.empty();
    c.pointer("has name space", has_name_space);
    auto length = count_of(m.name_space);
    c.ub4("name space length", length);
    bool has_values = !m.values.empty();
    c.pointer("has values", has_values);
    auto count = count_of(m.values);
    c.ub4("value count", count);
    c.ub2("flags", m.flags);
    c.constant_u8("reserved", 0);
    if (length != 0) request_text(c, "name space", length, m.name_space);
    c.list("value", count, m.values, [](auto& codec, auto& pair) { key_value_layout(codec, pair); });
}

template <class Codec, class Message>
void switch_layout(Codec& c, Message& m) {
    c.ub4("session id", m.session_id);
    c.ub4("serial number", m.serial_number);
    c.ub4("mode", m.mode);
}

template <class Codec, class Message>
void release_layout(Codec& c, Message& m) {
    bool has_tag = !m.tag.empty();
    c.pointer("has tag", has_tag);
    auto length = count_of(m.tag);
    c.ub4("tag length", length);
    c.ub4("mode", m.mode);
    if (length != 0) request_text(c, "tag", length, m.tag);
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
    c.ub4("flags", m.flags);
    request_text(c, "text", length, m.text);
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

decode_errc decode(decoder& c, session_switch& out) {
    switch_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, set_schema& out) {
    schema_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, app_context& out) {
    context_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, session_release& out) {
    release_layout(c, out);
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

void encode(encoder& c, const session_switch& message) {
    switch_layout(c, message);
}

void encode(encoder& c, const set_schema& message) {
    schema_layout(c, message);
}

void encode(encoder& c, const app_context& message) {
    context_layout(c, message);
}

void encode(encoder& c, const session_release& message) {
    release_layout(c, message);
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
