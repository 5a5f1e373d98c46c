// Another password for the account of a session. The second message of a logon, sent again: what encrypts the
// passwords is the key both sides have agreed on then.
#pragma once

#include "session/call.hpp"
#include "session/environment.hpp"

namespace oraxx::session {

class password_change_call final : public call {
public:
    // Encrypts both; errc::invalid_argument for passwords that cannot be any. `random` as in environment.
    [[nodiscard]] std::optional<failure> prepare(const state& session, base::bytes_view old_password,
                                                 base::bytes_view new_password,
                                                 const std::function<void(std::span<std::uint8_t>)>& random);

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::authenticate; }
    void write_request(wire::ttc::encoder& out, state& session) override;
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;

private:
    std::string old_password_;
    std::string new_password_;
};

}  // namespace oraxx::session
