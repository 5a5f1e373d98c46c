#include "session/connect_exchange.hpp"

#include <algorithm>

#include "session/failures.hpp"
#include "values/ora_text.hpp"
#include "values/unusable_failure.hpp"
#include "wire/tns/accept.hpp"
#include "wire/tns/connect.hpp"
#include "wire/tns/redirect.hpp"
#include "wire/tns/refuse.hpp"

namespace oraxx::session {
namespace {

namespace tns = wire::tns;

// Decodes a whole packet body; false when it is malformed.
template <class Packet>
bool decode_body(const net::packet& packet, base::arena& scratch, Packet& out) {
    const wire::ttc::capabilities none{};
    tns::decoder decoder(packet.body, none, scratch);
    return tns::decode(decoder, out) == base::decode_errc::ok;
}

constexpr int ora_encryption_required = 12660;

}  // namespace

void connect_exchange::start(connect_parameters parameters, net::frame_writer& writer) {
    *this = connect_exchange{};
    parameters_ = std::move(parameters);
    parameters_.sdu = std::clamp(parameters_.sdu, min_sdu, max_sdu);
    write_connect(writer);
}

void connect_exchange::write_connect(net::frame_writer& writer) const {
    const auto small_sdu = static_cast<std::uint16_t>(std::min<std::uint32_t>(parameters_.sdu, 65535));
    tns::connect message;
    message.version = highest_version;
    message.sdu = small_sdu;
    message.tdu = small_sdu;
    message.large_sdu = parameters_.sdu;
    message.large_tdu = parameters_.sdu;
    message.set_connect_data(parameters_.connect_data);
    writer.write(message, parameters_.after_redirect ? tns::packet_flag::follows_redirect : std::uint8_t{0});
    if (message.data_follows()) {
        auto& payload = writer.begin_data();
        const auto text = base::as_bytes(parameters_.connect_data);
        payload.insert(payload.end(), text.begin(), text.end());
        writer.end_data();
    }
}

connect_exchange::progress connect_exchange::fail(errc code, std::string message, std::string advice) {
    failure_ = values::unusable_failure(code, oraxx::phase::connect, std::move(message), std::move(advice));
    return progress::over;
}

connect_exchange::progress connect_exchange::on_packet(const net::packet& packet, net::frame_writer& writer) {
    if (awaiting_ != awaiting::answer) return on_text(packet);
    switch (packet.type) {
    case tns::packet_type::accept: return on_accept(packet);
    case tns::packet_type::refuse: return on_refuse(packet);
    case tns::packet_type::redirect: return on_redirect(packet);
    case tns::packet_type::resend: return on_resend(packet, writer);
    default: break;
    }
    return fail(errc::protocol_violation,
                "the server answered CONNECT with a " + std::string(tns::name_of(packet.type)) + " packet");
}

connect_exchange::progress connect_exchange::on_accept(const net::packet& packet) {
    base::arena scratch;
    tns::accept message;
    if (!decode_body(packet, scratch, message)) return fail(errc::protocol_violation, "malformed ACCEPT packet");
    if (message.version < lowest_version || message.version > highest_version) {
        return fail(errc::version_not_supported,
                    "the server speaks Oracle Net version " + std::to_string(message.version) +
                        "; this driver speaks " + std::to_string(lowest_version) + " to " +
                        std::to_string(highest_version),
                    "versions below 314 are databases before 11.2");
    }
    if ((message.flags0 & tns::connect_flag::na_required) != 0 || message.wants_native_services()) {
        return fail(errc::encryption_required, "server requires native network encryption",
                    "this release does not speak it: use tcps, or set SQLNET.ENCRYPTION_SERVER and "
                    "SQLNET.CRYPTO_CHECKSUM_SERVER to ACCEPTED on the server");
    }
    accepted_.version = message.version;
    accepted_.sdu = message.effective_sdu();
    if (accepted_.sdu < min_sdu || accepted_.sdu > max_sdu) {
        return fail(errc::protocol_violation, "the server accepted with an SDU of " + std::to_string(accepted_.sdu) +
                                                  " bytes, outside 512..2097152");
    }
    accepted_.fast_auth = (message.flags2 & tns::accept_flag2::fast_auth) != 0;
    accepted_.end_of_response =
        message.version >= tns::version_end_of_response && (message.flags2 & tns::accept_flag2::end_of_response) != 0;
    return progress::over;
}

connect_exchange::progress connect_exchange::on_refuse(const net::packet& packet) {
    base::arena scratch;
    tns::refuse message;
    if (!decode_body(packet, scratch, message)) return fail(errc::protocol_violation, "malformed REFUSE packet");
    if (message.text_follows()) {
        awaiting_ = awaiting::refuse_text;
        return progress::wants_more;
    }
    return take_refusal(message.text);
}

connect_exchange::progress connect_exchange::on_redirect(const net::packet& packet) {
    base::arena scratch;
    tns::redirect message;
    if (!decode_body(packet, scratch, message)) return fail(errc::protocol_violation, "malformed REDIRECT packet");
    if (message.text_follows()) {
        awaiting_ = awaiting::redirect_text;
        return progress::wants_more;
    }
    return take_redirect(message.text);
}

connect_exchange::progress connect_exchange::on_resend(const net::packet& packet, net::frame_writer& writer) {
    const bool restarts_tls = (packet.flags & tns::packet_flag::tls_renegotiation) != 0;
    if (restarts_tls && !parameters_.over_tls) {
        return fail(errc::protocol_violation, "the server asks for a new TLS handshake on a connection without TLS");
    }
    if (++resends_ > max_resends) {
        return fail(errc::protocol_violation,
                    "the server asked for the CONNECT packet more than " + std::to_string(max_resends) + " times");
    }
    if (restarts_tls) return progress::wants_tls_restart;
    write_connect(writer);
    return progress::wants_more;
}

connect_exchange::progress connect_exchange::on_text(const net::packet& packet) {
    if (packet.type != tns::packet_type::data) {
        return fail(errc::protocol_violation, "the text of a REFUSE or REDIRECT did not follow, but a " +
                                                  std::string(tns::name_of(packet.type)) + " packet");
    }
    const auto text = base::as_text(packet.body);
    return awaiting_ == awaiting::refuse_text ? take_refusal(text) : take_redirect(text);
}

connect_exchange::progress connect_exchange::take_refusal(std::string_view text) {
    const auto reason = tns::parse_refuse_reason(text);
    if (reason.error == 0) {
        return fail(errc::refused, "the listener refused the connection without a reason", "see the listener's log");
    }
    const auto code = static_cast<int>(reason.error);
    const auto answer = fail(code == ora_encryption_required ? errc::encryption_required : errc::refused,
                             "the listener refused the connection with " + values::ora_text(reason.error),
                             std::string(advice_for(code)));
    failure_->ora_code = code;
    return answer;
}

connect_exchange::progress connect_exchange::take_redirect(std::string_view text) {
    const auto target = tns::split_redirect_text(text);
    if (target.address.empty()) return fail(errc::protocol_violation, "the listener redirected to nowhere");
    redirect_ = redirect_target{std::string(target.address), std::string(target.connect_data)};
    return progress::over;
}

}  // namespace oraxx::session
