// A small HTTP/1.1 server on a loopback port of its own, for the emulated AWS endpoints. Answers may be given
// later and from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::local {

// Takes a body piece by piece while it arrives. Called on the server's thread.
class body_sink {
public:
    body_sink() = default;
    body_sink(const body_sink&) = delete;
    body_sink& operator=(const body_sink&) = delete;
    virtual ~body_sink() = default;

    // How long to wait before more is read; nullopt: the connection is to be closed now.
    virtual std::optional<std::chrono::milliseconds> take(std::string_view piece) = 0;
    // The connection ended before the body.
    virtual void broken() = 0;
};

struct server_request {
    std::string method{};
    std::string target{};
    std::vector<http::header> headers{};  // and the trailers, once the body is there
    std::string body{};
    std::shared_ptr<body_sink> sink{};  // where the body went instead
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
    // Called with a request whose body is still to come in chunks; null: the body is collected.
    using sink_opener = std::function<std::shared_ptr<body_sink>(const server_request& head)>;

    explicit http_server(handler on_request, sink_opener open_sink = {});
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;
    ~http_server();  // closes every connection

    [[nodiscard]] std::uint16_t port() const noexcept;
    // Closes the connections there are now; new ones are taken. Returns when it is done.
    void close_connections();

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace oraxx::lambda::local
