// A DNS server for tests: on loopback, one thread, a fixed table of names.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/byte_writer.hpp"
#include "transport/resolver.hpp"

namespace oraxx::transport {

class name_server {
public:
    // Names not in the table do not exist (NXDOMAIN); names without addresses are never answered.
    using table = std::map<std::string, std::vector<std::string>>;

    explicit name_server(table names) : names_(std::move(names)), socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof where;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&where), size), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&where), &size), 0);
        port_ = ntohs(where.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    name_server(const name_server&) = delete;
    name_server& operator=(const name_server&) = delete;
    ~name_server() {
        stop_.signal();
        thread_.join();
        ::close(socket_);
    }
    [[nodiscard]] std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }

private:
    static constexpr std::uint16_t type_a = 1;
    static constexpr std::uint16_t type_aaaa = 28;
    static constexpr std::size_t header_bytes = 12;

    void serve() {
        for (;;) {
            pollfd both[2] = {{socket_, POLLIN, 0}, {stop_.descriptor(), POLLIN, 0}};
            (void)::poll(both, 2, -1);
            if (stop_.is_raised()) return;
            std::array<std::uint8_t, 512> query{};
            sockaddr_storage from{};
            socklen_t size = sizeof from;
            const auto got =
                ::recvfrom(socket_, query.data(), query.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (got < static_cast<ssize_t>(header_bytes + 5)) continue;
            const auto reply = answer(bytes_view(query).first(static_cast<std::size_t>(got)));
            if (reply.empty()) continue;
            (void)::sendto(socket_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
        }
    }

    base::byte_buffer answer(bytes_view query) const {
        std::string name;
        std::size_t at = header_bytes;
        while (query[at] != 0) {
            if (!name.empty()) name += '.';
            name += base::as_text(query.subspan(at + 1, query[at]));
            at += query[at] + std::size_t{1};
        }
        const auto type = static_cast<std::uint16_t>(query[at + 1] << 8U | query[at + 2]);
        const auto question = query.subspan(header_bytes, at + 5 - header_bytes);
        const auto found = names_.find(name);
        if (found != names_.end() && found->second.empty()) return {};

        base::byte_buffer records;
        base::byte_writer w(records);
        std::uint16_t count = 0;
        for (const auto& text : found == names_.end() ? std::vector<std::string>{} : found->second) {
            const auto address = *ip_address::parse(text);
            if (address.is_v6 != (type == type_aaaa)) continue;
            w.u16be(0xC00C);  // the name of the question
            w.u16be(type);
            w.u16be(1);
            w.u32be(60);
            const std::size_t size = address.is_v6 ? 16 : 4;
            w.u16be(static_cast<std::uint16_t>(size));
            w.raw(bytes_view(address.bytes).first(size));
            ++count;
        }
        base::byte_buffer out(query.begin(), query.begin() + 2);
        base::byte_writer head(out);
        head.u16be(found == names_.end() ? 0x8183 : 0x8180);
        head.u16be(1);
        head.u16be(count);
        head.u32be(0);
        head.raw(question);
        head.raw(records);
        return out;
    }

    table names_;
    int socket_;
    std::uint16_t port_ = 0;
    wakeup stop_;
    std::thread thread_;
};

}  // namespace oraxx::transport
