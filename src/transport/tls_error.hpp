// What went wrong with TLS, in words: what the peer did, the likely cause and the next step. Private to this folder.
#pragma once

#include <string>

#include <oraxx/error.hpp>

namespace oraxx::transport {

[[nodiscard]] failure tls_failure(std::string message, std::string advice = {});
// Takes the oldest error off OpenSSL's queue of this thread and empties it.
[[nodiscard]] std::string last_openssl_error();

// Facts about a handshake that failed.
struct handshake_facts {
    unsigned long error = 0;   // the oldest on OpenSSL's queue
    long verdict = 0;          // of the verification of the peer's chain; 0 = good, or not done yet
    std::string not_before{};  // of the certificate that was found wanting; may be empty
    std::string not_after{};
    std::string subject{};
    bool lacked_certificate = false;  // the server asked for one, and this client has none
};
[[nodiscard]] failure explain_handshake(const handshake_facts& facts);

}  // namespace oraxx::transport
