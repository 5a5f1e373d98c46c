#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {
namespace {

template <class Codec, class Header>
void layout(Codec& c, length_form form, Header& h) {
    if (form == length_form::small) {
        c.u16be("packet length", h.length);
        c.u16be("packet checksum", h.checksum);
    } else {
        c.u32be("packet length", h.length);
    }
    c.u8("packet type", h.type);
    c.u8("packet flags", h.flags);
    c.u16be("header checksum", h.header_checksum);
}

}  // namespace

std::string_view name_of(packet_type type) noexcept {
    switch (type) {
    case packet_type::connect: return "CONNECT";
    case packet_type::accept: return "ACCEPT";
    case packet_type::acknowledge: return "ACK";
    case packet_type::refuse: return "REFUSE";
    case packet_type::redirect: return "REDIRECT";
    case packet_type::data: return "DATA";
    case packet_type::null: return "NULL";
    case packet_type::abort: return "ABORT";
    case packet_type::resend: return "RESEND";
    case packet_type::marker: return "MARKER";
    case packet_type::attention: return "ATTENTION";
    case packet_type::control: return "CONTROL";
    case packet_type::data_descriptor: return "DATA DESCRIPTOR";
    }
    return {};
}

decode_errc decode(decoder& c, length_form form, packet_header& out) {
    layout(c, form, out);
    if (c.ok() && out.length < header_size) c.fail("packet length", decode_errc::bad_value);
    if (c.ok() && out.length > max_length(form)) c.fail("packet length", decode_errc::limit_exceeded);
    return c.error();
}

void encode(encoder& c, length_form form, const packet_header& header) {
    layout(c, form, header);
}

void patch_length(byte_buffer& out, std::size_t start, length_form form) noexcept {
    const auto length = out.size() - start;
    const unsigned width = form == length_form::small ? 2 : 4;
    for (unsigned i = 0; i < width; ++i) {
        out[start + i] = static_cast<std::uint8_t>(length >> (8 * (width - 1 - i)));
    }
}

}  // namespace oraxx::wire::tns
