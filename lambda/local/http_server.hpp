// A small HTTP/1.1 server on a loopback port of its own, for the emulated AWS endpoints. Answers may be given
// later and from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::local {

struct server_request {
    std::string method{};
    std::string target{};
    std::vector<http::header> headers{};
    std::string body{};
};

// One request waiting for its answer. Exactly one of answer() and drop() is to be called; an exchange that is
// let go without either drops the connection. It may outlive its server, and then does nothing.
class exchange {
public:
    exchange() = default;
    exchange(const exchange&) = delete;
    exchange& operator=(const exchange&) = delete;
    virtual ~exchange() = default;

    [[nodiscard]] virtual const server_request& request() const noexcept = 0;
    virtual void answer(http::response response) = 0;
    virtual void drop() = 0;  // closes the connection without an answer
};

class http_server {
public:
    // Called on the server's thread.
    using handler = std::function<void(std::shared_ptr<exchange>)>;

    explicit http_server(handler on_request);
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;
    ~http_server();  // closes every connection

    [[nodiscard]] std::uint16_t port() const noexcept;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace oraxx::lambda::local
