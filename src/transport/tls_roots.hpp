// Which roots are trusted when nobody names any. Private to this folder.
#pragma once

#include <oraxx/result.hpp>

struct ssl_ctx_st;
struct x509_st;
struct x509_store_st;

namespace oraxx::transport {

// The certificates of the operating system; where it has none that OpenSSL finds, Mozilla's that the program carries;
// and those of Amazon RDS. SSL_CERT_FILE and SSL_CERT_DIR say where the system's are.
[[nodiscard]] result<void> trust_public_roots(ssl_ctx_st* context);

enum class carried_roots : std::uint8_t { rds, rds_and_mozilla };
// Puts those the program carries that may have issued the certificate into the store.
void add_issuers(const x509_st* certificate, carried_roots from, x509_store_st* store);

}  // namespace oraxx::transport
