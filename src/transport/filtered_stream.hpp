// A stream whose bytes pass a filter in both directions. The filter has the shape of a TLS engine with
// memory buffers: wire bytes on one side, plain bytes on the other, no I/O.
#pragma once

#include "transport/stream.hpp"

namespace oraxx::transport {

class stream_filter {
public:
    stream_filter() = default;
    stream_filter(const stream_filter&) = delete;
    stream_filter& operator=(const stream_filter&) = delete;
    virtual ~stream_filter() = default;

    // Bytes from the peer as they came. False: has_failed().
    [[nodiscard]] virtual bool put_wire(bytes_view bytes) = 0;
    // Plain bytes for the reader; 0 when more wire bytes are needed.
    [[nodiscard]] virtual std::size_t get_plain(std::span<std::uint8_t> into) = 0;
    [[nodiscard]] virtual bool has_plain() const noexcept = 0;
    // Nothing more passes; reason() says why.
    [[nodiscard]] virtual bool has_failed() const noexcept = 0;
    // The peer ended its side inside the filter (close_notify).
    [[nodiscard]] virtual bool at_end() const noexcept = 0;

    // Takes plain bytes to send; may take fewer, or none (handshake under way).
    [[nodiscard]] virtual std::size_t put_plain(bytes_view bytes) = 0;
    // Bytes for the peer, valid until wire_sent(); also without put_plain (handshakes).
    [[nodiscard]] virtual bytes_view wire_output() const noexcept = 0;
    virtual void wire_sent(std::size_t bytes) = 0;

    // What arrived is not to be read yet, nor anything after it: read() stops here.
    [[nodiscard]] virtual bool holds_back() const noexcept { return false; }
    // Bytes of the peer that belong to nobody yet: with some of them the filter cannot be taken off.
    [[nodiscard]] virtual bool holds_input() const noexcept = 0;

    [[nodiscard]] virtual std::string reason() const = 0;
};

class filtered_stream final : public stream {
public:
    filtered_stream(std::unique_ptr<stream> inner, std::unique_ptr<stream_filter> filter);

    io_result read(std::span<std::uint8_t> into) override;
    io_result write(bytes_view bytes) override;
    [[nodiscard]] bool has_unsent() const noexcept override;
    io_result flush() override;
    [[nodiscard]] bool wants_writable() const noexcept override { return inner_->wants_writable(); }
    [[nodiscard]] int descriptor() const noexcept override { return inner_->descriptor(); }
    [[nodiscard]] const std::string& peer() const noexcept override { return inner_->peer(); }
    [[nodiscard]] bool opened_by_this_process() const noexcept override { return inner_->opened_by_this_process(); }
    [[nodiscard]] bool peek_closed() noexcept override;

    [[nodiscard]] bool holds_input() const noexcept { return filter_->holds_input(); }
    // Takes the filter off and gives the bare stream back, as a listener may ask for a second TLS handshake
    // on the same connection. This object is empty afterwards.
    [[nodiscard]] std::unique_ptr<stream> release() noexcept;

private:
    std::unique_ptr<stream> inner_;
    std::unique_ptr<stream_filter> filter_;
    base::byte_buffer wire_input_;  // one read's worth of wire bytes
};

}  // namespace oraxx::transport
