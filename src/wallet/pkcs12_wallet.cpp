#include "wallet/pkcs12_wallet.hpp"

#include <openssl/err.h>
#include <openssl/pkcs12.h>

#include <climits>

#include "wallet/credentials.hpp"

namespace oraxx::wallet {
namespace {

using pkcs12_ptr = std::unique_ptr<PKCS12, deleter<&PKCS12_free>>;

void free_safes(STACK_OF(PKCS7) * safes) {
    sk_PKCS7_pop_free(safes, &PKCS7_free);
}
void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, &PKCS12_SAFEBAG_free);
}
using safes_ptr = std::unique_ptr<STACK_OF(PKCS7), deleter<&free_safes>>;
using bags_ptr = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), deleter<&free_bags>>;
using key_info_ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, deleter<&PKCS8_PRIV_KEY_INFO_free>>;

constexpr int max_nested_bags = 4;
// Rounds of key derivation: tools write up to some hundred thousand; more would only hold the program up.
constexpr long max_rounds = 10'000'000;

class pkcs12_reader {
public:
    pkcs12_reader(std::string_view password, const std::string& name) : password_(password), name_(name) {}

    result<material> read(PKCS12* file) {
        if (auto checked = check_password(file); !checked) return std::move(checked).error();
        const safes_ptr safes(PKCS12_unpack_authsafes(file));
        if (safes == nullptr) return damaged();
        for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
            if (auto done = read_safe(sk_PKCS7_value(safes.get(), i)); !done) return std::move(done).error();
        }
        found_.credentials = credentials_.take();
        return std::move(found_);
    }

private:
    [[nodiscard]] int password_size() const noexcept { return static_cast<int>(password_.size()); }

    result<void> check_password(PKCS12* file) const {
        if (PKCS12_mac_present(file) == 0) return {};
        if (!has_few_rounds(file)) return damaged();
        if (PKCS12_verify_mac(file, password_.data(), password_size()) == 1) return {};
        // No password and an empty one are different in this format.
        if (password_.empty() && PKCS12_verify_mac(file, nullptr, 0) == 1) return {};
        ERR_clear_error();
        if (password_.empty()) {
            return wallet_failure(name_, "it is encrypted and no password was given",
                                  "set connect_options::wallet_password, or use the cwallet.sso that lies beside it");
        }
        return wallet_failure(name_, "its password is wrong", "give the password the wallet was made with");
    }

    static bool has_few_rounds(const PKCS12* file) {
        const ASN1_INTEGER* rounds = nullptr;
        PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, file);
        return rounds == nullptr || (ASN1_INTEGER_get(rounds) > 0 && ASN1_INTEGER_get(rounds) <= max_rounds);
    }

    result<void> read_safe(PKCS7* safe) {
        if (PKCS7_type_is_data(safe)) return read_bags(bags_ptr(PKCS12_unpack_p7data(safe)), 0);
        if (!PKCS7_type_is_encrypted(safe)) return damaged();
        ERR_clear_error();
        return read_bags(bags_ptr(PKCS12_unpack_p7encdata(safe, password_.data(), password_size())), 0);
    }

    result<void> read_bags(const bags_ptr& bags, int depth) {
        if (bags == nullptr || depth > max_nested_bags) return cannot_decrypt();
        for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags.get()); ++i) {
            if (auto done = read_bag(sk_PKCS12_SAFEBAG_value(bags.get(), i)); !done) return done;
        }
        return {};
    }

    result<void> read_bag(const PKCS12_SAFEBAG* bag) {
        switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_keyBag: return take_key(PKCS12_SAFEBAG_get0_p8inf(bag));
        case NID_pkcs8ShroudedKeyBag: {
            ERR_clear_error();
            const key_info_ptr key(PKCS12_decrypt_skey(bag, password_.data(), password_size()));
            return key == nullptr ? cannot_decrypt() : take_key(key.get());
        }
        case NID_certBag: return take_certificate(bag);
        case NID_secretBag: credentials_.add(bag); return {};
        default: return {};  // revocation lists and the like
        }
    }

    result<void> take_key(const PKCS8_PRIV_KEY_INFO* info) {
        if (found_.key != nullptr) return {};  // the first, as Oracle's tools order them
        found_.key.reset(EVP_PKCS82PKEY(info));
        if (found_.key != nullptr) return {};
        ERR_clear_error();
        return wallet_failure(name_, "its private key is of a kind that cannot be used");
    }

    result<void> take_certificate(const PKCS12_SAFEBAG* bag) {
        if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate) return {};
        certificate_ptr certificate(PKCS12_SAFEBAG_get1_cert(bag));
        if (certificate == nullptr) return damaged();
        found_.certificates.push_back(std::move(certificate));
        return {};
    }

    [[nodiscard]] failure damaged() const {
        ERR_clear_error();
        return wallet_failure(name_, "it is damaged, or no PKCS#12 file");
    }

    // The password was right: it is the cipher.
    [[nodiscard]] result<void> cannot_decrypt() const {
        const bool unsupported = ERR_GET_REASON(ERR_peek_error()) == ERR_R_UNSUPPORTED ||
                                 ERR_GET_REASON(ERR_peek_error()) == EVP_R_UNSUPPORTED_ALGORITHM ||
                                 ERR_GET_REASON(ERR_peek_error()) == EVP_R_UNKNOWN_PBE_ALGORITHM;
        ERR_clear_error();
        if (!unsupported) return damaged();
        return wallet_failure(name_,
                              "it is encrypted with a cipher that OpenSSL 3 no longer has (RC2, as old tools use)",
                              "write it anew: openssl pkcs12 -legacy -in OLD -nodes -out KEYS, then openssl pkcs12 "
                              "-export -in KEYS -out ewallet.p12; or use its cwallet.sso or ewallet.pem");
    }

    std::string_view password_;
    const std::string& name_;
    material found_;
    credential_collector credentials_;
};

}  // namespace

bool is_pkcs12(std::string_view bytes) noexcept {
    // SEQUENCE { INTEGER 3, ...: the length takes one to four bytes more.
    return bytes.size() > 8 && bytes[0] == '\x30' &&
           bytes.substr(0, 9).find("\x02\x01\x03") != std::string_view::npos;
}

result<material> read_pkcs12(std::string_view bytes, std::string_view password, const std::string& name) {
    ERR_clear_error();
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const pkcs12_ptr file(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    if (file == nullptr) {
        ERR_clear_error();
        return wallet_failure(name, "it is damaged, or no PKCS#12 file");
    }
    return pkcs12_reader(password, name).read(file.get());
}

}  // namespace oraxx::wallet
