// The server's side of a password logon. Also reads recorded logons: with the password of a recording,
// make_verifier() and open_logon() give back every secret of both sides.
#pragma once

#include "auth/challenge.hpp"
#include "base/secret.hpp"

namespace oraxx::auth {

// What a server keeps instead of the password.
struct verifier {
    verifier_type type = verifier_type::pbkdf2_sha512;
    byte_buffer salt{};  // 16 bytes for 12c, 10 for 11g, the user's name for 10g, none for the unsalted kind
    std::uint32_t vgen_count = 0;  // 12c
    base::secret_bytes hash{};     // SHA-512 (64 bytes) for 12c, SHA-1 (20) for 11g, DES (8) for 10g
};

auth_errc make_verifier(verifier_type type, bytes_view password, bytes_view salt, std::uint32_t vgen_count,
                        verifier& out);

// Encrypts `server_key` (32 random bytes, or 48 for the MD5 scheme of 11g) for the client.
// `csk_salt` is 16 random bytes, `sder_count` the rounds of the session key's derivation (servers say 3).
auth_errc make_challenge(const verifier& stored, bytes_view server_key, bytes_view csk_salt, std::uint32_t sder_count,
                         verifier_challenge& out);

// Hex values of the client's second message, borrowed. Absent pairs stay empty.
struct logon_request {
    std::string_view sesskey{};       // AUTH_SESSKEY
    std::string_view password{};      // AUTH_PASSWORD
    std::string_view speedy_key{};    // AUTH_PBKDF2_SPEEDY_KEY
    std::string_view new_password{};  // AUTH_NEWPASSWORD
};

struct opened_logon {
    base::secret_bytes server_key{};  // plain halves of the session key
    base::secret_bytes client_key{};
    base::secret_bytes combo_key{};
    base::secret_bytes password{};
    base::secret_bytes new_password{};  // empty unless the request changes it
    base::secret_bytes password_key{};  // 12c: PBKDF2 of the password, from the speedy key
    byte_buffer password_salt{};        // the client's random bytes
    byte_buffer speedy_salt{};
};

// Decrypts a request made for `challenge` and checks both proofs in it: the speedy key against the stored
// hash, and the password against it when there is no speedy key (with one, the caller that knows the
// password compares opened_logon::password itself: no second PBKDF2). wrong_password says which.
auth_errc open_logon(const verifier& stored, const verifier_challenge& challenge, const logon_request& request,
                     opened_logon& out);

// Decrypts the passwords of a change made during a session: `request` holds nothing else, `combo_key` is that of the
// logon. Whether the old password is right is the caller's to compare.
auth_errc open_password_change(bytes_view combo_key, const logon_request& request, opened_logon& out);

// AUTH_SVR_RESPONSE; `salt` is 16 random bytes.
auth_errc make_server_response(bytes_view combo_key, bytes_view salt, std::string& hex_out);

// Constant-time comparison, for passwords and keys. Lengths are not secret.
[[nodiscard]] bool equal_secrets(bytes_view a, bytes_view b) noexcept;

}  // namespace oraxx::auth
