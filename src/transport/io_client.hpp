// What the loop drives: an object that turns bytes into events and never touches the operating system.
// A driver session and a server session are both one.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include <oraxx/error.hpp>

#include "base/bytes.hpp"

namespace oraxx::transport {

using base::bytes_view;
using time_point = std::chrono::steady_clock::time_point;

class io_client {
public:
    io_client() = default;
    io_client(const io_client&) = delete;
    io_client& operator=(const io_client&) = delete;
    virtual ~io_client() = default;

    // Bytes to send, valid until consumed(); empty when there are none.
    [[nodiscard]] virtual bytes_view pending_output() = 0;
    virtual void consumed(std::size_t bytes) = 0;

    // Room for the next input, at least one byte and better `hint`; valid until received().
    // Empty: no input is wanted now (the peer is held back by flow control).
    [[nodiscard]] virtual std::span<std::uint8_t> input_space(std::size_t hint) = 0;
    virtual void received(std::size_t bytes) = 0;
    virtual void end_of_input() = 0;                            // the peer closed its side
    virtual void io_failed(errc code, std::string reason) = 0;  // the stream is of no more use

    // The moment at which deadline_passed() is wanted; nullopt: none. Asked again before every wait.
    [[nodiscard]] virtual std::optional<time_point> deadline() = 0;
    // Must move the deadline, queue output that ends the wait, or be done().
    virtual void deadline_passed() = 0;
    // Another thread signalled the wake-up.
    virtual void woken() = 0;

    // Nothing more to wait for: control goes back to the caller of run().
    [[nodiscard]] virtual bool done() = 0;
};

}  // namespace oraxx::transport
