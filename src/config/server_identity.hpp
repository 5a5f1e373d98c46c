// Is the server that showed a certificate the one that was wanted? The chain is somebody else's question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <oraxx/error.hpp>

#include "base/distinguished_name.hpp"

namespace oraxx::config {

// What a certificate says about whom it belongs to.
struct server_names {
    base::distinguished_name subject{};
    std::vector<std::string> dns_names{};
    std::vector<std::string> ip_addresses{};
};

// What is expected of it.
struct expected_server {
    std::string certificate_dn{};      // SSL_SERVER_CERT_DN; when given, it alone decides
    std::vector<std::string> hosts{};  // the host connected to, and the one before a redirect: either will do
    std::string service_name{};        // accepted as common name where weak_match is on
    bool weak_match = false;           // SSL_ALLOW_WEAK_DN_MATCH
};

// nullopt: it is. Otherwise errc::tls_error, naming what the certificate is for.
[[nodiscard]] std::optional<failure> check_server_identity(const server_names& certificate,
                                                           const expected_server& wanted);

// "*.example.com" covers "db.example.com"; a '*' counts once, in the first label only, and only in names with a dot.
// ASCII letters of any case are equal.
[[nodiscard]] bool host_matches(std::string_view pattern, std::string_view host) noexcept;

}  // namespace oraxx::config
