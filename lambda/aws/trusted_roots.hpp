// The certificates that AWS endpoints are verified with.
#pragma once

#include <string>
#include <string_view>

namespace oraxx::lambda::aws {

// Amazon Root CA 1 to 4 and Starfield Services Root G2, PEM, taken from the ca-certificates package when the program
// was built: all *.amazonaws.com certificates chain to one of them, and five roots parse faster than a hundred and
// fifty.
extern const std::string_view amazon_roots;

// The file that AWS_CA_BUNDLE or SSL_CERT_FILE names, else amazon_roots. Throws aws_error ("CaBundle") when the
// file cannot be read.
[[nodiscard]] std::string trusted_roots();

}  // namespace oraxx::lambda::aws
