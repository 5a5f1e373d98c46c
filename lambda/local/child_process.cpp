#include "lambda/local/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
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

// Where a process writes "0" to join the group; empty when there is none to join.
std::string members_file(const std::string& control_group) {
    return control_group.empty() ? std::string() : control_group + "/cgroup.procs";
}

// What the child needs, made before the fork.
struct prepared {
    std::string program{};
    std::string working_directory{};
    std::string members{};
    std::vector<char*> arguments{};
    std::vector<char*> environment{};
    int start_report = -1;  // it writes its steady_clock reading here
};

// Between fork and exec: nothing but async-signal-safe calls.
[[noreturn]] void become(const prepared& plan, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(exec_failed);  // it died before the line above
    if (!plan.members.empty()) {
        const int members = ::open(plan.members.c_str(), O_WRONLY | O_CLOEXEC);
        if (::write(members, "0", 1) != 1) ::_exit(exec_failed);
    }
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    if (::write(plan.start_report, &now, sizeof now) != sizeof now) ::_exit(exec_failed);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    if (::chdir(plan.working_directory.c_str()) != 0) ::_exit(exec_failed);
    ::execve(plan.program.c_str(), plan.arguments.data(), plan.environment.data());
    ::_exit(exec_failed);
}

}  // namespace

child_process::child_process(const child_options& options) {
    std::vector<std::string> arguments{options.program};
    arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
    std::array<int, 2> report{};
    if (::pipe2(report.data(), O_CLOEXEC) != 0) fail("pipe");
    const prepared plan{.program = options.program,
                        .working_directory = options.working_directory,
                        .members = members_file(options.control_group),
                        .arguments = as_pointers(arguments),
                        .environment = as_pointers(options.environment),
                        .start_report = report[1]};
    const pid_t parent = ::getpid();
    started_ = std::chrono::steady_clock::now();
    process_ = ::fork();
    if (process_ == 0) become(plan, parent);
    const int fork_error = errno;
    ::close(report[1]);
    if (process_ > 0) learn_start(report[0]);
    ::close(report[0]);
    if (process_ < 0) {
        errno = fork_error;
        fail("fork");
    }
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

// A child that fails before it reports leaves the time of the fork.
void child_process::learn_start(int source) {
    std::chrono::steady_clock::rep reading = 0;
    if (::read(source, &reading, sizeof reading) == sizeof reading) {
        started_ = std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(reading));
    }
}

void child_process::send(int signal) const noexcept {
    if (process_ >= 0) ::kill(process_, signal);
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
