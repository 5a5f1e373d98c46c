// Certificates that programs carry with them; written by tools/embed_roots.py. Private to src/transport.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace oraxx::transport {

struct embedded_root {
    std::string_view certificate{};  // DER
    std::uint16_t subject_at = 0;    // its name, in the certificate
    std::uint16_t subject_size = 0;

    [[nodiscard]] constexpr std::string_view subject() const noexcept {
        return certificate.substr(subject_at, subject_size);
    }
};

extern const std::span<const embedded_root> mozilla_roots;  // of the package ca-certificates
extern const std::span<const embedded_root> rds_roots;      // of Amazon RDS, all regions

}  // namespace oraxx::transport
