// RESEND (11): repeat the CONNECT, unchanged, on the same stream. No body; the packet flag tls_renegotiation asks for
// a new TLS handshake first.
#pragma once

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

struct resend {
    static constexpr packet_type type = packet_type::resend;
};

// There is nothing to read or write; both exist so that every packet has the same interface.
inline decode_errc decode(decoder& c, resend& /*out*/) {
    return c.error();
}
inline void encode(encoder& /*c*/, const resend& /*message*/) {}

}  // namespace oraxx::wire::tns
