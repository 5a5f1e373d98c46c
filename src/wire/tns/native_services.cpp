#include "wire/tns/native_services.hpp"

namespace oraxx::wire::tns {
namespace {

template <class Codec, class Value>
void value_layout(Codec& c, Value& v) {
    auto length = static_cast<std::uint16_t>(v.bytes.size());
    c.u16be("length", length);
    c.u16be("type", v.type);
    c.raw("value", length, v.bytes);
}

template <class Codec, class Block>
void block_layout(Codec& c, Block& b) {
    c.u16be("service", b.service);
    auto count = static_cast<std::uint16_t>(b.values.size());
    c.u16be("value count", count);
    c.u32be("error", b.error);
    c.list("value", count, b.values, [](auto& codec, auto& value) { value_layout(codec, value); });
}

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    std::uint32_t magic = native_services_magic;
    c.u32be("magic", magic);
    if (magic != native_services_magic) {
        c.fail("magic", decode_errc::bad_value);
        return;
    }
    c.u16be("container length", m.length);
    c.u32be("version", m.version);
    auto count = static_cast<std::uint16_t>(m.services.size());
    c.u16be("service count", count);
    c.u8("error flag", m.error_flag);
    c.list("service", count, m.services, [](auto& codec, auto& block) { block_layout(codec, block); });
}

}  // namespace

bool is_native_services(bytes_view payload) noexcept {
    base::byte_reader in(payload);
    return payload.size() >= 4 && in.u32be() == native_services_magic;
}

decode_errc decode(decoder& c, native_services& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const native_services& message) {
    layout(c, message);
}

}  // namespace oraxx::wire::tns
