// The client's side of a password logon (O5LOGON and its PBKDF2 successor): proves the password to the
// server and checks that the server knows it too.
#pragma once

#include "auth/challenge.hpp"
#include "base/secret.hpp"

namespace oraxx::auth {

// Fresh random bytes for one logon, from a cryptographic source, used once. Borrowed.
struct logon_random {
    // The client's half of the session key: as many bytes as the server's (32 or 48; more are left over).
    // 40 bytes for a 48-byte key give the padded form that servers without capability 4 bit 0x02 (11.2) know.
    bytes_view session_key{};
    bytes_view password_salt{};  // 16
    bytes_view speedy_salt{};    // 16, 12c only

    static constexpr std::size_t size = 48 + 16 + 16;
    // Cuts one block of `size` bytes into the three.
    [[nodiscard]] static logon_random split(bytes_view block) noexcept {
        return {block.first(48), block.subspan(48, 16), block.subspan(64, 16)};
    }
};

// Values of the second logon message, upper-case hex as they travel.
struct logon_proof {
    std::string sesskey{};           // AUTH_SESSKEY
    std::string speedy_key{};        // AUTH_PBKDF2_SPEEDY_KEY; empty unless 12c
    std::string password{};          // AUTH_PASSWORD
    std::string new_password{};      // AUTH_NEWPASSWORD; empty unless a new one was given
    base::secret_bytes combo_key{};  // stays here: checks the server's proof, encrypts a later password change
};

// `password` and `new_password` are UTF-8 as typed; an empty `new_password` means no change.
auth_errc compute_logon(bytes_view password, const verifier_challenge& challenge, const logon_random& random,
                        logon_proof& out, bytes_view new_password = {});

// AUTH_PASSWORD or AUTH_NEWPASSWORD under a combo key; `salt` is 16 random bytes.
auth_errc encrypt_password(bytes_view combo_key, bytes_view salt, bytes_view password, std::string& hex_out);

// Does AUTH_SVR_RESPONSE show that the server knows the password? Compares in constant time.
[[nodiscard]] bool verify_server_response(bytes_view combo_key, std::string_view response_hex);

}  // namespace oraxx::auth
