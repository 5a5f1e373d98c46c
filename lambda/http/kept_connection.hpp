// What plain and TLS connections have in common: the exchange over a Beast stream, its deadline, its stop
// event and the one repetition after a dropped connection. Included by their two source files only.
#pragma once

#include <poll.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/http/chunk_encode.hpp>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

using io_executor = asio::io_context::executor_type;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, io_executor>;

// Largest answer that is read: an event has at most 6 MiB, a secret 64 KiB.
inline constexpr std::uint64_t max_body_bytes = std::uint64_t{16} << 20U;
inline constexpr std::uint32_t max_header_bytes = 64U << 10U;

// Runs one asynchronous operation at a time to its end, its deadline or the stop.
class operation_loop {
public:
    operation_loop() : io_(1) {}

    [[nodiscard]] io_executor executor() { return io_.get_executor(); }

    // `start(done)` begins the operation, whose handler must call done(error_code); `abandon()` makes a running
    // operation end early. Throws error for timed_out and stopped; other error codes are returned.
    template <class Start, class Abandon>
    boost::system::error_code run(const wait& limits, Start start, Abandon abandon) {
        std::optional<boost::system::error_code> outcome;
        bool stopped = false;
        std::optional<asio::posix::basic_stream_descriptor<io_executor>> stop_wait;
        if (limits.stop != nullptr) {
            stop_wait.emplace(io_.get_executor(), limits.stop->descriptor());
            stop_wait->async_wait(asio::posix::descriptor_base::wait_read,
                                  [&stopped](boost::system::error_code error) { stopped = !error; });
        }
        start([&outcome](boost::system::error_code error) { outcome = error; });
        io_.restart();
        const bool in_time = run_until(limits.deadline, [&] { return outcome.has_value() || stopped; });
        const bool completed = outcome.has_value();
        if (!completed) abandon();
        if (stop_wait) stop_wait->release();  // ends the wait; the descriptor belongs to the stop event
        // Handlers hold references to this frame: none may be left behind.
        io_.restart();
        io_.run();
        if (!completed && !in_time) throw error(error_kind::timed_out, "no answer within the time allowed");
        if (!completed) throw error(error_kind::stopped, "stopped while waiting");
        return *outcome;
    }

private:
    template <class Finished>
    bool run_until(const std::optional<clock::time_point>& deadline, Finished finished) {
        while (!finished()) {
            if (deadline) {
                if (io_.run_one_until(*deadline) == 0 && !finished()) return false;
            } else {
                io_.run_one();
            }
        }
        return true;
    }

    asio::io_context io_;
};

template <class Stream>
class kept_connection : public connection {
public:
    kept_connection(endpoint server, resolve_function resolve)
        : server_(std::move(server)), resolve_(std::move(resolve)) {}

    response exchange(const request& message, const wait& limits) final {
        for (bool again = true;; again = false) {
            try {
                if (!stream_) open(limits);
                return exchange_once(message, limits);
            } catch (const error& failed) {
                close();
                if (failed.kind() != error_kind::dropped || !again) throw;
            } catch (...) {
                close();
                throw;
            }
        }
    }

    void begin(const request& message, const wait& limits) final {
        guarded([&] {
            if (stream_ && is_gone()) close();
            if (!stream_) open(limits);
            auto head = to_beast(message);
            head.erase(beast::http::field::content_length);
            head.chunked(true);
            beast::http::serializer<true, beast::http::span_body<const char>> serializer(head);
            const auto code = loop_.run(
                limits,
                [&](auto done) {
                    beast::http::async_write_header(
                        *stream_, serializer, [done](boost::system::error_code error, std::size_t) { done(error); });
                },
                abandoning());
            if (code) fail(error_kind::dropped, "connection lost to", code);
        });
    }

    void send(std::string_view piece, const wait& limits) final {
        if (piece.empty()) return;
        guarded([&] {
            const auto code = write(beast::http::make_chunk(asio::const_buffer(piece.data(), piece.size())), limits);
            if (code) fail_sending(code, limits);
        });
    }

    response end(const std::vector<header>& trailers, const wait& limits) final {
        return guarded([&] {
            beast::http::fields fields;
            for (const auto& each : trailers) fields.insert(each.name, each.value);
            const auto code = write(beast::http::make_chunk_last(std::move(fields)), limits);
            return read_answer(limits, static_cast<bool>(code));
        });
    }

    void abandon() noexcept final { close(); }

protected:
    [[nodiscard]] const endpoint& server() const noexcept { return server_; }
    [[nodiscard]] operation_loop& loop() noexcept { return loop_; }

    // Makes the stream out of a connected socket, handshake included.
    virtual std::unique_ptr<Stream> wrap(tcp_socket socket, const wait& limits) = 0;

    [[noreturn]] void fail(error_kind kind, std::string_view what, const boost::system::error_code& code) const {
        throw error(kind, std::string(what) + " " + server_.authority() + ": " + code.message());
    }

private:
    std::vector<std::string> addresses(const wait& limits) {
        boost::system::error_code not_numeric;
        asio::ip::make_address(server_.host, not_numeric);
        if (!not_numeric) return {server_.host};
        if (!resolve_) throw error(error_kind::resolve, "'" + server_.host + "' is not a numeric address");
        return resolve_(server_.host, limits.deadline.value_or(clock::now() + std::chrono::seconds(30)));
    }

    void open(const wait& limits) {
        boost::system::error_code code = asio::error::host_not_found;
        for (const auto& address : addresses(limits)) {
            tcp_socket socket(loop_.executor());
            const asio::ip::tcp::endpoint target(asio::ip::make_address(address), server_.port);
            code = loop_.run(
                limits, [&](auto done) { socket.async_connect(target, done); }, [&] { socket.close(); });
            if (code) continue;
            boost::system::error_code ignored;
            socket.set_option(asio::ip::tcp::no_delay(true), ignored);
            stream_ = wrap(std::move(socket), limits);
            return;
        }
        fail(error_kind::connect, "cannot connect to", code);
    }

    void close() noexcept {
        stream_.reset();
        buffer_.clear();
    }

    // What makes a running operation end early.
    auto abandoning() {
        return [this] {
            boost::system::error_code ignored;
            beast::get_lowest_layer(*stream_).close(ignored);
        };
    }

    // After an error the state of the stream is unknown.
    template <class Action>
    auto guarded(Action action) {
        try {
            return action();
        } catch (...) {
            close();
            throw;
        }
    }

    // The peer has closed a connection on which nothing is expected, or said something unasked.
    [[nodiscard]] bool is_gone() {
        pollfd interest{
            .fd = beast::get_lowest_layer(*stream_).native_handle(), .events = POLLIN | POLLRDHUP, .revents = 0};
        return ::poll(&interest, 1, 0) != 0;
    }

    template <class Buffers>
    boost::system::error_code write(const Buffers& buffers, const wait& limits) {
        return loop_.run(
            limits,
            [&](auto done) {
                asio::async_write(*stream_, buffers,
                                  [done](boost::system::error_code error, std::size_t) { done(error); });
            },
            abandoning());
    }

    response exchange_once(const request& message, const wait& limits) {
        auto outgoing = to_beast(message);
        beast::http::serializer<true, beast::http::span_body<const char>> serializer(outgoing);
        const auto code = loop_.run(
            limits,
            [&](auto done) {
                beast::http::async_write(*stream_, serializer,
                                         [done](boost::system::error_code error, std::size_t) { done(error); });
            },
            abandoning());
        return read_answer(limits, static_cast<bool>(code));
    }

    // A server may refuse a large request before it has read it to the end (`cut_off`): its answer still counts.
    response read_answer(const wait& limits, bool cut_off) {
        beast::http::response_parser<beast::http::string_body> parser;
        parser.body_limit(max_body_bytes);
        parser.header_limit(max_header_bytes);
        const auto code = loop_.run(
            limits,
            [&](auto done) {
                beast::http::async_read(*stream_, buffer_, parser,
                                        [done](boost::system::error_code error, std::size_t) { done(error); });
            },
            abandoning());
        if (code) fail_reading(code, parser.got_some());
        auto answer = from_beast(parser.release());
        if (cut_off || !keeps_alive_) close();
        return answer;
    }

    // The peer takes no more of a body: it may have said why.
    [[noreturn]] void fail_sending(const boost::system::error_code& code, const wait& limits) {
        unsigned status = 0;
        try {
            status = read_answer(limits, true).status;
        } catch (const error&) {
            fail(error_kind::dropped, "connection lost to", code);
        }
        throw error(error_kind::protocol,
                    server_.authority() + " answered " + std::to_string(status) + " before the end of the request");
    }

    [[noreturn]] void fail_reading(const boost::system::error_code& code, bool answer_began) const {
        const bool bad_http =
            code.category() == beast::http::make_error_code(beast::http::error::bad_version).category();
        const bool closed = code == beast::http::error::end_of_stream || code == beast::http::error::partial_message;
        if (bad_http && !closed) fail(error_kind::protocol, "bad HTTP from", code);
        // Once an answer has begun the request was carried out: it must not be sent again.
        fail(answer_began ? error_kind::protocol : error_kind::dropped, "connection lost to", code);
    }

    [[nodiscard]] beast::http::request<beast::http::span_body<const char>> to_beast(const request& message) const {
        beast::http::request<beast::http::span_body<const char>> out;
        out.version(11);
        out.method_string(message.method);
        out.target(server_.base_path + message.target);
        out.set(beast::http::field::host, server_.authority());
        for (const auto& each : message.headers) out.insert(each.name, each.value);
        out.body() = beast::span<const char>(message.body.data(), message.body.size());
        out.prepare_payload();
        return out;
    }

    response from_beast(beast::http::response<beast::http::string_body> incoming) {
        keeps_alive_ = incoming.keep_alive();
        response out;
        out.status = incoming.result_int();
        for (const auto& field : incoming) {
            out.headers.push_back({std::string(field.name_string()), std::string(field.value())});
        }
        out.body = std::move(incoming.body());
        return out;
    }

    endpoint server_;
    resolve_function resolve_;
    operation_loop loop_;
    std::unique_ptr<Stream> stream_{};
    beast::flat_buffer buffer_{};
    bool keeps_alive_ = true;
};

}  // namespace oraxx::lambda::http
