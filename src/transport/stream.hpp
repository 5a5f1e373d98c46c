// A non-blocking byte stream: a socket, or a filter (TLS) over another stream.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.hpp"

namespace oraxx::transport {

using base::bytes_view;

enum class io_status : std::uint8_t { ok, would_block, end_of_file, failed };

struct [[nodiscard]] io_result {
    io_status status = io_status::ok;
    std::size_t bytes = 0;  // moved; above zero only with ok
    std::string reason{};   // failed: what the system or the filter said
};

class stream {
public:
    stream() = default;
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;
    virtual ~stream() = default;

    // Neither ever blocks.
    virtual io_result read(std::span<std::uint8_t> into) = 0;
    virtual io_result write(bytes_view bytes) = 0;
    // Bytes taken by write() that still have to go out (a filter's records); flush() moves them on.
    [[nodiscard]] virtual bool has_unsent() const noexcept = 0;
    virtual io_result flush() = 0;
    // The last write() or flush() stopped because the descriptor takes no more (and not because a filter
    // needs input first): worth waiting until it is writable.
    [[nodiscard]] virtual bool wants_writable() const noexcept = 0;

    [[nodiscard]] virtual int descriptor() const noexcept = 0;           // for poll()
    [[nodiscard]] virtual const std::string& peer() const noexcept = 0;  // "127.0.0.1:1521", for messages
    // Was it opened by this very process? After fork() the child's copy answers false.
    [[nodiscard]] virtual bool opened_by_this_process() const noexcept = 0;
    // One system call, no waiting: true when the peer has closed, or sent something nobody asked for.
    [[nodiscard]] virtual bool peek_closed() noexcept = 0;
};

}  // namespace oraxx::transport
