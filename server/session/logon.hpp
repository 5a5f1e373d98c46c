// The server's side of a logon: what phase one is answered with, and whether phase two proves the password.
#pragma once

#include <optional>
#include <string>

#include "server/session/logon_wishes.hpp"
#include "server/session/session_config.hpp"
#include "wire/ttc/auth.hpp"

namespace oraxx::sandbox {

// ORA numbers a logon may end with.
inline constexpr std::uint32_t ora_invalid_credentials = 1017;
inline constexpr std::uint32_t ora_insufficient_privileges = 1031;
inline constexpr std::uint32_t ora_missing_password = 988;
inline constexpr std::uint32_t ora_password_expired = 28001;
inline constexpr std::uint32_t ora_invalid_old_password = 28008;
inline constexpr std::uint32_t ora_no_matching_protocol = 28040;
inline constexpr std::uint32_t ora_proxy_not_authorized = 28150;
inline constexpr std::uint32_t ora_no_such_edition = 38802;

// Identity of one session, as its properties tell it.
struct session_identity {
    std::uint32_t session_id = 1;
    std::uint32_t serial_number = 1;
    std::uint32_t process_id = 1;
};

class logon {
public:
    explicit logon(const session_config& config) : config_(&config) {}

    // Phase one: message 8 with the challenge. The same for users that do not exist.
    void encode_challenge(wire::ttc::encoder& c, const wire::ttc::auth_request& request);

    // Phase two: 0 when the password is right, else the ORA number.
    [[nodiscard]] std::uint32_t check(const wire::ttc::auth_request& request);
    // Of a session: 0 when the account has another password now, else the ORA number.
    [[nodiscard]] std::uint32_t change_password(const wire::ttc::auth_request& request) const;
    // After check() said 0: message 8 with the session's properties and the server's proof.
    void encode_properties(wire::ttc::encoder& c, const session_identity& identity) const;

    // The ALTER SESSION that the client wants run before anything else; may be empty.
    [[nodiscard]] const std::string& session_statement() const noexcept { return session_statement_; }
    [[nodiscard]] const logon_wishes& wishes() const noexcept { return wishes_; }
    // Whose session it is.
    [[nodiscard]] std::string session_user() const;

private:
    [[nodiscard]] std::uint32_t refuse_wishes() const;
    [[nodiscard]] std::string property_value(const session_property& property,
                                             const session_identity& identity) const;

    const session_config* config_;
    std::string user_;
    bool challenged_ = false;
    account::verifier_pointer verifier_;  // that of the challenge: the password may change in between
    auth::verifier_challenge challenge_;
    base::secret_bytes combo_key_;
    logon_wishes wishes_;
    std::string server_proof_;
    std::string session_statement_;
};

// The text of an error message: "ORA-01017: invalid credential or not authorized; logon denied".
[[nodiscard]] std::string logon_error_text(const persona& persona, std::uint32_t error);

}  // namespace oraxx::sandbox
