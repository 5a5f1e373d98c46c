// What the machine itself asks for, without any driver: the lower bounds that the workloads are compared with.
//
//   pingpong COUNT   round trips over loopback with the sizes of a cached "select 1": the floor of select1
//   recv ROWS        receiving rows of 36 bytes over loopback: the floor of fetch3
//   pbkdf2 COUNT     the key derivation of one logon, 4096 rounds of SHA-512: the floor of connect
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "measure.hpp"

namespace {

using oraxx::bench::measure;
using oraxx::bench::report;

constexpr std::size_t request_bytes = 60;
constexpr std::size_t answer_bytes = 150;
constexpr std::size_t row_bytes = 36;
constexpr std::size_t receive_buffer = 65536;

void require(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(what);
}

void send_all(int fd, std::size_t size) {
    static const std::vector<char> zeros(receive_buffer);
    while (size != 0) {
        const auto sent = ::send(fd, zeros.data(), std::min(size, zeros.size()), MSG_NOSIGNAL);
        require(sent > 0, "send");
        size -= static_cast<std::size_t>(sent);
    }
}

void receive_all(int fd, std::size_t size) {
    static std::vector<char> buffer(receive_buffer);
    while (size != 0) {
        const auto got = ::recv(fd, buffer.data(), std::min(size, buffer.size()), 0);
        require(got > 0, "recv");
        size -= static_cast<std::size_t>(got);
    }
}

// A loopback connection to a child process that runs `peer` on its end. The peer must stop by itself.
template <class Peer>
int connect_to_child(Peer peer) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    require(listener >= 0, "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    require(::bind(listener, generic, length) == 0, "bind");
    require(::listen(listener, 1) == 0, "listen");
    require(::getsockname(listener, generic, &length) == 0, "getsockname");
    const int enabled = 1;
    if (::fork() == 0) {
        const int fd = ::accept(listener, nullptr, nullptr);
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &enabled, sizeof enabled);
        peer(fd);
        ::_exit(0);
    }
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    require(::connect(fd, generic, length) == 0, "connect");
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &enabled, sizeof enabled);
    ::close(listener);
    return fd;
}

oraxx::bench::measurement pingpong(std::uint64_t count) {
    const auto round_trip = [](int fd) {
        send_all(fd, request_bytes);
        receive_all(fd, answer_bytes);
    };
    constexpr std::uint64_t warm_up = 200;
    const int fd = connect_to_child([&](int peer) {
        for (std::uint64_t i = 0; i < warm_up + count; ++i) {
            receive_all(peer, request_bytes);
            send_all(peer, answer_bytes);
        }
    });
    for (std::uint64_t i = 0; i < warm_up; ++i) round_trip(fd);
    return measure(count, [&] {
        for (std::uint64_t i = 0; i < count; ++i) round_trip(fd);
    });
}

oraxx::bench::measurement receive_rows(std::uint64_t rows) {
    const int fd = connect_to_child([&](int peer) {
        receive_all(peer, request_bytes);
        send_all(peer, rows * row_bytes);
    });
    return measure(rows, [&] {
        send_all(fd, request_bytes);
        receive_all(fd, rows * row_bytes);
    });
}

oraxx::bench::measurement derive_keys(std::uint64_t count) {
    constexpr std::string_view password = "benchmark";
    std::array<unsigned char, 32> salt{};
    std::array<unsigned char, 64> key{};
    return measure(count, [&] {
        for (std::uint64_t i = 0; i < count; ++i) {
            require(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                                      static_cast<int>(salt.size()), 4096, EVP_sha512(), static_cast<int>(key.size()),
                                      key.data()) == 1,
                    "PBKDF2");
        }
    });
}

}  // namespace

int main(int argc, char** argv) {
    const auto count = oraxx::bench::count_argument(argc, argv, 2);
    const std::string_view name = argv[1];
    try {
        if (name == "pingpong") {
            report("-", pingpong(count));
        } else if (name == "recv") {
            report("-", receive_rows(count));
        } else if (name == "pbkdf2") {
            report(OPENSSL_VERSION_TEXT, derive_keys(count));
        } else {
            std::fprintf(stderr, "no floor of this name\n");
            return 2;
        }
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s failed\n", problem.what());
        return 1;
    }
    while (::wait(nullptr) > 0) {
    }
    return 0;
}
