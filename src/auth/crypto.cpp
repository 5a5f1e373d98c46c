#include "auth/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <limits>
#include <memory>

namespace oraxx::auth::crypto {
namespace {

template <auto Free>
struct deleter {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};
using digest_context = std::unique_ptr<EVP_MD_CTX, deleter<EVP_MD_CTX_free>>;
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, deleter<EVP_CIPHER_CTX_free>>;

const EVP_MD* algorithm(digest kind) noexcept {
    switch (kind) {
    case digest::md5: return EVP_md5();
    case digest::sha1: return EVP_sha1();
    case digest::sha512: return EVP_sha512();
    }
    return nullptr;
}

const EVP_CIPHER* cipher_for(std::size_t key_size) noexcept {
    switch (key_size) {
    case 16: return EVP_aes_128_cbc();
    case 24: return EVP_aes_192_cbc();
    case 32: return EVP_aes_256_cbc();
    default: return nullptr;
    }
}

bool fits_int(std::size_t size) noexcept {
    return size <= static_cast<std::size_t>(std::numeric_limits<int>::max());
}

bool aes(bool encrypt, bytes_view key, bytes_view in, std::span<std::uint8_t> out) {
    const EVP_CIPHER* const cipher = cipher_for(key.size());
    if (cipher == nullptr || in.size() % block_size != 0 || out.size() != in.size() || !fits_int(in.size()))
        return false;
    static constexpr std::array<std::uint8_t, block_size> zero_iv{};
    const cipher_context context(EVP_CIPHER_CTX_new());
    int moved = 0;
    int rest = 0;
    return context != nullptr &&
           EVP_CipherInit_ex(context.get(), cipher, nullptr, key.data(), zero_iv.data(), encrypt ? 1 : 0) == 1 &&
           EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
           EVP_CipherUpdate(context.get(), out.data(), &moved, in.data(), static_cast<int>(in.size())) == 1 &&
           EVP_CipherFinal_ex(context.get(), out.data() + moved, &rest) == 1 &&
           static_cast<std::size_t>(moved) == in.size() && rest == 0;
}

}  // namespace

bool hash(digest kind, std::initializer_list<bytes_view> parts, std::span<std::uint8_t> out) {
    const EVP_MD* const md = algorithm(kind);
    if (md == nullptr || out.size() != static_cast<std::size_t>(EVP_MD_get_size(md))) return false;
    const digest_context context(EVP_MD_CTX_new());
    if (context == nullptr || EVP_DigestInit_ex(context.get(), md, nullptr) != 1) return false;
    for (const auto part : parts) {
        if (EVP_DigestUpdate(context.get(), part.data(), part.size()) != 1) return false;
    }
    return EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1;
}

bool pbkdf2(bytes_view password, bytes_view salt, std::uint32_t rounds, std::span<std::uint8_t> out) {
    if (!fits_int(password.size()) || !fits_int(salt.size()) || !fits_int(rounds) || !fits_int(out.size()))
        return false;
    return PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()),
                             salt.data(), static_cast<int>(salt.size()), static_cast<int>(rounds), EVP_sha512(),
                             static_cast<int>(out.size()), out.data()) == 1;
}

bool aes_encrypt(bytes_view key, bytes_view in, std::span<std::uint8_t> out) {
    return aes(true, key, in, out);
}

bool aes_decrypt(bytes_view key, bytes_view in, std::span<std::uint8_t> out) {
    return aes(false, key, in, out);
}

bool equal_constant_time(bytes_view a, bytes_view b) noexcept {
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace oraxx::auth::crypto
