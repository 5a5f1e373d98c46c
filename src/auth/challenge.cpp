#include "auth/challenge.hpp"

#include <charconv>

#include "auth/key_schedule.hpp"
#include "base/hex.hpp"

namespace oraxx::auth {
namespace {

// Longest hexadecimal value looked at; every legal one is far shorter.
constexpr std::size_t max_hex_digits = 1024;

auth_errc read_hex(std::string_view text, byte_buffer& out) {
    if (text.size() > max_hex_digits) return auth_errc::bad_hex;
    auto bytes = base::parse_hex(text);
    if (!bytes) return auth_errc::bad_hex;
    out = std::move(*bytes);
    return auth_errc::ok;
}

// An absent count stays 0; the scheme's own check decides whether it was needed.
auth_errc read_count(std::string_view text, std::uint32_t& out) {
    out = 0;
    if (text.empty()) return auth_errc::ok;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error == std::errc::result_out_of_range) return auth_errc::count_out_of_range;
    return error == std::errc{} && end == text.data() + text.size() ? auth_errc::ok : auth_errc::bad_number;
}

}  // namespace

std::string_view to_string(auth_errc code) noexcept {
    switch (code) {
    case auth_errc::ok: return "ok";
    case auth_errc::unsupported_verifier: return "unsupported verifier type";
    case auth_errc::bad_hex: return "a value is not hexadecimal";
    case auth_errc::bad_number: return "a round count is not a decimal number";
    case auth_errc::bad_session_key: return "session key of a wrong length";
    case auth_errc::bad_salt: return "salt missing or of a wrong length";
    case auth_errc::count_out_of_range: return "round count out of range";
    case auth_errc::bad_password: return "password empty or longer than 1024 bytes";
    case auth_errc::bad_random: return "too few random bytes";
    case auth_errc::bad_proof: return "malformed proof";
    case auth_errc::wrong_password: return "wrong password";
    case auth_errc::crypto_failed: return "the cryptographic library failed";
    }
    return "unknown";
}

auth_errc parse_challenge(const challenge_fields& fields, verifier_challenge& out) {
    out = {};
    out.type = static_cast<verifier_type>(fields.verifier_type);
    const bool is_refused = out.type == verifier_type::des && !fields.accept_des;
    if (!is_known(out.type) || is_refused) return auth_errc::unsupported_verifier;
    for (const auto& [text, bytes] :
         {std::pair(fields.vfr_data, &out.salt), std::pair(fields.sesskey, &out.session_key),
          std::pair(fields.csk_salt, &out.csk_salt)}) {
        if (const auto code = read_hex(text, *bytes); code != auth_errc::ok) return code;
    }
    for (const auto& [text, count] :
         {std::pair(fields.vgen_count, &out.vgen_count), std::pair(fields.sder_count, &out.sder_count)}) {
        if (const auto code = read_count(text, *count); code != auth_errc::ok) return code;
    }
    if (out.type == verifier_type::des) {
        const auto name = base::as_bytes(fields.user);
        out.salt.assign(name.begin(), name.end());
    }
    return check_challenge(out);
}

}  // namespace oraxx::auth
