#include "lambda/local/http_server.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <thread>

namespace oraxx::lambda::local {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr std::uint64_t max_body_bytes = std::uint64_t{64} << 20U;

// One connection: reads a request, waits for its answer, and so on. It keeps the context it lives in, since an
// exchange may outlive the server.
class session : public std::enable_shared_from_this<session> {
public:
    session(std::shared_ptr<asio::io_context> io, tcp::socket socket, const http_server::handler& on_request)
        : io_(std::move(io)), socket_(std::move(socket)), on_request_(on_request) {}

    void read() {
        parser_.emplace();
        parser_->body_limit(max_body_bytes);
        beast::http::async_read(socket_, buffer_, *parser_,
                                [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                    if (!error) self->serve();
                                });
    }
    // These two from any thread. Once the server is gone there is nobody to answer.
    void write(http::response response) {
        if (io_->stopped()) return;
        asio::dispatch(*io_, [self = shared_from_this(), answer = std::move(response)]() mutable {
            self->start_writing(std::move(answer));
        });
    }
    void close() {
        if (io_->stopped()) return;
        asio::dispatch(*io_, [self = shared_from_this()] { self->close_now(); });
    }
    void close_now() {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

private:
    void serve();

    void start_writing(http::response answer) {
        response_.emplace();
        response_->result(answer.status);
        for (const auto& header : answer.headers) response_->insert(header.name, header.value);
        response_->body() = std::move(answer.body);
        response_->keep_alive(true);
        response_->prepare_payload();
        beast::http::async_write(socket_, *response_,
                                 [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                     if (!error) self->read();
                                 });
    }

    std::shared_ptr<asio::io_context> io_;
    tcp::socket socket_;
    const http_server::handler& on_request_;
    beast::flat_buffer buffer_{};
    std::optional<beast::http::request_parser<beast::http::string_body>> parser_{};
    std::optional<beast::http::response<beast::http::string_body>> response_{};
};

class pending_exchange final : public exchange {
public:
    pending_exchange(std::shared_ptr<session> connection, server_request request)
        : connection_(std::move(connection)), request_(std::move(request)) {}
    ~pending_exchange() override {
        if (connection_ != nullptr) connection_->close();
    }

    [[nodiscard]] const server_request& request() const noexcept override { return request_; }
    void answer(http::response response) override {
        if (auto connection = std::exchange(connection_, nullptr)) connection->write(std::move(response));
    }
    void drop() override {
        if (auto connection = std::exchange(connection_, nullptr)) connection->close();
    }

private:
    std::shared_ptr<session> connection_;
    server_request request_;
};

void session::serve() {
    auto incoming = parser_->release();
    server_request request;
    request.method = std::string(incoming.method_string());
    request.target = std::string(incoming.target());
    for (const auto& field : incoming) {
        request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    request.body = std::move(incoming.body());
    on_request_(std::make_shared<pending_exchange>(shared_from_this(), std::move(request)));
}

}  // namespace

class http_server::implementation {
public:
    explicit implementation(handler on_request)
        : on_request_(std::move(on_request)),
          acceptor_(*io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          port_(acceptor_.local_endpoint().port()) {
        accept();
        thread_ = std::thread([this] { io_->run(); });
    }
    ~implementation() {
        io_->stop();
        thread_.join();
        // Lets every operation come to its end: what is left in the context would keep its session, and that the
        // context.
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (const auto& each : sessions_) {
            if (const auto alive = each.lock()) alive->close_now();
        }
        io_->restart();
        while (io_->poll() > 0) {
        }
        io_->stop();
    }
    implementation(const implementation&) = delete;
    implementation& operator=(const implementation&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (error) return;
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            std::erase_if(sessions_, [](const auto& each) { return each.expired(); });
            const auto accepted = std::make_shared<session>(io_, std::move(socket), on_request_);
            sessions_.push_back(accepted);
            accepted->read();
            accept();
        });
    }

    handler on_request_;
    std::shared_ptr<asio::io_context> io_ = std::make_shared<asio::io_context>(1);
    std::vector<std::weak_ptr<session>> sessions_{};
    tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::thread thread_{};
};

http_server::http_server(handler on_request)
    : implementation_(std::make_unique<implementation>(std::move(on_request))) {}
http_server::~http_server() = default;

std::uint16_t http_server::port() const noexcept {
    return implementation_->port();
}

}  // namespace oraxx::lambda::local
