// Certificates for tests, made on the spot.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace oraxx::test {

struct certificate_request {
    std::string subject = "CN=localhost";          // NAME=VALUE, separated by ','
    std::vector<std::string> alternative_names{};  // "DNS:db.example.com", "IP:127.0.0.1"
    std::chrono::hours valid_from{-1};             // from now
    std::chrono::hours valid_to{24};
};

// A key and its certificate.
class identity {
public:
    identity(std::shared_ptr<evp_pkey_st> key, std::shared_ptr<x509_st> certificate)
        : key_(std::move(key)), certificate_(std::move(certificate)) {}

    [[nodiscard]] std::string certificate_pem() const;
    // PKCS#8; encrypted with AES-256 when there is a password.
    [[nodiscard]] std::string key_pem(const std::string& password = {}) const;
    [[nodiscard]] evp_pkey_st* key() const noexcept { return key_.get(); }
    [[nodiscard]] x509_st* certificate() const noexcept { return certificate_.get(); }

private:
    std::shared_ptr<evp_pkey_st> key_;
    std::shared_ptr<x509_st> certificate_;
};

// Issues itself and others. Keys are P-256: quick to make.
class certificate_authority {
public:
    explicit certificate_authority(const std::string& name = "oraxx test CA");

    [[nodiscard]] identity issue(const certificate_request& request) const;
    [[nodiscard]] std::string certificate_pem() const { return self_.certificate_pem(); }

private:
    identity self_;
};

}  // namespace oraxx::test
