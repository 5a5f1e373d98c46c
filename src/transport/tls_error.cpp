#include "transport/tls_error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>

#include "values/unusable_failure.hpp"

namespace oraxx::transport {
namespace {

struct explanation {
    const char* message;
    const char* advice;
};

// By SSL_R_... reason.
explanation explain_reason(int reason, bool lacked_certificate) {
    switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_UNEXPECTED_MESSAGE:
        return {"the peer does not speak TLS",
                "the port may be a plain one: use protocol tcp, or the listener's TCPS port"};
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        return {"the server speaks no TLS version that is allowed here (1.2 and 1.3)",
                "let the server speak TLS 1.2 (SSL_VERSION in its sqlnet.ora), and check SSL_VERSION on this side"};
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        return {"the server wants a client certificate (mutual TLS)", "give a wallet that holds one"};
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        // What servers say before TLS 1.3 when the certificate they asked for did not come.
        if (lacked_certificate) return explain_reason(SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, true);
        return {"the server refused the handshake", "the two sides may have no cipher in common"};
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        return {"the server does not accept the client certificate",
                "its issuer must be trusted by the server's wallet, and it must not have expired"};
    case SSL_R_TLSV1_UNRECOGNIZED_NAME:
        return {"the server does not know the name it was asked for (SNI)", "try without USE_SNI"};
    case SSL_R_DH_KEY_TOO_SMALL:
    case SSL_R_EE_KEY_TOO_SMALL:
    case SSL_R_CA_KEY_TOO_SMALL:
    case SSL_R_CA_MD_TOO_WEAK:
        return {"the server's certificate or key is too weak",
                "have it made anew with 2048 bits and SHA-256 or more"};
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
        return {"the peer closed the connection during the TLS handshake",
                "the port may be a plain one, or the listener rejects this client's address"};
    default: return {nullptr, nullptr};
    }
}

failure explain_verdict(const handshake_facts& facts) {
    const auto of = facts.subject.empty() ? std::string() : " (" + facts.subject + ")";
    switch (facts.verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return tls_failure("the server's certificate" + of + " expired on " + facts.not_after,
                           "have it renewed; if it is not due yet, this machine's clock is wrong");
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return tls_failure("the server's certificate" + of + " is valid only from " + facts.not_before,
                           "is this machine's clock right?");
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return tls_failure("the server's certificate" + of + " was issued by nobody trusted here",
                           "give the wallet or the CA certificate that belongs to this database");
    default:
        return tls_failure("the server's certificate" + of +
                           " is not accepted: " + X509_verify_cert_error_string(facts.verdict));
    }
}

std::string text_of(unsigned long error) {
    std::array<char, 256> text{};
    ERR_error_string_n(error, text.data(), text.size());
    return text.data();
}

}  // namespace

failure tls_failure(std::string message, std::string advice) {
    return values::unusable_failure(errc::tls_error, oraxx::phase::tls, std::move(message), std::move(advice));
}

std::string last_openssl_error() {
    const auto error = ERR_get_error();
    ERR_clear_error();
    return error == 0 ? std::string("no reason given") : text_of(error);
}

failure explain_handshake(const handshake_facts& facts) {
    if (facts.verdict != X509_V_OK) return explain_verdict(facts);
    const auto known = explain_reason(ERR_GET_REASON(facts.error), facts.lacked_certificate);
    if (known.message != nullptr) return tls_failure(known.message, known.advice);
    return tls_failure("the TLS handshake failed: " +
                       (facts.error == 0 ? std::string("no reason given") : text_of(facts.error)));
}

}  // namespace oraxx::transport
