// Negotiation and logon: from ACCEPT to an authenticated session. 23ai takes protocol, data types and the
// first logon message in one round trip (fast authentication); older servers take them one by one.
#pragma once

#include <array>
#include <string>

#include "auth/client_logon.hpp"
#include "session/call.hpp"
#include "session/connect_exchange.hpp"
#include "session/environment.hpp"
#include "wire/ttc/data_types.hpp"
#include "wire/ttc/key_value.hpp"
#include "wire/types/zone_offset.hpp"

namespace oraxx::session {

class logon_call final : public call {
public:
    // `user` may name a client to work as: "app[scott]". `password` is borrowed until the call is over.
    // `connect_text`: the descriptor without the client's identity.
    logon_call(const environment& world, accept_facts accepted, std::string user, base::bytes_view password,
               std::string connect_text, pool_request pool = {});

    [[nodiscard]] oraxx::phase phase() const noexcept override;
    void write_request(wire::ttc::encoder& out, state& session) override;
    [[nodiscard]] answer_end answer() const noexcept override;
    [[nodiscard]] bool allows_piggybacks() const noexcept override { return false; }
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;
    [[nodiscard]] std::optional<failure> on_status(const wire::ttc::error_info& info, state& session) override;
    next_step on_complete(base::byte_buffer& response, state& session) override;

private:
    enum class step : std::uint8_t { fast, protocol, data_types, phase_one, phase_two, over };

    void write_fast(wire::ttc::encoder& out, state& session);
    void write_phase_one(wire::ttc::encoder& out, state& session);
    void write_phase_two(wire::ttc::encoder& out, state& session);
    [[nodiscard]] wire::ttc::data_types_request data_types_request() const;
    [[nodiscard]] std::vector<wire::ttc::key_value> identity_pairs() const;
    [[nodiscard]] std::uint32_t mode() const noexcept;
    void add_secrets(std::vector<wire::ttc::key_value>& pairs) const;
    void add_wishes(std::vector<wire::ttc::key_value>& pairs) const;
    base::decode_errc take_protocol(wire::ttc::decoder& in, state& session);
    static void take_database_zone(base::bytes_view bytes, state& session);
    base::decode_errc take_parameters(wire::ttc::decoder& in, state& session);
    void take_challenge(const std::vector<wire::ttc::key_value>& pairs);
    [[nodiscard]] auth::auth_errc answer_challenge(const auth::challenge_fields& fields);
    void take_session(const std::vector<wire::ttc::key_value>& pairs, state& session);
    void check_server(const wire::ttc::key_value* proof);
    void explain(auth::auth_errc error, std::uint32_t verifier_type);
    void fail(errc code, std::string message, std::string advice);

    const environment& world_;
    accept_facts accepted_;
    std::string user_;
    std::string proxy_client_;
    base::bytes_view password_;
    std::string connect_text_;
    pool_request pool_;
    std::string purity_;
    std::string process_id_;
    std::string driver_version_;
    std::string alter_session_;
    base::byte_buffer compile_;
    base::byte_buffer runtime_;
    std::array<std::uint8_t, wire::types::zone_offset_size> time_zone_;
    auth::logon_proof proof_;
    step step_ = step::protocol;
    bool pads_session_key_ = false;  // 11.2: the client's half of a 48-byte session key is 40 bytes and padding
    bool challenged_ = false;        // the server's challenge was read
    bool proved_ = false;            // the server's proof was checked, well or badly
};

}  // namespace oraxx::session
