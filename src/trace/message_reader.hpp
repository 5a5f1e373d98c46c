// Reads the TTC messages of one turn (all DATA payloads that one side sends before the other answers).
#pragma once

#include "trace/order_judge.hpp"
#include "trace/session_state.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::trace {

class message_reader {
public:
    message_reader(session_state& state, order_judge& order, trace_printer& out, trace_summary& summary)
        : state_(&state), order_(&order), out_(&out), summary_(&summary), reencodes_(out.wants_reencoding()) {}

    void client_turn(wire::ttc::bytes_view bytes);
    void server_turn(wire::ttc::bytes_view bytes);

private:
    using decoder = wire::ttc::decoder;

    // Each reads one message whose type byte has been taken; false stops the turn.
    bool client_message(decoder& c, wire::ttc::message_type type);
    bool server_message(decoder& c, wire::ttc::message_type type);
    bool function(decoder& c, wire::ttc::message_type type);
    bool execute(decoder& c);
    bool reexecute(decoder& c, wire::ttc::function_code function);
    bool bind_rows(decoder& c, const cursor_shape& shape, bool only_in);
    bool parameters(decoder& c);
    bool describe(decoder& c);
    bool row(decoder& c);
    bool out_row(decoder& c, const pending_call& call);
    bool value(decoder& c, wire::ttc::value_role role, const value_shape& shape);
    bool io_vector(decoder& c);
    bool error(decoder& c);
    void call_ended();

    template <class Message>
    bool read(decoder& c, Message& m) {
        if (decode(c, m) != wire::ttc::decode_errc::ok) return false;
        reencode(c, [&m](wire::ttc::encoder& e) { encode(e, m); });
        return true;
    }
    template <class Write>
    void reencode(decoder& c, Write write) {
        if (!reencodes_) return;
        auto caps = c.caps();
        caps.dialect.shortest_integers = from_server_;
        wire::ttc::encoder e(encoded_, caps);
        write(e);
    }
    template <class Step>
    void turn(wire::ttc::bytes_view bytes, bool from_client, Step step);
    pending_call& begin_call(wire::ttc::function_code function);
    // The call whose body is being read; begun here when its message type says that it is none.
    pending_call& latest_call(wire::ttc::function_code function);
    // The call the server answers; made up when the recording does not hold its request.
    pending_call& current_call();

    session_state* state_;
    order_judge* order_;
    trace_printer* out_;
    trace_summary* summary_;
    base::byte_buffer bit_vector_{};  // for the next row only
    std::string name_{};              // of the message being read
    bool reencodes_;
    bool from_server_ = false;
    base::byte_buffer encoded_{};  // the message being read, as our encoder writes it
};

}  // namespace oraxx::trace
