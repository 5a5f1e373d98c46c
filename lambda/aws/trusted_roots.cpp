#include "lambda/aws/trusted_roots.hpp"

#include "lambda/aws/small_file.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::aws {
namespace {

constexpr std::size_t max_bundle_bytes = std::size_t{4} << 20U;

}  // namespace

std::string trusted_roots() {
    for (const char* name : {"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
        const auto path = environment_variable(name);
        if (!path.empty()) return read_small_file(path, max_bundle_bytes, "CaBundle", "the CA bundle");
    }
    return std::string(amazon_roots);
}

}  // namespace oraxx::lambda::aws
