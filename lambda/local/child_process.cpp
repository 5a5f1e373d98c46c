#include "lambda/local/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace oraxx::lambda::local {
namespace {

constexpr int exec_failed = 127;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::vector<char*> as_pointers(const std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
    out.push_back(nullptr);
    return out;
}

// Between fork and exec: nothing but async-signal-safe calls.
[[noreturn]] void become(const child_options& options, char* const* environment, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(exec_failed);  // it died before the line above
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    if (::chdir(options.working_directory.c_str()) != 0) ::_exit(exec_failed);
    char* const arguments[] = {const_cast<char*>(options.program.c_str()), nullptr};
    ::execve(options.program.c_str(), arguments, environment);
    ::_exit(exec_failed);
}

}  // namespace

child_process::child_process(const child_options& options) {
    const auto environment = as_pointers(options.environment);
    const pid_t parent = ::getpid();
    started_ = std::chrono::steady_clock::now();
    process_ = ::fork();
    if (process_ < 0) fail("fork");
    if (process_ == 0) become(options, environment.data(), parent);
    // By number: glibc 2.36 declares pidfd_open() for C only.
    end_descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
    if (end_descriptor_ < 0) {
        const int reason = errno;
        ::kill(process_, SIGKILL);
        reap();
        errno = reason;
        fail("pidfd_open");
    }
}

child_process::~child_process() {
    if (process_ >= 0) {
        ::kill(process_, SIGKILL);
        reap();
    }
    if (end_descriptor_ >= 0) ::close(end_descriptor_);
}

// From /proc and not from wait4(): the latter's figure begins with the memory of the process that forked.
std::size_t child_process::peak_memory_kib() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    std::string word;
    std::size_t kib = 0;
    while (status >> word) {
        if (word == "VmHWM:" && status >> kib) return kib;
    }
    return 0;
}

bool child_process::has_ended_within(std::chrono::milliseconds timeout) const {
    pollfd interest{.fd = end_descriptor_, .events = POLLIN, .revents = 0};
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now())
                .count();
        const int ready = ::poll(&interest, 1, left > 0 ? static_cast<int>(left) : 0);
        if (ready > 0) return true;
        if (ready == 0) return false;
        if (errno != EINTR) return false;
    }
}

std::string child_process::reap() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "exit status " + std::to_string(WEXITSTATUS(status));
}

std::string child_process::end(std::chrono::milliseconds grace) {
    if (process_ < 0) return "ended already";
    ::kill(process_, SIGTERM);
    if (!has_ended_within(grace)) ::kill(process_, SIGKILL);
    return reap();
}

}  // namespace oraxx::lambda::local
