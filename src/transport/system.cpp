#include "transport/system.hpp"

#include <limits.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string_view>
#include <system_error>

namespace oraxx::transport {
namespace {

struct file_closer {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

// The login name of a user id by /etc/passwd, "" when it is not there. getpwuid() would load name service
// modules at run time, which a static program cannot.
std::string login_name(uid_t wanted) {
    const std::unique_ptr<std::FILE, file_closer> file(std::fopen("/etc/passwd", "re"));
    if (file == nullptr) return {};
    const auto id = std::to_string(wanted);
    std::array<char, 1024> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), file.get()) != nullptr) {
        const std::string_view line(buffer.data());  // name:password:id:...
        const auto name_end = line.find(':');
        const auto id_start = line.find(':', name_end == std::string_view::npos ? name_end : name_end + 1);
        if (id_start == std::string_view::npos) continue;
        const auto rest = line.substr(id_start + 1);
        if (rest.substr(0, rest.find(':')) == id) return std::string(line.substr(0, name_end));
    }
    return {};
}

}  // namespace

void fill_random(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const auto got = ::getrandom(out.data(), out.size(), 0);
        if (got > 0) {
            out = out.subspan(static_cast<std::size_t>(got));
        } else if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
    }
}

process_identity current_process() {
    process_identity out;
    std::array<char, PATH_MAX> buffer{};
    const auto length = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
    out.program = length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : "unknown";
    buffer.fill('\0');
    out.machine = ::gethostname(buffer.data(), buffer.size() - 1) == 0 ? buffer.data() : "unknown";
    const auto user = ::geteuid();
    out.os_user = login_name(user);
    if (out.os_user.empty()) out.os_user = std::to_string(user);
    out.terminal = "unknown";
    out.process_id = static_cast<std::uint32_t>(::getpid());
    return out;
}

std::chrono::minutes local_utc_offset() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    if (::localtime_r(&now, &local) == nullptr) return {};
    return std::chrono::duration_cast<std::chrono::minutes>(std::chrono::seconds(local.tm_gmtoff));
}

}  // namespace oraxx::transport
