// What both sides of a password logon exchange before the password proves anything: the verifier type and
// the server's challenge. Pure functions; no randomness of their own, no I/O.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace oraxx::auth {

using base::byte_buffer;
using base::bytes_view;

// The flags number of the AUTH_VFR_DATA pair. Other numbers exist (directory MD5 0x9EE2 and 0xE92E) and are refused
// as unsupported_verifier.
enum class verifier_type : std::uint32_t {
    des = 0x0939,            // 10g: weak, so it is only used where somebody asked for it
    sha1_salted = 0x1B25,    // 11g
    sha1_unsalted = 0xB152,  // 11g, directory users
    pbkdf2_sha512 = 0x4815,  // 12c
};

enum class [[nodiscard]] auth_errc : std::uint8_t{
    ok,
    unsupported_verifier,  // verifier_challenge::type holds the number
    bad_hex,               // a value that must be hexadecimal is not
    bad_number,            // a count is not decimal
    bad_session_key,       // AUTH_SESSKEY is neither 32 nor 48 bytes, or its length does not fit the verifier
    bad_salt,              // a salt is missing or of the wrong length
    count_out_of_range,    // PBKDF2 rounds outside min_rounds..max_rounds
    bad_password,          // empty, or longer than max_password_bytes
    bad_random,            // the caller gave too few random bytes
    bad_proof,             // a proof is malformed: wrong length or wrong padding
    wrong_password,        // well-formed, but not made with this password
    crypto_failed,         // libcrypto refused to work (out of memory, algorithm switched off)
};
[[nodiscard]] std::string_view to_string(auth_errc code) noexcept;

inline constexpr std::size_t max_password_bytes = 1024;
// A hostile server may ask for any number of rounds; each costs about 0.6 us.
inline constexpr std::uint32_t min_rounds = 1;
inline constexpr std::uint32_t max_rounds = 100'000;

// The server's half of the exchange, binary.
struct verifier_challenge {
    verifier_type type = verifier_type::pbkdf2_sha512;
    byte_buffer salt{};            // AUTH_VFR_DATA; 10g: the user's name, which is what salts it
    byte_buffer session_key{};     // AUTH_SESSKEY as sent: 32 bytes, or 48 for the MD5 scheme of 11g
    byte_buffer csk_salt{};        // AUTH_PBKDF2_CSK_SALT: 16 bytes; absent or unused in the MD5 schemes
    std::uint32_t vgen_count = 0;  // AUTH_PBKDF2_VGEN_COUNT, 12c only
    std::uint32_t sder_count = 0;  // AUTH_PBKDF2_SDER_COUNT; unused by the MD5 scheme
};

// The same as it stands in the key/value pairs, borrowed. Absent pairs stay empty.
struct challenge_fields {
    std::uint32_t verifier_type = 0;  // flags of the AUTH_VFR_DATA pair
    std::string_view user{};          // as the client sends it; 10g only
    bool accept_des = false;          // take a 10g verifier; else it is an unsupported one
    std::string_view vfr_data{};
    std::string_view sesskey{};
    std::string_view csk_salt{};
    std::string_view vgen_count{};
    std::string_view sder_count{};
};

// Checks every length and count. On failure `out` holds what was read so far (type for messages).
auth_errc parse_challenge(const challenge_fields& fields, verifier_challenge& out);

}  // namespace oraxx::auth
