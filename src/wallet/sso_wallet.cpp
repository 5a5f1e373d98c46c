// Layout, big-endian:
//     A1 F8 4E            every cwallet.sso
//     36, 37 or 38        auto-login with a password beside; without; bound to the machine and user it was made on
//     uint32              form: 6
//     uint32              size of the next part
//     06                  kind of the next part
//     16 bytes            key
//     size - 17 bytes     password of what follows, AES-128-CBC, always 16 bytes
//     the rest            PKCS#12
#include "wallet/sso_wallet.hpp"

#include <array>

#include "base/byte_reader.hpp"
#include "base/secret.hpp"
#include "wallet/pkcs12_wallet.hpp"

namespace oraxx::wallet {
namespace {

constexpr std::string_view magic = "\xA1\xF8\x4E";
constexpr std::uint8_t bound_to_machine = 0x38;
constexpr std::uint32_t known_form = 6;
constexpr std::uint8_t aes_kind = 6;
constexpr std::size_t key_size = 16;
constexpr std::size_t password_size = 16;
constexpr std::size_t password_part_size = 1 + key_size + password_size;
// The same in every wallet: it hides the password, it does not protect it.
constexpr std::array<std::uint8_t, 16> initial_vector{0xC0, 0x34, 0xD8, 0x31, 0x1C, 0x02, 0xCE, 0xF8,
                                                      0x51, 0xF0, 0x14, 0x4B, 0x81, 0xED, 0x4B, 0xF2};

using cipher_ptr = std::unique_ptr<EVP_CIPHER_CTX, deleter<&EVP_CIPHER_CTX_free>>;

// False: libcrypto could not.
bool decrypt_password(base::bytes_view key, base::bytes_view hidden, std::span<std::uint8_t> out) {
    const cipher_ptr cipher(EVP_CIPHER_CTX_new());
    int size = 0;
    return cipher != nullptr &&
           EVP_DecryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr, key.data(), initial_vector.data()) == 1 &&
           EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1 &&
           EVP_DecryptUpdate(cipher.get(), out.data(), &size, hidden.data(), static_cast<int>(hidden.size())) == 1 &&
           static_cast<std::size_t>(size) == out.size();
}

}  // namespace

bool is_sso(std::string_view bytes) noexcept {
    return bytes.substr(0, magic.size()) == magic;
}

result<material> read_sso(std::string_view bytes, const std::string& name) {
    const auto unknown = [&name](const std::string& what) {
        return wallet_failure(name, what, "use the ewallet.p12 or ewallet.pem of the same wallet, with its password");
    };
    base::byte_reader in(base::as_bytes(bytes.substr(magic.size())));
    const auto version = in.u8();
    const auto form = in.u32be();
    const auto size = in.u32be();
    if (version == bound_to_machine) {
        return unknown("it is a local auto-login wallet, bound to the machine and user it was made on");
    }
    const auto kind = in.u8();
    const auto key = in.take(key_size);
    const auto hidden = in.take(password_size);
    if (!in.ok()) return wallet_failure(name, "it is cut off");
    if (form != known_form || size != password_part_size || kind != aes_kind) {
        return unknown("it is an auto-login wallet of a form that is not known here");
    }
    base::secret_bytes password(password_size);
    if (!decrypt_password(key, hidden, password.writable())) return wallet_failure(name, "it cannot be decrypted");
    return read_pkcs12(base::as_text(in.rest()), base::as_text(password.view()), name);
}

}  // namespace oraxx::wallet
