// What a description says about TLS: its SECURITY section and the server name of USE_SNI.
#pragma once

#include "config/connect_descriptor.hpp"

namespace oraxx::config {

struct tls_settings {
    bool matches_server = true;       // SSL_SERVER_DN_MATCH
    bool weak_match = false;          // SSL_ALLOW_WEAK_DN_MATCH
    std::string server_dn{};          // SSL_SERVER_CERT_DN; empty: the host name is compared
    std::string wallet_directory{};   // MY_WALLET_DIRECTORY or WALLET_LOCATION; empty: not said
    bool trusts_system_only = false;  // the word SYSTEM in place of the wallet's directory
    bool allows_tls_1_2 = true;       // SSL_VERSION
    bool allows_tls_1_3 = true;
};

// errc::bad_connect_string when a value makes no sense; errc::unsupported when only versions older than TLS 1.2 are
// allowed.
[[nodiscard]] result<tls_settings> tls_settings_of(const description& target);

// The TLS server name that tells a listener where to pass the connection on to before it shakes hands itself
// ("S8.FREEPDB1.T1.d.V3.319"). Empty when USE_SNI is off or the target cannot be put into such a name: the listener
// then shakes hands first and the server process does it again.
[[nodiscard]] std::string listener_route(const description& target);

}  // namespace oraxx::config
