#include "lambda/local/http_server.hpp"

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <future>
#include <optional>
#include <thread>

namespace oraxx::lambda::local {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr std::uint64_t max_body_bytes = std::uint64_t{64} << 20U;
constexpr std::uint32_t max_header_bytes = 128U << 10U;  // an error's X-Ray cause is a header
constexpr std::size_t piece_bytes = std::size_t{64} << 10U;

struct server_hooks {
    http_server::handler on_request{};
    http_server::sink_opener open_sink{};
};

// One connection: reads a request, waits for its answer, and so on. It keeps the context it lives in, since an
// exchange may outlive the server.
class session : public std::enable_shared_from_this<session> {
public:
    session(std::shared_ptr<asio::io_context> io, tcp::socket socket, const server_hooks& hooks)
        : io_(std::move(io)), socket_(std::move(socket)), pause_(*io_), hooks_(hooks) {}

    void read() {
        parser_.emplace();
        request_ = {};
        parser_->body_limit(max_body_bytes);
        parser_->header_limit(max_header_bytes);
        beast::http::async_read_header(socket_, buffer_, *parser_,
                                       [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                           if (!error) self->take_head();
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
        pause_.cancel();
    }

private:
    void serve();

    void take_fields() {
        request_.headers.clear();
        for (const auto& field : parser_->get()) {
            request_.headers.push_back({std::string(field.name_string()), std::string(field.value())});
        }
    }

    void take_head() {
        request_.method = std::string(parser_->get().method_string());
        request_.target = std::string(parser_->get().target());
        take_fields();
        if (parser_->chunked() && hooks_.open_sink) request_.sink = hooks_.open_sink(request_);
        if (request_.sink != nullptr) parser_->body_limit(boost::none);
        read_body();
    }

    void read_body() {
        if (parser_->is_done()) {
            take_fields();
            return serve();
        }
        parser_->get().body().data = piece_.data();
        parser_->get().body().size = piece_.size();
        beast::http::async_read_some(
            socket_, buffer_, *parser_,
            [self = shared_from_this()](boost::system::error_code error, std::size_t) { self->take_piece(error); });
    }

    void take_piece(boost::system::error_code error) {
        if (error && error != beast::http::error::need_buffer) {
            if (request_.sink != nullptr) request_.sink->broken();
            return;
        }
        const std::string_view piece(piece_.data(), piece_.size() - parser_->get().body().size);
        if (request_.sink == nullptr) {
            request_.body += piece;
            return read_body();
        }
        const auto pause = request_.sink->take(piece);
        if (!pause) return close_now();
        if (pause->count() == 0) return read_body();
        pause_.expires_after(*pause);
        pause_.async_wait([self = shared_from_this()](boost::system::error_code ended) {
            if (!ended) self->read_body();
        });
    }

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
    asio::steady_timer pause_;
    const server_hooks& hooks_;
    beast::flat_buffer buffer_{};
    std::array<char, piece_bytes> piece_{};
    server_request request_{};
    std::optional<beast::http::request_parser<beast::http::buffer_body>> parser_{};
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
    hooks_.on_request(std::make_shared<pending_exchange>(shared_from_this(), std::move(request_)));
}

}  // namespace

class http_server::implementation {
public:
    explicit implementation(server_hooks hooks)
        : hooks_(std::move(hooks)),
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
        close_sessions();
        io_->restart();
        while (io_->poll() > 0) {
        }
        io_->stop();
    }
    implementation(const implementation&) = delete;
    implementation& operator=(const implementation&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    void close_connections() {
        std::promise<void> done;
        asio::post(*io_, [&] {
            close_sessions();
            done.set_value();
        });
        done.get_future().wait();
    }

private:
    void close_sessions() {
        for (const auto& each : sessions_) {
            if (const auto alive = each.lock()) alive->close_now();
        }
    }

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (error) return;
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            std::erase_if(sessions_, [](const auto& each) { return each.expired(); });
            const auto accepted = std::make_shared<session>(io_, std::move(socket), hooks_);
            sessions_.push_back(accepted);
            accepted->read();
            accept();
        });
    }

    server_hooks hooks_;
    std::shared_ptr<asio::io_context> io_ = std::make_shared<asio::io_context>(1);
    std::vector<std::weak_ptr<session>> sessions_{};
    tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::thread thread_{};
};

http_server::http_server(handler on_request, sink_opener open_sink)
    : implementation_(std::make_unique<implementation>(server_hooks{std::move(on_request), std::move(open_sink)})) {}
http_server::~http_server() = default;

std::uint16_t http_server::port() const noexcept {
    return implementation_->port();
}

void http_server::close_connections() {
    implementation_->close_connections();
}

}  // namespace oraxx::lambda::local
