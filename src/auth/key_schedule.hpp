// From the password and both halves of the session key to the key that protects the proofs. The same for
// client and server. Private to this folder.
//
// 12c   password key = PBKDF2(password, salt + "AUTH_PBKDF2_SPEEDY_KEY", VGEN, 64)
//       hash         = SHA-512(password key + salt);  key of the halves = its first 32 bytes
//       combo key    = PBKDF2(hex(client half + server half), CSK salt, SDER, 32)
// 11g   hash         = SHA-1(password + salt);  key of the halves = hash + 4 zero bytes
//       combo key    = PBKDF2 as above over 24 bytes of each half, 24 bytes     (32-byte halves)
//                    = MD5(X[0:16]) + MD5(X[16:24]), 24 bytes of it, with
//                      X = bytes 16..39 of both halves xored                     (48-byte halves)
// 10g   hash         = two passes of DES over user and password (auth/des.hpp);  key of the halves = hash + 8 zero
// bytes
//       combo key    = PBKDF2 as above over 16 bytes of each half, 16 bytes     (with a CSK salt)
//                    = MD5(bytes 16..31 of both halves xored)                   (without)
#pragma once

#include "auth/challenge.hpp"
#include "auth/crypto.hpp"

namespace oraxx::auth {

inline constexpr std::size_t short_session_key = 32;
inline constexpr std::size_t long_session_key = 48;
inline constexpr std::size_t csk_salt_bytes = 16;
inline constexpr std::size_t salt_bytes = 16;  // random bytes in front of every encrypted proof
inline constexpr std::size_t max_verifier_salt = 64;
inline constexpr std::size_t max_user_bytes = 512;  // of a 10g verifier, where the name is the salt
inline constexpr std::size_t password_key_bytes = 64;
// What AUTH_SVR_RESPONSE says under the combo key.
inline constexpr std::string_view server_proof = "SERVER_TO_CLIENT";

[[nodiscard]] bool is_known(verifier_type type) noexcept;
[[nodiscard]] std::size_t longest_salt(verifier_type type) noexcept;
auth_errc check_rounds(std::uint32_t rounds) noexcept;

// Stages of a password, each from the one before it.
auth_errc derive_password_key(bytes_view password, bytes_view salt, std::uint32_t rounds, base::secret_bytes& out);
auth_errc hash_password_key(bytes_view password_key, bytes_view salt, base::secret_bytes& out);
// The stored hash for any verifier; `password_key` is filled for 12c.
auth_errc hash_password(verifier_type type, bytes_view password, bytes_view salt, std::uint32_t rounds,
                        base::secret_bytes& hash, base::secret_bytes& password_key);
// The AES key under which both halves travel.
[[nodiscard]] base::secret_bytes session_cipher_key(verifier_type type, bytes_view hash);

// Lengths of salts, counts and session key, as far as the scheme uses them.
auth_errc check_challenge(const verifier_challenge& challenge);
auth_errc derive_combo_key(const verifier_challenge& challenge, bytes_view client_key, bytes_view server_key,
                           base::secret_bytes& out);

// hex(AES(key, salt + value)), value padded by the PKCS rule when `padded`; unpadded values are whole blocks.
enum class padding : std::uint8_t { none, pkcs };
auth_errc seal(bytes_view key, bytes_view salt, bytes_view value, padding mode, std::string& hex_out);
// The plain bytes of a sealed value, padding still on them. bad_proof for anything but whole blocks of hex
// between `min_bytes` and `max_bytes`.
auth_errc open_sealed(bytes_view key, std::string_view hex, std::size_t min_bytes, std::size_t max_bytes,
                      base::secret_bytes& out);

}  // namespace oraxx::auth
