#include "wire/ttc/protocol.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

// Far above anything seen: client names and banners are a few dozen characters.
constexpr std::size_t max_name = 255;

// The versions are a zero-terminated list of bytes.
void version_list(decoder& c, bytes_view& out) {
    std::string_view versions;
    c.zero_terminated("versions", max_name, versions);
    out = base::as_bytes(versions);
}
void version_list(encoder& c, bytes_view versions) {
    c.zero_terminated("versions", max_name, base::as_text(versions));
}

template <class Codec, class Message>
void request_layout(Codec& c, Message& m) {
    version_list(c, m.versions);
    c.zero_terminated("client name", max_name, m.client_name);
}

template <class Codec, class Message>
void reply_layout(Codec& c, Message& m) {
    c.u8("version", m.version);
    c.u8("reserved", m.reserved);
    c.zero_terminated("banner", max_name, m.banner);
    c.u16le("charset", m.charset);
    c.u8("server flags", m.flags);
    auto elements = static_cast<std::uint16_t>(m.charset_elements.size() / charset_element_size);
    c.u16le("charset element count", elements);
    c.raw("charset elements", elements * charset_element_size, m.charset_elements);
    auto fdo_length = static_cast<std::uint16_t>(m.fdo.size());
    c.u16be("fdo length", fdo_length);
    c.raw("fdo", fdo_length, m.fdo);
    counted_u8(c, "compile capabilities", m.compile_capabilities);
    counted_u8(c, "runtime capabilities", m.runtime_capabilities);
}

}  // namespace

std::uint16_t protocol_reply::national_charset() const noexcept {
    // Two lengths inside the FDO lead to the place; the number stands there big-endian.
    constexpr std::size_t lengths_at = 5;
    if (fdo.size() < lengths_at + 2) return 0;
    const std::size_t at = 6 + std::size_t{fdo[lengths_at]} + std::size_t{fdo[lengths_at + 1]};
    if (fdo.size() < at + 5) return 0;
    return static_cast<std::uint16_t>((fdo[at + 3] << 8) | fdo[at + 4]);
}

decode_errc decode(decoder& c, protocol_request& out) {
    request_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, protocol_reply& out) {
    reply_layout(c, out);
    return c.error();
}

void encode(encoder& c, const protocol_request& message) {
    c.u8("message type", protocol_request::type);
    request_layout(c, message);
}

void encode(encoder& c, const protocol_reply& message) {
    c.u8("message type", protocol_reply::type);
    reply_layout(c, message);
}

}  // namespace oraxx::wire::ttc
