// Decodes a recorded conversation: every packet and message of both sides with its fields by name.
#pragma once

#include "trace/trace_file.hpp"
#include "wire/ttc/codec.hpp"

namespace oraxx::trace {

class session_state;
struct stated_body;

// Receives the decoded conversation in order. Fields of a packet or message come between begin_* and end_* by the
// field_sink functions.
class trace_printer : public wire::ttc::field_sink {
public:
    virtual void begin_packet(const trace_line& line, std::string_view type, std::size_t length) = 0;
    virtual void end_packet() = 0;
    // Before the messages of a turn are read (all DATA payloads that one side sends before the other answers): what
    // is known of the session by then, and stated about the turn.
    virtual void begin_turn(bool /*from_client*/, const session_state& /*known*/, const stated_body& /*stated*/,
                            wire::ttc::bytes_view /*bytes*/) {}
    virtual void begin_message(bool from_client, std::string_view name) = 0;
    // `name`: what it turned out to be ("execute" of a "function"); `wire`: its bytes from the type byte on, none
    // when it could not be read whole.
    virtual void end_message(std::string_view name, wire::ttc::bytes_view wire) = 0;
    // A group that holds one bind or column value of the type with this number; end() ends it.
    virtual void begin_value(std::string_view name, std::uint8_t /*type*/) { begin(name); }
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

// Hears everything and does nothing: a base for those who want a part.
class quiet_printer : public trace_printer {
public:
    void number(std::string_view, const wire::ttc::field_image&, std::int64_t) override {}
    void bytes(std::string_view, const wire::ttc::field_image&, wire::ttc::bytes_view) override {}
    void text(std::string_view, const wire::ttc::field_image&, std::string_view) override {}
    void begin(std::string_view) override {}
    void end() override {}
    void begin_packet(const trace_line&, std::string_view, std::size_t) override {}
    void end_packet() override {}
    void begin_message(bool, std::string_view) override {}
    void end_message(std::string_view, wire::ttc::bytes_view) override {}
    void undecoded(std::string_view, std::string_view, wire::ttc::bytes_view) override {}
    void opaque(std::string_view, wire::ttc::bytes_view) override {}
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
