#include "lambda/aws/small_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "lambda/aws/aws_error.hpp"

namespace oraxx::lambda::aws {

std::string read_small_file(const std::string& path, std::size_t max_bytes, const char* error_type,
                            const char* what) {
    const auto fail = [&](const std::string& reason) {
        throw aws_error(error_type, 0, std::string("cannot read ") + what + ' ' + path + ": " + reason);
    };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fail(std::generic_category().message(errno));
    std::string out;
    std::array<char, 16384> piece{};
    ssize_t got = 0;
    while ((got = ::read(file, piece.data(), piece.size())) > 0 && out.size() <= max_bytes) {
        out.append(piece.data(), static_cast<std::size_t>(got));
    }
    const int error = got < 0 ? errno : 0;
    ::close(file);
    if (error != 0) fail(std::generic_category().message(error));
    if (out.size() > max_bytes) fail("larger than " + std::to_string(max_bytes) + " bytes");
    return out;
}

}  // namespace oraxx::lambda::aws
