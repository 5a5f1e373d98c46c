// The few primitives the logon needs, over libcrypto's EVP interface. Private to this folder.
// No function here allocates from a peer's numbers; all return false when libcrypto refuses to work.
#pragma once

#include <initializer_list>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace oraxx::auth::crypto {

using base::bytes_view;

inline constexpr std::size_t block_size = 16;  // of AES

enum class digest : std::uint8_t { md5, sha1, sha512 };

// Hash of the parts one after the other; `out` has the digest's size (16, 20 or 64).
[[nodiscard]] bool hash(digest kind, std::initializer_list<bytes_view> parts, std::span<std::uint8_t> out);

// PBKDF2 with HMAC-SHA-512.
[[nodiscard]] bool pbkdf2(bytes_view password, bytes_view salt, std::uint32_t rounds, std::span<std::uint8_t> out);

// AES-CBC with an IV of zeros and no padding; the key's length chooses the cipher (16, 24, 32). `in` is whole
// blocks, `out` as long as `in`.
[[nodiscard]] bool aes_encrypt(bytes_view key, bytes_view in, std::span<std::uint8_t> out);
[[nodiscard]] bool aes_decrypt(bytes_view key, bytes_view in, std::span<std::uint8_t> out);

[[nodiscard]] bool equal_constant_time(bytes_view a, bytes_view b) noexcept;

}  // namespace oraxx::auth::crypto
