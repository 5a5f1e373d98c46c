#include "support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace oraxx::test {
namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

void require(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(std::string("making a certificate: ") + what);
}

std::shared_ptr<EVP_PKEY> make_key() {
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

void set_name(X509_NAME* name, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        const auto part = text.substr(at, end - at);
        const auto equals = part.find('=');
        const auto value = part.substr(equals + 1);
        require(X509_NAME_add_entry_by_txt(name, part.substr(0, equals).c_str(), MBSTRING_UTF8,
                                           reinterpret_cast<const unsigned char*>(value.data()),
                                           static_cast<int>(value.size()), -1, 0) == 1,
                "name");
        at = end + 1;
    }
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), &X509_EXTENSION_free);
    require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

std::shared_ptr<X509> make_certificate(EVP_PKEY* key, const certificate_request& request) {
    static long serial = 1;
    std::shared_ptr<X509> out(X509_new(), &X509_free);
    X509_set_version(out.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(out.get()), duration_cast<seconds>(request.valid_from).count());
    X509_gmtime_adj(X509_getm_notAfter(out.get()), duration_cast<seconds>(request.valid_to).count());
    X509_set_pubkey(out.get(), key);
    set_name(X509_get_subject_name(out.get()), request.subject);
    return out;
}

identity make_authority(const std::string& name) {
    auto key = make_key();
    auto certificate = make_certificate(key.get(), {.subject = "CN=" + name, .valid_to = std::chrono::hours(240)});
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    add_extension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash");
    require(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "signature");
    return {std::move(key), std::move(certificate)};
}

template <class Write>
std::string pem_of(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), &BIO_free_all);
    require(write(out.get()) == 1, "PEM");
    const char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

std::string identity::certificate_pem() const {
    return pem_of([this](BIO* out) { return PEM_write_bio_X509(out, certificate_.get()); });
}

std::string identity::key_pem(const std::string& password) const {
    return pem_of([&](BIO* out) {
        return PEM_write_bio_PKCS8PrivateKey(out, key_.get(), password.empty() ? nullptr : EVP_aes_256_cbc(),
                                             password.data(), static_cast<int>(password.size()), nullptr, nullptr);
    });
}

certificate_authority::certificate_authority(const std::string& name) : self_(make_authority(name)) {}

identity certificate_authority::issue(const certificate_request& request) const {
    auto key = make_key();
    auto certificate = make_certificate(key.get(), request);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(self_.certificate()));
    std::string names;
    for (const auto& name : request.alternative_names) names += (names.empty() ? "" : ",") + name;
    if (!names.empty()) add_extension(certificate.get(), self_.certificate(), NID_subject_alt_name, names);
    require(X509_sign(certificate.get(), self_.key(), EVP_sha256()) > 0, "signature");
    return {std::move(key), std::move(certificate)};
}

}  // namespace oraxx::test
