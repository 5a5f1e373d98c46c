#include "wire/ttc/transaction_functions.hpp"

#include <array>

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// What of a name stands among the fixed fields; the bytes come later.
struct name_lengths {
    std::uint32_t global_id = 0;
    std::uint32_t branch = 0;
    std::uint32_t whole = 0;
};

name_lengths lengths_of(const transaction_name& name) noexcept {
    const auto whole = name.global_id.size() + name.branch.size() + name.padding.size();
    return {count_of(name.global_id), count_of(name.branch), static_cast<std::uint32_t>(whole)};
}

template <class Codec, class Name>
void name_head(Codec& c, Name& name, name_lengths& lengths) {
    c.ub4("format id", name.format);
    c.ub4("global id length", lengths.global_id);
    c.ub4("branch length", lengths.branch);
    argument(c, "has name", "name length", lengths.whole);
    const auto used = std::uint64_t{lengths.global_id} + lengths.branch;
    if (lengths.whole != 0 && used > lengths.whole) c.fail("name length", decode_errc::bad_value);
}

template <class Codec, class Name>
void name_bytes(Codec& c, Name& name, const name_lengths& lengths) {
    if (lengths.whole == 0 || !c.ok()) return;
    c.raw("global id", lengths.global_id, name.global_id);
    c.raw("branch", lengths.branch, name.branch);
    c.raw("padding", lengths.whole - lengths.global_id - lengths.branch, name.padding);
}

template <class Codec, class Message>
void switch_layout(Codec& c, Message& m) {
    c.ub4("operation", m.operation);
    auto context_length = count_of(m.context);
    argument(c, "has context", "context length", context_length);
    auto lengths = lengths_of(m.name);
    name_head(c, m.name, lengths);
    c.ub4("flags", m.flags);
    c.ub4("timeout", m.timeout);
    wanted(c, "wants application value");
    wanted(c, "wants context");
    wanted(c, "wants context length");
    auto internal_length = count_of(m.internal_name);
    argument(c, "has internal name", "internal name length", internal_length);
    auto external_length = count_of(m.external_name);
    argument(c, "has external name", "external name length", external_length);
    if (context_length != 0) c.raw("context", context_length, m.context);
    name_bytes(c, m.name, lengths);
    c.ub4("application value", m.application_value);
    if (internal_length != 0) c.raw("internal name", internal_length, m.internal_name);
    if (external_length != 0) c.raw("external name", external_length, m.external_name);
}

template <class Codec, class Message>
void switch_reply_layout(Codec& c, Message& m) {
    c.ub4("application value", m.application_value);
    counted_ub2(c, "context", m.context);
}

template <class Codec, class Message>
void change_layout(Codec& c, Message& m) {
    c.ub4("operation", m.operation);
    auto context_length = count_of(m.context);
    argument(c, "has context", "context length", context_length);
    auto lengths = lengths_of(m.name);
    name_head(c, m.name, lengths);
    c.ub4("timeout", m.timeout);
    c.ub4("state", m.state);
    wanted(c, "wants state");
    c.ub4("flags", m.flags);
    if (context_length != 0) c.raw("context", context_length, m.context);
    name_bytes(c, m.name, lengths);
}

template <class Codec, class Message>
void change_reply_layout(Codec& c, Message& m) {
    c.ub4("state", m.state);
}

}  // namespace

bytes_view padding_of(bytes_view global_id, bytes_view branch) noexcept {
    static constexpr std::array<std::uint8_t, transaction_name_size> zeros{};
    const auto used = global_id.size() + branch.size();
    return used > zeros.size() ? bytes_view{} : bytes_view(zeros).subspan(used);
}

decode_errc decode(decoder& c, transaction_switch& out) {
    switch_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, transaction_switch_reply& out) {
    switch_reply_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, transaction_change& out) {
    change_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, transaction_change_reply& out) {
    change_reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const transaction_switch& message) {
    switch_layout(c, message);
}

void encode(encoder& c, const transaction_switch_reply& message) {
    c.u8("message type", transaction_switch_reply::type);
    switch_reply_layout(c, message);
}

void encode(encoder& c, const transaction_change& message) {
    change_layout(c, message);
}

void encode(encoder& c, const transaction_change_reply& message) {
    c.u8("message type", transaction_change_reply::type);
    change_reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
