// How else a session may behave: the seam that --vandal uses. Sessions have none by default.
#pragma once

#include <memory>

#include "net/frame_writer.hpp"
#include "wire/ttc/encoding_variation.hpp"

namespace oraxx::sandbox {

struct persona;

// How an error is announced.
enum class error_announcement : std::uint8_t {
    break_and_reset,      // both markers, then the client's reset is awaited: what most recordings show
    reset_on_reset,       // a break; the reset follows the client's
    interrupt_and_reset,  // an interrupt instead of a break
    repeated_break,       // a break more than needed
    none,                 // the error is an answer like any other
};

class session_variation {
public:
    virtual ~session_variation() = default;

    // What to negotiate with instead of `usual`; the result outlives the session.
    [[nodiscard]] virtual const persona& negotiate_as(const persona& usual) = 0;
    virtual void logged_on() = 0;
    // A response begins; for its encoder.
    [[nodiscard]] virtual wire::ttc::encoding_variation& begin_response() = 0;
    // Rows to send in one response when the client wants so many. Only the answer to an execute may have none: that
    // was recorded, and to clients an empty batch of a fetch is the end.
    [[nodiscard]] virtual std::uint32_t rows_in_response(std::uint32_t wanted, bool may_be_empty) = 0;
    // Whether a row leaves out what repeats, when it may.
    [[nodiscard]] virtual bool leaves_out_repeats(bool usual) = 0;
    [[nodiscard]] virtual error_announcement announce_error() = 0;
    // Writes a finished response as packets; `last_flags` go on the last of them. Its encoder saw the payload begin
    // at place `start` of the buffer. False: close the connection once they are written.
    [[nodiscard]] virtual bool deliver(net::frame_writer& out, base::byte_buffer payload, std::size_t start,
                                       wire::tns::data_flags last_flags) = 0;
};

}  // namespace oraxx::sandbox
