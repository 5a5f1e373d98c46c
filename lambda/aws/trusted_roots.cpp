#include "lambda/aws/trusted_roots.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "lambda/aws/aws_error.hpp"

namespace oraxx::lambda::aws {
namespace {

constexpr std::size_t max_bundle_bytes = std::size_t{4} << 20U;

[[noreturn]] void fail_reading(const std::string& path, const std::string& reason) {
    throw aws_error("CaBundle", 0, "cannot read the CA bundle " + path + ": " + reason);
}

std::string read_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fail_reading(path, std::generic_category().message(errno));
    std::string out;
    std::array<char, 16384> piece{};
    ssize_t got = 0;
    while ((got = ::read(file, piece.data(), piece.size())) > 0 && out.size() <= max_bundle_bytes) {
        out.append(piece.data(), static_cast<std::size_t>(got));
    }
    const int error = got < 0 ? errno : 0;
    ::close(file);
    if (error != 0) fail_reading(path, std::generic_category().message(error));
    if (out.size() > max_bundle_bytes) fail_reading(path, "larger than 4 MiB");
    return out;
}

}  // namespace

std::string trusted_roots() {
    for (const char* name : {"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
        const char* path =
            std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing writes to it in another thread
        if (path != nullptr && *path != '\0') return read_file(path);
    }
    return std::string(amazon_roots);
}

}  // namespace oraxx::lambda::aws
