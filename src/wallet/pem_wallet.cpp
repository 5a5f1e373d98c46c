#include "wallet/pem_wallet.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace oraxx::wallet {
namespace {

// Never asks at the terminal; an encrypted key without a password fails.
int give_password(char* buffer, int size, int /*writing*/, void* text) {
    const auto& password = *static_cast<const std::string_view*>(text);
    if (password.empty() || password.size() > static_cast<std::size_t>(size)) return -1;
    password.copy(buffer, password.size());
    return static_cast<int>(password.size());
}

bool has_private_key(std::string_view text) noexcept {
    return text.find(" PRIVATE KEY-----") != std::string_view::npos;
}

bool key_is_encrypted(std::string_view text) noexcept {
    return text.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos ||
           text.find("Proc-Type: 4,ENCRYPTED") != std::string_view::npos;
}

result<key_ptr> read_key(std::string_view text, std::string_view password, const std::string& name) {
    if (!has_private_key(text)) return key_ptr();
    if (key_is_encrypted(text) && password.empty()) {
        return wallet_failure(name, "its private key is encrypted and no password was given",
                              "set connect_options::wallet_password to the password the wallet was made with");
    }
    const auto in = reader_of(text);
    key_ptr key(PEM_read_bio_PrivateKey(in.get(), nullptr, &give_password, &password));
    ERR_clear_error();  // may tell of the key's content
    if (key != nullptr) return key;
    if (key_is_encrypted(text)) {
        return wallet_failure(
            name, "its private key cannot be decrypted",
            "the wallet's password is wrong, or the key uses a cipher that OpenSSL 3 no longer has");
    }
    return wallet_failure(name, "its private key is damaged");
}

}  // namespace

bool is_pem(std::string_view bytes) noexcept {
    return bytes.find("-----BEGIN ") != std::string_view::npos;
}

result<material> read_pem(std::string_view text, std::string_view password, const std::string& name) {
    ERR_clear_error();
    auto key = read_key(text, password, name);
    if (!key) return std::move(key).error();
    material out;
    out.key = *std::move(key);
    const auto in = reader_of(text);
    for (;;) {
        certificate_ptr certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
        if (certificate == nullptr) break;
        out.certificates.push_back(std::move(certificate));
    }
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!at_end) {
        return wallet_failure(name, "certificate " + std::to_string(out.certificates.size() + 1) + " is damaged");
    }
    if (out.certificates.empty()) return wallet_failure(name, "it holds no certificate");
    return out;
}

}  // namespace oraxx::wallet
