// Roots that are carried along are parsed when a peer shows a certificate of theirs, and not before: all of them
// would cost a cold start some milliseconds.
#include "transport/tls_roots.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "transport/roots/embedded_roots.hpp"
#include "transport/tls_error.hpp"

namespace oraxx::transport {
namespace {

struct certificate_deleter {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

// What the verification of a context is given.
constexpr carried_roots rds_only = carried_roots::rds;
constexpr carried_roots all = carried_roots::rds_and_mozilla;

std::string_view bytes_of(const X509_NAME* name) {
    const unsigned char* bytes = nullptr;
    std::size_t size = 0;
    if (X509_NAME_get0_der(name, &bytes, &size) != 1) return {};
    return {reinterpret_cast<const char*>(bytes), size};
}

void add_issuers_of(const X509* certificate, std::span<const embedded_root> roots, X509_STORE* store) {
    const auto issuer = bytes_of(X509_get_issuer_name(certificate));
    for (const auto& root : roots) {
        if (root.subject() != issuer) continue;
        const auto* at = reinterpret_cast<const unsigned char*>(root.certificate.data());
        const std::unique_ptr<X509, certificate_deleter> parsed(
            d2i_X509(nullptr, &at, static_cast<long>(root.certificate.size())));
        if (parsed != nullptr) X509_STORE_add_cert(store, parsed.get());  // once: the store knows what it has
    }
}

// Adds what the peer's chain may need, then verifies it as usual.
int verify(X509_STORE_CTX* verification, void* from) {
    const auto* const chain = X509_STORE_CTX_get0_untrusted(verification);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        add_issuers(sk_X509_value(chain, i), *static_cast<const carried_roots*>(from),
                    X509_STORE_CTX_get0_store(verification));
    }
    ERR_clear_error();
    return X509_verify_cert(verification);
}

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): read once while connecting
    return value != nullptr && *value != '\0';
}

bool system_has_roots() {
    return is_set(X509_get_default_cert_file_env()) || is_set(X509_get_default_cert_dir_env()) ||
           ::access(X509_get_default_cert_file(), R_OK) == 0 || ::access(X509_get_default_cert_dir(), R_OK) == 0;
}

}  // namespace

void add_issuers(const X509* certificate, carried_roots from, X509_STORE* store) {
    if (from == carried_roots::rds_and_mozilla) add_issuers_of(certificate, mozilla_roots, store);
    add_issuers_of(certificate, rds_roots, store);
}

result<void> trust_public_roots(SSL_CTX* context) {
    const bool has_roots = system_has_roots();
    if (has_roots && SSL_CTX_set_default_verify_paths(context) != 1) {
        return tls_failure("the certificates of the operating system cannot be read: " + last_openssl_error());
    }
    // The argument is never written to.
    SSL_CTX_set_cert_verify_callback(context, &verify, const_cast<carried_roots*>(has_roots ? &rds_only : &all));
    return {};
}

}  // namespace oraxx::transport
