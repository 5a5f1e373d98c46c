#include "trace/recording.hpp"

#include "base/arena.hpp"
#include "base/hex.hpp"

namespace oraxx::trace {

using base::bytes_view;
using wire::tns::packet_header;
using wire::tns::packet_type;

namespace {

constexpr std::uint8_t tls_handshake_record = 22;

std::string line_of(bool from_client, bytes_view bytes) {
    return (from_client ? "C " : "S ") + base::hex_lower(bytes) + '\n';
}

}  // namespace

std::string recording::heading() const {
    std::string out;
    out += "# source: oraxx trace record\n";
    out += "# connection: " + about_.client + " to " + about_.server + '\n';
    out += "# recorded: " + about_.started + '\n';
    out +=
        "# holds: every byte both sides sent, so user and host names, SQL, bind and column values, and the logon's\n";
    out += "# proofs, against which a password can be guessed: `oraxx trace redact` takes them out\n";
    out += is_tls_ ? "# layer: tls\n" : "# layer: tns\n";
    return out;
}

std::string recording::received(bool from_client, bytes_view bytes) {
    std::string out;
    if (bytes.empty()) return out;
    if (!has_heading_) {
        is_tls_ = bytes[0] == tls_handshake_record;
        client_.is_framed = server_.is_framed = !is_tls_;
        has_heading_ = true;
        out = heading();
    }
    auto& side = way(from_client);
    if (!side.is_framed) return out + line_of(from_client, bytes);
    side.pending.insert(side.pending.end(), bytes.begin(), bytes.end());
    return out + packets(from_client);
}

std::string recording::packets(bool from_client) {
    auto& side = way(from_client);
    std::string out;
    bytes_view rest = side.pending;
    while (rest.size() >= wire::tns::header_size) {
        const wire::ttc::capabilities caps{};
        base::arena scratch;
        wire::tns::decoder c(rest, caps, scratch);
        packet_header header;
        if (decode(c, form_, header) != base::decode_errc::ok) {
            side.is_framed = false;
            out += line_of(from_client, rest);
            rest = {};
            break;
        }
        if (header.length > rest.size()) break;
        out += line_of(from_client, rest.first(header.length));
        if (header.type == packet_type::accept) {
            const auto version = c.reader().u16be();
            if (c.ok()) form_ = wire::tns::length_form_of(version);
        }
        rest = rest.subspan(header.length);
    }
    side.pending.erase(side.pending.begin(), side.pending.end() - static_cast<std::ptrdiff_t>(rest.size()));
    return out;
}

std::string recording::received_urgent(bool from_client, std::uint8_t byte) {
    const std::uint8_t bytes[] = {byte};
    return std::string("# out of band, from the ") + (from_client ? "client" : "server") + ": " +
           base::hex_lower(bytes) + '\n';
}

std::string recording::finished(std::string_view how) {
    std::string out;
    if (!has_heading_) out = heading();
    for (const bool from_client : {true, false}) {
        auto& side = way(from_client);
        if (!side.pending.empty()) out += line_of(from_client, side.pending);
        side.pending.clear();
    }
    return out + "# end: " + std::string(how) + '\n';
}

}  // namespace oraxx::trace
