// Decodes a recorded conversation: every packet and message of both sides with its fields by name.
#pragma once

#include "trace/trace_file.hpp"
#include "wire/ttc/codec.hpp"

namespace oraxx::trace {

// Receives the decoded conversation in order. Fields of a packet or message come between begin_* and end_* by the
// field_sink functions.
class trace_printer : public wire::ttc::field_sink {
public:
    virtual void begin_packet(const trace_line& line, std::string_view type, std::size_t length) = 0;
    virtual void end_packet() = 0;
    virtual void begin_message(bool from_client, std::string_view name) = 0;
    virtual void end_message() = 0;
    // Bytes that no codec knows: the message they belong to, and why decoding stopped.
    virtual void undecoded(std::string_view message, std::string_view reason, wire::ttc::bytes_view bytes) = 0;
    // Bytes that cannot be read without a key, or whose layout is no one's to know (docs/protocol/opaque.md).
    virtual void opaque(std::string_view what, wire::ttc::bytes_view bytes) = 0;

    // What stands here may not come after what stood before (src/net/conversation.hpp).
    virtual void out_of_order(std::string_view /*complaint*/) {}

    // Asked once: whether reencoded() is to be called.
    [[nodiscard]] virtual bool wants_reencoding() const { return false; }
    // A packet (without the payload of DATA) or message that was read whole, as it stands in the recording and as
    // our encoder writes the struct it was read into.
    virtual void reencoded(bool /*from_client*/, std::string_view /*name*/, wire::ttc::bytes_view /*wire*/,
                           wire::ttc::bytes_view /*encoded*/) {}
};

struct trace_summary {
    std::size_t packets = 0;
    std::size_t messages = 0;
    std::size_t undecoded_bytes = 0;
    std::size_t opaque_bytes = 0;
    std::size_t out_of_order = 0;  // connections that broke the order
};

[[nodiscard]] trace_summary decode_trace(const trace_file& file, trace_printer& out);

}  // namespace oraxx::trace
