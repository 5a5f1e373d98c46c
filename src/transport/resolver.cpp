#include "transport/resolver.hpp"

#include <ares.h>

#include <algorithm>
#include <memory>

#include "base/ascii.hpp"
#include "transport/socket_address.hpp"
#include "transport/wait.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::transport {
namespace {

using std::chrono::steady_clock;

failure resolve_failure(errc code, std::string message, std::string advice) {
    return values::unusable_failure(code, oraxx::phase::resolve, std::move(message), std::move(advice));
}

bool is_localhost(std::string_view host) {
    return base::equal_ignoring_case(host, "localhost") || base::equal_ignoring_case(host, "localhost.");
}

// What c-ares calls back with.
struct lookup {
    bool done = false;
    int status = ARES_SUCCESS;
    std::vector<ip_address> addresses{};

    static void finished(void* self, int status, int /*timeouts*/, ares_addrinfo* info) {
        auto& out = *static_cast<lookup*>(self);
        out.done = true;
        out.status = status;
        if (info == nullptr) return;
        for (const auto* node = info->nodes; node != nullptr; node = node->ai_next) {
            const auto address = from_socket_address(node->ai_addr);
            const auto& known = out.addresses;
            if (address && std::find(known.begin(), known.end(), *address) == known.end()) {
                out.addresses.push_back(*address);
            }
        }
        ares_freeaddrinfo(info);
    }
};

struct channel_deleter {
    void operator()(ares_channeldata* channel) const noexcept { ares_destroy(channel); }
};
using channel_handle = std::unique_ptr<ares_channeldata, channel_deleter>;

// Sleeps until c-ares has something to do, and lets it do it. False: the wake-up was signalled.
bool step(ares_channel channel, const wakeup& wake, time_point deadline) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const auto mask = static_cast<unsigned>(ares_getsock(channel, sockets.data(), ARES_GETSOCK_MAXNUM));
    std::vector<pollfd> descriptors{{wake.descriptor(), POLLIN, 0}};
    for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
        short events = 0;
        if (ARES_GETSOCK_READABLE(mask, i)) events |= POLLIN;
        if (ARES_GETSOCK_WRITABLE(mask, i)) events |= POLLOUT;
        if (events != 0) descriptors.push_back({sockets[i], events, 0});
    }
    std::chrono::nanoseconds patience = deadline - steady_clock::now();
    timeval retry{};
    if (ares_timeout(channel, nullptr, &retry) != nullptr) {
        patience = std::min<std::chrono::nanoseconds>(
            patience, std::chrono::seconds(retry.tv_sec) + std::chrono::microseconds(retry.tv_usec));
    }
    if (wake.is_raised()) return false;
    (void)wait_ready(descriptors, patience);
    if (wake.is_raised()) return false;
    ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // retries that are due
    for (std::size_t i = 1; i < descriptors.size(); ++i) {
        const auto& d = descriptors[i];
        const bool readable = (d.revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        const bool writable = (d.revents & POLLOUT) != 0;
        ares_process_fd(channel, readable ? d.fd : ARES_SOCKET_BAD, writable ? d.fd : ARES_SOCKET_BAD);
    }
    return true;
}

std::string_view advice_for(int status) {
    switch (status) {
    case ARES_ENOTFOUND:
    case ARES_ENODATA:
        return "check the host name for a typing mistake, and the hosts file and DNS domain of this machine";
    default: return "the machine's DNS servers do not answer properly: check its network and /etc/resolv.conf";
    }
}

result<std::vector<ip_address>> ask(const std::string& host, const resolve_options& options, const wakeup& wake) {
    const auto prefix = "cannot resolve host name '" + host + "': ";
    lookup found;
    ares_channel raw = nullptr;
    int status = ares_init(&raw);
    const channel_handle channel(raw);  // goes before `found`, which its destruction may still call back
    if (status == ARES_SUCCESS && !options.servers.empty()) {
        status = ares_set_servers_ports_csv(raw, options.servers.c_str());
    }
    if (status != ARES_SUCCESS) {
        return resolve_failure(errc::name_resolution, prefix + ares_strerror(status),
                               std::string(advice_for(status)));
    }
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    ares_getaddrinfo(raw, host.c_str(), nullptr, &hints, &lookup::finished, &found);
    while (!found.done) {
        if (steady_clock::now() >= options.deadline) {
            return resolve_failure(errc::timed_out, prefix + "no answer within the connect timeout",
                                   std::string(advice_for(ARES_ETIMEOUT)));
        }
        if (!step(raw, wake, options.deadline)) return resolve_failure(errc::cancelled, prefix + "cancelled", {});
    }
    if (!found.addresses.empty()) return std::move(found.addresses);
    status = found.status == ARES_SUCCESS ? ARES_ENODATA : found.status;
    return resolve_failure(errc::name_resolution, prefix + ares_strerror(status), std::string(advice_for(status)));
}

}  // namespace

result<std::vector<ip_address>> resolve(const std::string& host, const resolve_options& options, const wakeup& wake) {
    if (const auto numeric = ip_address::parse(host)) return std::vector{*numeric};
    // IPv4 first: a listener on this machine is far more often bound to it than to ::1 alone.
    if (is_localhost(host)) return std::vector{*ip_address::parse("127.0.0.1"), *ip_address::parse("::1")};
    return ask(host, options, wake);
}

}  // namespace oraxx::transport
