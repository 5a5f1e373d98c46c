#include "transport/system.hpp"

#include <limits.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>

#include "base/secret.hpp"
#include "transport/wait.hpp"

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

// A page that the kernel hands to a child process empty, however the child was made; null when it cannot.
std::atomic<std::uint32_t>* make_page_wiped_on_fork() noexcept {
    const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return nullptr;
    if (::madvise(page, size, MADV_WIPEONFORK) == 0) return new (page) std::atomic<std::uint32_t>(0);
    ::munmap(page, size);
    return nullptr;
}

}  // namespace

std::uint32_t current_process_id() noexcept {
    static std::atomic<std::uint32_t>* const known = make_page_wiped_on_fork();
    if (known == nullptr) return static_cast<std::uint32_t>(::getpid());
    auto id = known->load(std::memory_order_relaxed);
    if (id == 0) {
        id = static_cast<std::uint32_t>(::getpid());
        known->store(id, std::memory_order_relaxed);
    }
    return id;
}

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

result<std::optional<std::string>> read_file(const std::string& path, std::size_t limit) {
    const auto refused = [&path](const std::string& reason) {
        failure why;
        why.code = errc::invalid_argument;
        why.message = "reading " + path + ": " + reason;
        return why;
    };
    const std::unique_ptr<std::FILE, file_closer> file(std::fopen(path.c_str(), "re"));
    if (file == nullptr) {
        if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>();
        return refused(error_text(errno));
    }
    std::string content;
    std::array<char, 16384> buffer{};
    while (const auto got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
        if (got > limit - content.size()) return refused("it has more than " + std::to_string(limit) + " bytes");
        content.append(buffer.data(), got);
    }
    if (std::ferror(file.get()) != 0) return refused(error_text(errno));
    return std::optional<std::string>(std::move(content));
}

namespace {

secret moved_to_secret(std::string& text) {
    secret out{std::string_view(text)};
    base::wipe(text.data(), text.size());
    return out;
}

}  // namespace

result<std::optional<secret>> read_secret_file(const std::string& path, std::size_t limit) {
    auto content = read_file(path, limit);
    if (!content) return std::move(content).error();
    if (!*content) return std::optional<secret>();
    return std::optional<secret>(moved_to_secret(**content));
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
    out.process_id = current_process_id();
    return out;
}

std::chrono::minutes local_utc_offset() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    if (::localtime_r(&now, &local) == nullptr) return {};
    return std::chrono::duration_cast<std::chrono::minutes>(std::chrono::seconds(local.tm_gmtoff));
}

}  // namespace oraxx::transport
