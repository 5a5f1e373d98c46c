// Certificates and keys, made ready for handshakes.
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "transport/tls.hpp"
#include "transport/tls_error.hpp"

namespace oraxx::transport {
namespace {

struct bio_deleter {
    void operator()(BIO* bio) const noexcept { BIO_free_all(bio); }
};
struct certificate_deleter {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
struct key_deleter {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using bio_ptr = std::unique_ptr<BIO, bio_deleter>;
using certificate_ptr = std::unique_ptr<X509, certificate_deleter>;
using key_ptr = std::unique_ptr<EVP_PKEY, key_deleter>;

bio_ptr reader_of(std::string_view text) {
    return bio_ptr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Never asks at the terminal; an encrypted key without a password fails.
int give_password(char* buffer, int size, int /*writing*/, void* text) {
    const auto& password = *static_cast<const std::string_view*>(text);
    if (password.empty() || password.size() > static_cast<std::size_t>(size)) return -1;
    password.copy(buffer, password.size());
    return static_cast<int>(password.size());
}

// The next certificate of a PEM text; null after the last.
certificate_ptr next_certificate(BIO* text) {
    certificate_ptr out(PEM_read_bio_X509(text, nullptr, nullptr, nullptr));
    ERR_clear_error();  // the end of the text is reported as an error
    return out;
}

result<void> trust(SSL_CTX* context, const tls_options& options) {
    if (options.trusts_system && SSL_CTX_set_default_verify_paths(context) != 1) {
        return tls_failure("the certificates of the operating system cannot be read: " + last_openssl_error());
    }
    if (options.trusted_certificates.empty()) return {};
    const auto text = reader_of(options.trusted_certificates);
    std::size_t count = 0;
    while (const auto certificate = next_certificate(text.get())) {
        if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1) {
            return tls_failure("a trusted certificate cannot be used: " + last_openssl_error());
        }
        ++count;
    }
    if (count == 0)
        return tls_failure("the trusted certificates are no PEM text",
                           "a wallet's ewallet.pem, or a file of CA certificates, is wanted");
    return {};
}

result<void> use_certificate(SSL_CTX* context, const tls_options& options) {
    const auto text = reader_of(options.certificate_chain);
    const auto leaf = next_certificate(text.get());
    if (leaf == nullptr || SSL_CTX_use_certificate(context, leaf.get()) != 1) {
        return tls_failure("the client certificate is no PEM certificate");
    }
    while (auto issuer = next_certificate(text.get())) {
        if (SSL_CTX_add1_chain_cert(context, issuer.get()) != 1) {
            return tls_failure("an issuer of the client certificate cannot be used: " + last_openssl_error());
        }
    }
    auto password = options.key_password.reveal();
    const auto key_text = reader_of(options.private_key.reveal());
    const key_ptr key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, &give_password, &password));
    if (key == nullptr) {
        (void)last_openssl_error();  // may tell of the key's content
        return tls_failure("the private key of the client certificate cannot be read",
                           options.key_password.empty() ? "if it is encrypted, give the wallet's password"
                                                        : "check the wallet's password");
    }
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
        ERR_clear_error();
        return tls_failure("the private key does not belong to the client certificate",
                           "the wallet holds the certificate of one key and another key: make it anew");
    }
    return {};
}

int number_of(tls_version version) noexcept {
    return version == tls_version::tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

}  // namespace

result<std::shared_ptr<const tls_context>> tls_context::make(const tls_options& options) {
    ERR_clear_error();
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (context == nullptr) return tls_failure("TLS cannot be set up: " + last_openssl_error());
    SSL_CTX_set_min_proto_version(context.get(), number_of(options.oldest));
    SSL_CTX_set_max_proto_version(context.get(), number_of(options.newest));
    // A session is never resumed, so nothing of it is kept; buffers of idle connections are given back.
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (auto done = trust(context.get(), options); !done) return std::move(done).error();
    const bool has_certificate = !options.certificate_chain.empty();
    if (has_certificate) {
        if (auto done = use_certificate(context.get(), options); !done) return std::move(done).error();
    }
    return std::shared_ptr<const tls_context>(new tls_context(std::move(context), has_certificate));
}

}  // namespace oraxx::transport
