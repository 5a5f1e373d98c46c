#include "transport/connector.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "transport/socket_address.hpp"
#include "transport/wait.hpp"

namespace oraxx::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A descriptor on its way to a tcp_stream.
class pending_socket {
public:
    explicit pending_socket(int descriptor) noexcept : descriptor_(descriptor) {}
    pending_socket(const pending_socket&) = delete;
    pending_socket& operator=(const pending_socket&) = delete;
    ~pending_socket() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int get() const noexcept { return descriptor_; }
    int release() noexcept { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

std::string seconds_text(milliseconds value) {
    if (value.count() % 1000 == 0) return std::to_string(value.count() / 1000) + " s";
    return std::to_string(value.count()) + " ms";
}

// What became of one address: 0 and a connected socket, or an error number.
struct attempt {
    int error_number = 0;
    bool cancelled = false;
};

attempt finish_connect(int descriptor, const wakeup& wake, time_point deadline) {
    switch (wait_single(descriptor, POLLOUT, wake, deadline)) {
    case single_outcome::timed_out: return {ETIMEDOUT, false};
    case single_outcome::woken: return {ECANCELED, true};
    case single_outcome::ready: break;
    }
    int error_number = 0;
    socklen_t size = sizeof error_number;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error_number, &size) != 0) error_number = errno;
    return {error_number, false};
}

attempt connect_one(int descriptor, const socket_address& where, const wakeup& wake, time_point deadline) {
    if (descriptor < 0) return {errno, false};
    if (::connect(descriptor, where.get(), where.size) == 0) return {};
    if (errno != EINPROGRESS && errno != EINTR) return {errno, false};
    return finish_connect(descriptor, wake, deadline);
}

errc code_of(const attempt& outcome) noexcept {
    if (outcome.cancelled) return errc::cancelled;
    if (outcome.error_number == ECONNREFUSED) return errc::connect_refused;
    return outcome.error_number == ETIMEDOUT ? errc::timed_out : errc::connect_failed;
}

std::string advice_for(errc code) {
    switch (code) {
    case errc::connect_refused: return "is the listener running on that port, and is it the right host?";
    case errc::timed_out: return "a firewall or security group may drop the packets, or the host is down";
    case errc::connect_failed: return "check the network, the routes and the firewall between here and that host";
    default: return {};
    }
}

// Collects what each address answered into one failure.
class connect_report {
public:
    explicit connect_report(const std::string& host) : host_(host) {}

    void add(const std::string& endpoint, const attempt& outcome, milliseconds waited) {
        const auto code = code_of(outcome);
        // Addresses that fail in different ways have no common name but the general one.
        facts_.code =
            facts_.message.empty() || facts_.code == code || code == errc::cancelled ? code : errc::connect_failed;
        facts_.message += facts_.message.empty() ? "TCP connect to " : "; to ";
        facts_.message += endpoint;
        const bool host_is_numeric = endpoint.find(host_) != std::string::npos;
        if (!named_ && !host_is_numeric) facts_.message.append(" (").append(host_).append(")");
        named_ = true;
        facts_.message.append(": ").append(text_of(outcome, waited));
    }

    failure take() {
        facts_.phase = oraxx::phase::tcp;
        facts_.advice = advice_for(facts_.code);
        facts_.connection_usable = false;
        return std::move(facts_);
    }

private:
    static std::string text_of(const attempt& outcome, milliseconds waited) {
        if (outcome.cancelled) return "cancelled";
        if (outcome.error_number == ETIMEDOUT) return "timed out after " + seconds_text(waited);
        return error_text(outcome.error_number);
    }

    const std::string& host_;
    failure facts_{};
    bool named_ = false;
};

}  // namespace

result<std::unique_ptr<tcp_stream>> connect_tcp(const connect_target& target, const wakeup& wake) {
    const auto addresses = resolve(target.host, {target.deadline, target.dns_servers}, wake);
    if (!addresses) return addresses.error();
    return connect_tcp(target, *addresses, wake);
}

result<std::unique_ptr<tcp_stream>> connect_tcp(const connect_target& target,
                                                const std::vector<ip_address>& addresses, const wakeup& wake) {
    connect_report report(target.host);
    for (const auto& address : addresses) {
        const auto start = steady_clock::now();
        // An address that does not answer leaves those behind it their share of the time.
        const auto left = static_cast<steady_clock::rep>(&addresses.back() - &address + 1);
        const auto deadline =
            start + std::min<steady_clock::duration>((target.deadline - start) / left, target.per_address);
        const auto where = to_socket_address(address, target.port);
        const auto endpoint = endpoint_text(address, target.port);
        pending_socket socket(::socket(where.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const auto outcome = connect_one(socket.get(), where, wake, deadline);
        if (outcome.error_number == 0) return std::make_unique<tcp_stream>(socket.release(), endpoint, target.socket);
        report.add(endpoint, outcome, std::chrono::duration_cast<milliseconds>(deadline - start));
        if (outcome.cancelled || steady_clock::now() >= target.deadline) break;
    }
    return report.take();
}

}  // namespace oraxx::transport
