#include "auth/client_logon.hpp"

#include <algorithm>

#include "auth/key_schedule.hpp"
#include "base/hex.hpp"

namespace oraxx::auth {
namespace {

constexpr std::size_t server_response_bytes = 48;  // 16 random, the text, a block of padding

// The client's half in the length of the server's; 40 bytes are padded to 48 as old servers expect.
auth_errc client_half(bytes_view random, std::size_t size, base::secret_bytes& out) {
    constexpr std::size_t padded_half = 40;
    if (size == long_session_key && random.size() == padded_half) {
        out = base::secret_bytes(size);
        const auto rest = std::copy(random.begin(), random.end(), out.writable().begin());
        std::fill(rest, out.writable().end(), static_cast<std::uint8_t>(size - padded_half));
        return auth_errc::ok;
    }
    if (random.size() < size) return auth_errc::bad_random;
    out = base::secret_bytes(random.first(size));
    return auth_errc::ok;
}

// Everything of the request that hangs on the password.
struct logon_keys {
    base::secret_bytes password_key{};
    base::secret_bytes client_key{};
};

auth_errc agree_keys(bytes_view password, const verifier_challenge& challenge, const logon_random& random,
                     logon_keys& keys, logon_proof& out) {
    base::secret_bytes hash;
    auto code =
        hash_password(challenge.type, password, challenge.salt, challenge.vgen_count, hash, keys.password_key);
    if (code != auth_errc::ok) return code;
    const auto cipher_key = session_cipher_key(challenge.type, hash.view());
    base::secret_bytes server_key(challenge.session_key.size());
    if (!crypto::aes_decrypt(cipher_key.view(), challenge.session_key, server_key.writable())) {
        return auth_errc::crypto_failed;
    }
    code = client_half(random.session_key, server_key.size(), keys.client_key);
    if (code != auth_errc::ok) return code;
    code = seal(cipher_key.view(), {}, keys.client_key.view(), padding::none, out.sesskey);
    if (code != auth_errc::ok) return code;
    return derive_combo_key(challenge, keys.client_key.view(), server_key.view(), out.combo_key);
}

}  // namespace

auth_errc encrypt_password(bytes_view combo_key, bytes_view salt, bytes_view password, std::string& hex_out) {
    if (password.empty() || password.size() > max_password_bytes) return auth_errc::bad_password;
    if (salt.size() != salt_bytes) return auth_errc::bad_random;
    return seal(combo_key, salt, password, padding::pkcs, hex_out);
}

auth_errc compute_logon(bytes_view password, const verifier_challenge& challenge, const logon_random& random,
                        logon_proof& out, bytes_view new_password) {
    out = {};
    auto code = check_challenge(challenge);
    if (code != auth_errc::ok) return code;
    logon_keys keys;
    code = agree_keys(password, challenge, random, keys, out);
    if (code != auth_errc::ok) return code;
    const auto combo_key = out.combo_key.view();
    if (challenge.type == verifier_type::pbkdf2_sha512) {
        if (random.speedy_salt.size() != salt_bytes) return auth_errc::bad_random;
        code = seal(combo_key, random.speedy_salt, keys.password_key.view(), padding::none, out.speedy_key);
        if (code != auth_errc::ok) return code;
    }
    code = encrypt_password(combo_key, random.password_salt, password, out.password);
    if (code != auth_errc::ok || new_password.empty()) return code;
    return encrypt_password(combo_key, random.password_salt, new_password, out.new_password);
}

bool verify_server_response(bytes_view combo_key, std::string_view response_hex) {
    base::secret_bytes plain;
    const auto code = open_sealed(combo_key, response_hex, server_response_bytes, server_response_bytes, plain);
    if (code != auth_errc::ok) return false;
    return crypto::equal_constant_time(plain.view().subspan(salt_bytes, server_proof.size()),
                                       base::as_bytes(server_proof));
}

}  // namespace oraxx::auth
