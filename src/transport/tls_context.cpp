// Certificates and keys, made ready for handshakes.
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "transport/tls.hpp"
#include "transport/tls_error.hpp"
#include "transport/tls_roots.hpp"

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

// Never asks at the terminal: an encrypted key fails.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) {
    return -1;
}

// The next certificate of a PEM text; null after the last.
certificate_ptr next_certificate(BIO* text) {
    certificate_ptr out(PEM_read_bio_X509(text, nullptr, nullptr, nullptr));
    ERR_clear_error();  // the end of the text is reported as an error
    return out;
}

result<void> trust(SSL_CTX* context, const std::string& certificates) {
    const auto text = reader_of(certificates);
    std::size_t count = 0;
    while (const auto certificate = next_certificate(text.get())) {
        if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1) {
            return tls_failure("a trusted certificate cannot be used: " + last_openssl_error());
        }
        ++count;
    }
    if (count == 0) {
        return tls_failure("the trusted certificates are no PEM text",
                           "a wallet's ewallet.pem, or a file of CA certificates, is wanted");
    }
    return {};
}

// `owner` for messages: "the client".
result<void> use_certificate(SSL_CTX* context, const std::string& chain, const secret& private_key,
                             const std::string& owner) {
    const auto text = reader_of(chain);
    const auto leaf = next_certificate(text.get());
    if (leaf == nullptr || SSL_CTX_use_certificate(context, leaf.get()) != 1) {
        ERR_clear_error();
        return tls_failure(owner + "'s certificate is no PEM certificate");
    }
    while (auto issuer = next_certificate(text.get())) {
        if (SSL_CTX_add1_chain_cert(context, issuer.get()) != 1) {
            return tls_failure("an issuer of " + owner + "'s certificate cannot be used: " + last_openssl_error());
        }
    }
    const auto key_text = reader_of(private_key.reveal());
    const key_ptr key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, &no_password, nullptr));
    if (key == nullptr) {
        ERR_clear_error();  // may tell of the key's content
        return tls_failure("the private key of " + owner + "'s certificate cannot be read");
    }
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
        ERR_clear_error();
        return tls_failure("the private key does not belong to " + owner + "'s certificate",
                           "the certificate was made for another key: make it anew");
    }
    return {};
}

int number_of(tls_version version) noexcept {
    switch (version) {
    case tls_version::tls_1_1: return TLS1_1_VERSION;
    case tls_version::tls_1_2: return TLS1_2_VERSION;
    case tls_version::tls_1_3: break;
    }
    return TLS1_3_VERSION;
}

void set_versions(SSL_CTX* context, tls_version oldest, tls_version newest) {
    SSL_CTX_set_min_proto_version(context, number_of(oldest));
    SSL_CTX_set_max_proto_version(context, number_of(newest));
    // A session is never resumed, so nothing of it is kept; buffers of idle connections are given back.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

}  // namespace

result<std::shared_ptr<const tls_context>> tls_context::make(const tls_options& options) {
    ERR_clear_error();
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (context == nullptr) return tls_failure("TLS cannot be set up: " + last_openssl_error());
    set_versions(context.get(), options.oldest, options.newest);
    if (options.trusts_public_roots) {
        if (auto done = trust_public_roots(context.get()); !done) return std::move(done).error();
    }
    if (!options.trusted_certificates.empty()) {
        if (auto done = trust(context.get(), options.trusted_certificates); !done) return std::move(done).error();
    }
    const bool has_certificate = !options.certificate_chain.empty();
    if (has_certificate) {
        if (auto done = use_certificate(context.get(), options.certificate_chain, options.private_key, "the client");
            !done)
            return std::move(done).error();
    }
    return std::shared_ptr<const tls_context>(new tls_context(std::move(context), false, has_certificate));
}

result<std::shared_ptr<const tls_context>> tls_context::make_server(const tls_server_options& options) {
    ERR_clear_error();
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    if (context == nullptr) return tls_failure("TLS cannot be set up: " + last_openssl_error());
    // Versions that are too old are spoken on the lowest level of security only.
    if (options.oldest == tls_version::tls_1_1) SSL_CTX_set_security_level(context.get(), 0);
    set_versions(context.get(), options.oldest, options.newest);
    // No tickets either: a client that comes back with one would have to be known again (ojdbc does).
    SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context.get(), 0);
    if (auto done = use_certificate(context.get(), options.certificate_chain, options.private_key, "the server");
        !done) {
        return std::move(done).error();
    }
    if (!options.trusted_clients.empty()) {
        if (auto done = trust(context.get(), options.trusted_clients); !done) return std::move(done).error();
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    return std::shared_ptr<const tls_context>(new tls_context(std::move(context), true, true));
}

}  // namespace oraxx::transport
