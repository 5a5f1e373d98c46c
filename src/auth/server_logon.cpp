#include "auth/server_logon.hpp"

#include <algorithm>

#include "auth/key_schedule.hpp"
#include "base/hex.hpp"

namespace oraxx::auth {
namespace {

constexpr std::size_t max_sealed_password = salt_bytes + max_password_bytes + crypto::block_size;

// Takes salt and padding off a decrypted password. Wrong padding means the wrong key, hence the wrong password.
auth_errc split_password(base::secret_bytes&& plain, byte_buffer& salt, base::secret_bytes& password) {
    const auto bytes = plain.view();
    const std::size_t pad = bytes.back();
    if (pad == 0 || pad > crypto::block_size || pad > bytes.size() - salt_bytes) return auth_errc::wrong_password;
    const auto padding_bytes = bytes.last(pad);
    if (!std::all_of(padding_bytes.begin(), padding_bytes.end(), [pad](auto b) { return b == pad; })) {
        return auth_errc::wrong_password;
    }
    salt.assign(bytes.begin(), bytes.begin() + salt_bytes);
    password = base::secret_bytes(bytes.subspan(salt_bytes, bytes.size() - salt_bytes - pad));
    return auth_errc::ok;
}

auth_errc open_password(bytes_view combo_key, std::string_view hex, byte_buffer& salt, base::secret_bytes& password) {
    base::secret_bytes plain;
    const auto code = open_sealed(combo_key, hex, salt_bytes + crypto::block_size, max_sealed_password, plain);
    return code == auth_errc::ok ? split_password(std::move(plain), salt, password) : code;
}

// Both halves of the session key and what follows from them.
auth_errc open_session_keys(const verifier& stored, const verifier_challenge& challenge, std::string_view sesskey,
                            opened_logon& out) {
    const auto size = challenge.session_key.size();
    const auto cipher_key = session_cipher_key(stored.type, stored.hash.view());
    out.server_key = base::secret_bytes(size);
    if (!crypto::aes_decrypt(cipher_key.view(), challenge.session_key, out.server_key.writable())) {
        return auth_errc::crypto_failed;
    }
    const auto code = open_sealed(cipher_key.view(), sesskey, size, size, out.client_key);
    if (code != auth_errc::ok) return code;
    return derive_combo_key(challenge, out.client_key.view(), out.server_key.view(), out.combo_key);
}

auth_errc check_speedy_key(const verifier& stored, std::string_view hex, opened_logon& out) {
    constexpr std::size_t size = salt_bytes + password_key_bytes;
    base::secret_bytes plain;
    auto code = open_sealed(out.combo_key.view(), hex, size, size, plain);
    if (code != auth_errc::ok) return code;
    out.speedy_salt.assign(plain.view().begin(), plain.view().begin() + salt_bytes);
    out.password_key = base::secret_bytes(plain.view().subspan(salt_bytes));
    base::secret_bytes hash;
    code = hash_password_key(out.password_key.view(), stored.salt, hash);
    if (code != auth_errc::ok) return code;
    return equal_secrets(hash.view(), stored.hash.view()) ? auth_errc::ok : auth_errc::wrong_password;
}

auth_errc check_password(const verifier& stored, opened_logon& out) {
    base::secret_bytes hash;
    const auto code =
        hash_password(stored.type, out.password.view(), stored.salt, stored.vgen_count, hash, out.password_key);
    if (code == auth_errc::bad_password) return auth_errc::wrong_password;
    if (code != auth_errc::ok) return code;
    return equal_secrets(hash.view(), stored.hash.view()) ? auth_errc::ok : auth_errc::wrong_password;
}

}  // namespace

auth_errc make_verifier(verifier_type type, bytes_view password, bytes_view salt, std::uint32_t vgen_count,
                        verifier& out) {
    if (!is_known(type)) return auth_errc::unsupported_verifier;
    if (type != verifier_type::sha1_unsalted && salt.empty()) return auth_errc::bad_salt;
    if (salt.size() > longest_salt(type)) return auth_errc::bad_salt;
    if (type == verifier_type::pbkdf2_sha512 && check_rounds(vgen_count) != auth_errc::ok) {
        return auth_errc::count_out_of_range;
    }
    out = {};
    out.type = type;
    out.salt.assign(salt.begin(), salt.end());
    out.vgen_count = vgen_count;
    base::secret_bytes password_key;
    return hash_password(type, password, salt, vgen_count, out.hash, password_key);
}

auth_errc make_challenge(const verifier& stored, bytes_view server_key, bytes_view csk_salt, std::uint32_t sder_count,
                         verifier_challenge& out) {
    out = {};
    out.type = stored.type;
    out.salt = stored.salt;
    out.vgen_count = stored.vgen_count;
    out.csk_salt.assign(csk_salt.begin(), csk_salt.end());
    out.sder_count = sder_count;
    out.session_key.resize(server_key.size());
    if (const auto code = check_challenge(out); code != auth_errc::ok) return code;
    const auto cipher_key = session_cipher_key(stored.type, stored.hash.view());
    const bool encrypted = crypto::aes_encrypt(cipher_key.view(), server_key, out.session_key);
    return encrypted ? auth_errc::ok : auth_errc::crypto_failed;
}

auth_errc open_logon(const verifier& stored, const verifier_challenge& challenge, const logon_request& request,
                     opened_logon& out) {
    out = {};
    auto code = check_challenge(challenge);
    if (code != auth_errc::ok) return code;
    code = open_session_keys(stored, challenge, request.sesskey, out);
    if (code != auth_errc::ok) return code;
    const auto combo_key = out.combo_key.view();
    code = open_password(combo_key, request.password, out.password_salt, out.password);
    if (code != auth_errc::ok) return code;
    if (!request.new_password.empty()) {
        byte_buffer salt;
        code = open_password(combo_key, request.new_password, salt, out.new_password);
        if (code != auth_errc::ok) return code;
    }
    return request.speedy_key.empty() ? check_password(stored, out)
                                      : check_speedy_key(stored, request.speedy_key, out);
}

auth_errc open_password_change(bytes_view combo_key, const logon_request& request, opened_logon& out) {
    out = {};
    const auto code = open_password(combo_key, request.password, out.password_salt, out.password);
    if (code != auth_errc::ok) return code;
    byte_buffer salt;
    return open_password(combo_key, request.new_password, salt, out.new_password);
}

auth_errc make_server_response(bytes_view combo_key, bytes_view salt, std::string& hex_out) {
    if (salt.size() != salt_bytes) return auth_errc::bad_random;
    return seal(combo_key, salt, base::as_bytes(server_proof), padding::pkcs, hex_out);
}

bool equal_secrets(bytes_view a, bytes_view b) noexcept {
    return crypto::equal_constant_time(a, b);
}

}  // namespace oraxx::auth
