#include "wallet/material.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "values/unusable_failure.hpp"

namespace oraxx::wallet {
namespace {

// Longest chain of issuers that is followed.
constexpr std::size_t max_chain = 10;

std::string text_written_to(BIO* out) {
    const char* text = nullptr;
    const long size = BIO_get_mem_data(out, &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    const bio_ptr out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), certificate);
    return text_written_to(out.get());
}

// Secure memory is wiped when it is freed.
secret pem_of(EVP_PKEY* key) {
    const bio_ptr out(BIO_new(BIO_s_secmem()));
    PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    const char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {std::string_view(text, static_cast<std::size_t>(size))};
}

X509* issuer_of(X509* certificate, const std::vector<certificate_ptr>& among) {
    const auto found = std::find_if(among.begin(), among.end(), [&](const auto& candidate) {
        return X509_check_issued(candidate.get(), certificate) == X509_V_OK;
    });
    return found == among.end() ? nullptr : found->get();
}

// The leaf and its issuers, without a root: the server has that itself.
std::string chain_from(X509* leaf, const std::vector<certificate_ptr>& among) {
    std::string out = pem_of(leaf);
    auto* at = issuer_of(leaf, among);
    for (std::size_t length = 1; at != nullptr && length < max_chain; ++length) {
        auto* const next = issuer_of(at, among);
        if (next == at) break;
        out += pem_of(at);
        at = next;
    }
    return out;
}

}  // namespace

failure wallet_failure(const std::string& name, const std::string& message, std::string advice) {
    return values::unusable_failure(errc::tls_error, oraxx::phase::tls, "wallet " + name + ": " + message,
                                    std::move(advice));
}

result<contents> contents_of(material found, const std::string& name) {
    contents out;
    out.credentials = std::move(found.credentials);
    for (const auto& certificate : found.certificates) out.trusted_certificates += pem_of(certificate.get());
    if (found.key == nullptr) return out;
    const auto leaf = std::find_if(found.certificates.begin(), found.certificates.end(), [&](const auto& candidate) {
        return X509_check_private_key(candidate.get(), found.key.get()) == 1;
    });
    ERR_clear_error();
    if (leaf == found.certificates.end()) {
        return wallet_failure(name, "none of its certificates belongs to its private key",
                              "the wallet was put together from two identities: export it anew");
    }
    out.certificate_chain = chain_from(leaf->get(), found.certificates);
    out.private_key = pem_of(found.key.get());
    return out;
}

}  // namespace oraxx::wallet
