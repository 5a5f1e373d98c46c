// The one user of libcrypto's deprecated DES functions: EVP has single DES in the legacy provider only, which a
// static program cannot load.
#define OPENSSL_SUPPRESS_DEPRECATED  // NOLINT(readability-identifier-naming): OpenSSL's own
#include "auth/des.hpp"

#include <openssl/des.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/utf.hpp"

namespace oraxx::auth {
namespace {

constexpr std::array<std::uint8_t, des_hash_bytes> first_key{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF};

// Upper case, UTF-16, zero bytes up to whole blocks.
auth_errc hashed_text(bytes_view user, bytes_view password, base::secret_bytes& out) {
    std::string text;
    text.reserve(user.size() + password.size());
    text.append(base::as_text(user)).append(base::as_text(password));
    std::transform(text.begin(), text.end(), text.begin(), base::to_upper);
    auto units = base::utf8_to_utf16be(text);
    base::wipe(text.data(), text.size());
    if (!units) return auth_errc::bad_password;
    units->resize((units->size() + des_hash_bytes - 1) / des_hash_bytes * des_hash_bytes);
    out = base::secret_bytes(bytes_view(*units));
    base::wipe(units->data(), units->size());
    return auth_errc::ok;
}

// The last block of the text in CBC mode from a zero vector.
std::array<std::uint8_t, des_hash_bytes> last_block(const std::array<std::uint8_t, des_hash_bytes>& key,
                                                    bytes_view text) {
    DES_cblock key_block;
    std::copy(key.begin(), key.end(), std::begin(key_block));
    DES_key_schedule schedule;
    DES_set_key_unchecked(&key_block, &schedule);
    DES_cblock vector{};
    base::secret_bytes scratch(text.size());
    DES_ncbc_encrypt(text.data(), scratch.writable().data(), static_cast<long>(text.size()), &schedule, &vector,
                     DES_ENCRYPT);
    base::wipe(&schedule, sizeof schedule);
    std::array<std::uint8_t, des_hash_bytes> out{};
    std::copy(std::begin(vector), std::end(vector), out.begin());
    return out;
}

}  // namespace

auth_errc des_hash(bytes_view user, bytes_view password, base::secret_bytes& out) {
    base::secret_bytes text;
    if (const auto code = hashed_text(user, password, text); code != auth_errc::ok) return code;
    auto second_key = last_block(first_key, text.view());
    auto hash = last_block(second_key, text.view());
    out = base::secret_bytes(bytes_view(hash));
    base::wipe(second_key.data(), second_key.size());
    base::wipe(hash.data(), hash.size());
    return auth_errc::ok;
}

}  // namespace oraxx::auth
