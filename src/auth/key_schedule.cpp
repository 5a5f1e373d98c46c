#include "auth/key_schedule.hpp"

#include <algorithm>
#include <array>

#include "auth/des.hpp"
#include "base/hex.hpp"

namespace oraxx::auth {
namespace {

constexpr std::string_view speedy_key_label = "AUTH_PBKDF2_SPEEDY_KEY";
constexpr std::size_t sha1_bytes = 20;
constexpr std::size_t md5_bytes = 16;

// Upper-case hex of both parts, in memory that is wiped.
base::secret_bytes secret_hex(bytes_view first, bytes_view second) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    base::secret_bytes out((first.size() + second.size()) * 2);
    auto at = out.writable().begin();
    for (const auto part : {first, second}) {
        for (const auto b : part) {
            *at++ = static_cast<std::uint8_t>(digits[b >> 4U]);
            *at++ = static_cast<std::uint8_t>(digits[b & 0x0FU]);
        }
    }
    return out;
}

// `size` bytes: the MD5 of each 16 bytes, or of what is left of them, of both halves xored from byte 16 on.
auth_errc md5_combo_key(bytes_view client_key, bytes_view server_key, std::size_t size, base::secret_bytes& out) {
    constexpr std::size_t mixed_from = 16;
    base::secret_bytes mixed(size);
    for (std::size_t i = 0; i < size; ++i) {
        mixed.writable()[i] = static_cast<std::uint8_t>(client_key[mixed_from + i] ^ server_key[mixed_from + i]);
    }
    base::secret_bytes digests(2 * md5_bytes);
    for (std::size_t at = 0; at < size; at += md5_bytes) {
        const auto part = mixed.view().subspan(at, std::min(md5_bytes, size - at));
        if (!crypto::hash(crypto::digest::md5, {part}, digests.writable().subspan(at, md5_bytes))) {
            return auth_errc::crypto_failed;
        }
    }
    out = base::secret_bytes(digests.view().first(size));
    return auth_errc::ok;
}

// Bytes of the key that protects the proofs, and of the key under which the halves travel.
std::size_t key_size(verifier_type type) noexcept {
    switch (type) {
    case verifier_type::pbkdf2_sha512: return 32;
    case verifier_type::des: return 16;
    default: return 24;
    }
}

bool uses_md5(const verifier_challenge& challenge) noexcept {
    if (challenge.type == verifier_type::des) return challenge.csk_salt.empty();
    return challenge.session_key.size() == long_session_key;
}

}  // namespace

bool is_known(verifier_type type) noexcept {
    return type == verifier_type::pbkdf2_sha512 || type == verifier_type::sha1_salted ||
           type == verifier_type::sha1_unsalted || type == verifier_type::des;
}

std::size_t longest_salt(verifier_type type) noexcept {
    return type == verifier_type::des ? max_user_bytes : max_verifier_salt;
}

auth_errc check_rounds(std::uint32_t rounds) noexcept {
    return rounds < min_rounds || rounds > max_rounds ? auth_errc::count_out_of_range : auth_errc::ok;
}

auth_errc derive_password_key(bytes_view password, bytes_view salt, std::uint32_t rounds, base::secret_bytes& out) {
    byte_buffer labelled(salt.begin(), salt.end());
    const auto label = base::as_bytes(speedy_key_label);
    labelled.insert(labelled.end(), label.begin(), label.end());
    out = base::secret_bytes(password_key_bytes);
    return crypto::pbkdf2(password, labelled, rounds, out.writable()) ? auth_errc::ok : auth_errc::crypto_failed;
}

auth_errc hash_password_key(bytes_view password_key, bytes_view salt, base::secret_bytes& out) {
    out = base::secret_bytes(password_key_bytes);
    const bool hashed = crypto::hash(crypto::digest::sha512, {password_key, salt}, out.writable());
    return hashed ? auth_errc::ok : auth_errc::crypto_failed;
}

auth_errc hash_password(verifier_type type, bytes_view password, bytes_view salt, std::uint32_t rounds,
                        base::secret_bytes& hash, base::secret_bytes& password_key) {
    if (password.empty() || password.size() > max_password_bytes) return auth_errc::bad_password;
    if (type == verifier_type::pbkdf2_sha512) {
        const auto derived = derive_password_key(password, salt, rounds, password_key);
        return derived == auth_errc::ok ? hash_password_key(password_key.view(), salt, hash) : derived;
    }
    if (type == verifier_type::des) return des_hash(salt, password, hash);
    const bytes_view used_salt = type == verifier_type::sha1_salted ? salt : bytes_view{};
    hash = base::secret_bytes(sha1_bytes);
    const bool hashed = crypto::hash(crypto::digest::sha1, {password, used_salt}, hash.writable());
    return hashed ? auth_errc::ok : auth_errc::crypto_failed;
}

base::secret_bytes session_cipher_key(verifier_type type, bytes_view hash) {
    base::secret_bytes key(key_size(type));
    const auto used = std::min(hash.size(), key.size());
    std::copy_n(hash.begin(), used, key.writable().begin());
    return key;
}

auth_errc check_challenge(const verifier_challenge& challenge) {
    if (!is_known(challenge.type)) return auth_errc::unsupported_verifier;
    const bool is_12c = challenge.type == verifier_type::pbkdf2_sha512;
    const bool is_11g = !is_12c && challenge.type != verifier_type::des;
    const auto size = challenge.session_key.size();
    if (size != short_session_key && (size != long_session_key || !is_11g)) return auth_errc::bad_session_key;
    const bool needs_salt = challenge.type != verifier_type::sha1_unsalted;
    if (needs_salt && challenge.salt.empty()) return auth_errc::bad_salt;
    if (challenge.salt.size() > longest_salt(challenge.type)) return auth_errc::bad_salt;
    if (uses_md5(challenge)) return auth_errc::ok;  // neither counts nor a second salt
    if (challenge.csk_salt.size() != csk_salt_bytes) return auth_errc::bad_salt;
    if (is_12c && check_rounds(challenge.vgen_count) != auth_errc::ok) return auth_errc::count_out_of_range;
    return check_rounds(challenge.sder_count);
}

auth_errc derive_combo_key(const verifier_challenge& challenge, bytes_view client_key, bytes_view server_key,
                           base::secret_bytes& out) {
    const auto size = key_size(challenge.type);
    if (uses_md5(challenge)) return md5_combo_key(client_key, server_key, size, out);
    const auto seed = secret_hex(client_key.first(size), server_key.first(size));
    out = base::secret_bytes(size);
    const bool derived = crypto::pbkdf2(seed.view(), challenge.csk_salt, challenge.sder_count, out.writable());
    return derived ? auth_errc::ok : auth_errc::crypto_failed;
}

auth_errc seal(bytes_view key, bytes_view salt, bytes_view value, padding mode, std::string& hex_out) {
    const std::size_t used = salt.size() + value.size();
    const std::size_t pad = mode == padding::pkcs ? crypto::block_size - used % crypto::block_size : 0;
    base::secret_bytes plain(used + pad);
    auto at = std::copy(salt.begin(), salt.end(), plain.writable().begin());
    at = std::copy(value.begin(), value.end(), at);
    std::fill_n(at, pad, static_cast<std::uint8_t>(pad));
    byte_buffer encrypted(plain.size());
    if (!crypto::aes_encrypt(key, plain.view(), encrypted)) return auth_errc::crypto_failed;
    hex_out = base::hex_upper(encrypted);
    return auth_errc::ok;
}

auth_errc open_sealed(bytes_view key, std::string_view hex, std::size_t min_bytes, std::size_t max_bytes,
                      base::secret_bytes& out) {
    if (hex.size() < min_bytes * 2 || hex.size() > max_bytes * 2) return auth_errc::bad_proof;
    const auto encrypted = base::parse_hex(hex);
    if (!encrypted || encrypted->size() < min_bytes || encrypted->size() % crypto::block_size != 0) {
        return auth_errc::bad_proof;
    }
    out = base::secret_bytes(encrypted->size());
    return crypto::aes_decrypt(key, *encrypted, out.writable()) ? auth_errc::ok : auth_errc::crypto_failed;
}

}  // namespace oraxx::auth
