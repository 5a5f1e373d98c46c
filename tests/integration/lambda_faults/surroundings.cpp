#include "surroundings.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace oraxx::lambda::faults {
namespace {

using namespace std::chrono_literals;

// Sanitizers look for leaks by ptrace, which processes that die with their parent do not need.
constexpr const char* no_leak_check = "ASAN_OPTIONS=detect_leaks=0";

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    out.sin_port = htons(port);
    return out;
}

class tcp_socket {
public:
    tcp_socket() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    tcp_socket(const tcp_socket&) = delete;
    tcp_socket& operator=(const tcp_socket&) = delete;
    ~tcp_socket() { ::close(descriptor_); }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

// One that is free now. The sandbox says which one it got on standard output only, which child processes do not have.
std::uint16_t free_port() {
    const tcp_socket probe;
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(probe.descriptor(), generic, size) != 0 || ::getsockname(probe.descriptor(), generic, &size) != 0) {
        throw std::runtime_error("no free port");
    }
    return ntohs(address.sin_port);
}

local::local_lambda_options options_of(const settings& given, const database& oracle) {
    return {.bootstrap = given.bootstrap,
            .secret = oracle.secret(password),
            .environment = {"ORAXX_STATEMENTS=" + given.statements, "ORAXX_LAMBDA_LOGOFF=yes",
                            "AWS_LAMBDA_LOG_LEVEL=FATAL", no_leak_check}};
}

}  // namespace

database::database(const settings& given) : given_(given), port_(free_port()) {
    restart(password);
}

void database::restart(const std::string& new_password, const std::vector<std::string>& arguments) {
    stop();
    local::child_options options{
        .program = given_.sandbox,
        .arguments = {"--listen", "127.0.0.1:" + std::to_string(port_), "--user", "demo", "--init", given_.init},
        .working_directory = "/tmp",
        .environment = {"ORAXX_SANDBOX_PASSWORD=" + new_password, no_leak_check}};
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    process_ = std::make_unique<local::child_process>(options);
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!takes_connections()) {
        if (std::chrono::steady_clock::now() >= deadline) throw std::runtime_error("the sandbox did not start");
        std::this_thread::sleep_for(10ms);
    }
}

void database::stop() {
    process_.reset();
}

bool database::takes_connections() const {
    const tcp_socket probe;
    const auto address = loopback(port_);
    return ::connect(probe.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::string database::secret(const std::string& its_password) const {
    return R"({"host":"127.0.0.1","port":)" + std::to_string(port_) +
           R"(,"service_name":"FREEPDB1","username":"demo","password":")" + its_password + "\"}";
}

surroundings::surroundings(const settings& wanted)
    : given(wanted), oracle(wanted), function(options_of(wanted, oracle)) {
    if (!function.time_to_ready(20s)) throw std::runtime_error("the function did not start");
}

void surroundings::pause() const {
    std::this_thread::sleep_for(given.pause);
}

}  // namespace oraxx::lambda::faults
