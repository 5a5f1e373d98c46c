// Reads the TTC messages of one turn (all DATA payloads that one side sends before the other answers).
#pragma once

#include "trace/order_judge.hpp"
#include "trace/session_state.hpp"
#include "trace/stated_context.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::trace {

class message_reader {
public:
    message_reader(session_state& state, order_judge& order, trace_printer& out, trace_summary& summary)
        : state_(&state), order_(&order), out_(&out), summary_(&summary), reencodes_(out.wants_reencoding()) {}

    void read_turn(wire::ttc::bytes_view turn, bool from_client, const stated_body& stated);
    // Bytes of the turn from the field on at which reading stopped; 0 = it was read to its end.
    [[nodiscard]] std::size_t unread_bytes() const noexcept { return unread_; }

private:
    using decoder = wire::ttc::decoder;

    // Reads one message; false stops the turn.
    bool message(decoder& c, bool from_client, std::optional<wire::ttc::message_type> begun);
    void report(bool from_client, wire::ttc::bytes_view wire, bool has_type_byte);
    // Each reads one message whose type byte has been taken.
    bool client_message(decoder& c, wire::ttc::message_type type);
    bool server_message(decoder& c, wire::ttc::message_type type);
    bool function(decoder& c, wire::ttc::message_type type);
    bool execute(decoder& c);
    bool reexecute(decoder& c, wire::ttc::function_code function);
    bool bind_rows(decoder& c, const cursor_shape& shape, bool only_in);
    bool direct_path_columns(decoder& c);
    bool direct_path_load(decoder& c);
    bool parameters(decoder& c);
    bool describe(decoder& c);
    bool lob_operation(decoder& c);
    bool implicit_results(decoder& c);
    bool row(decoder& c);
    bool out_row(decoder& c, const pending_call& call);
    bool value(decoder& c, wire::ttc::value_role role, const value_shape& shape);
    bool out_value(decoder& c, const value_shape& shape);
    bool counted_values(decoder& c, wire::ttc::value_role role, const value_shape& shape);
    void skip_returning(decoder& c, const cursor_shape& shape);
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
        const auto room = c.take_room();
        for (const bool shortest : {false, true}) {
            auto caps = c.caps();
            caps.dialect.shortest_integers = shortest;
            wire::ttc::encoder e(shortest ? encoded_shortest_ : encoded_, caps);
            e.fill_room(room);
            write(e);
        }
    }
    pending_call& begin_call(wire::ttc::function_code function);
    // The call whose body is being read; begun here when its message type says that it is none.
    pending_call& latest_call(wire::ttc::function_code function);
    // The call the server answers; made up when the recording does not hold its request.
    pending_call& current_call();

    session_state* state_;
    order_judge* order_;
    trace_printer* out_;
    trace_summary* summary_;
    std::vector<value_shape> stated_binds_{};
    base::byte_buffer bit_vector_{};  // for the next row only
    std::string name_{};              // of the message being read
    std::size_t unread_ = 0;
    bool reencodes_;
    // The message being read as our encoder writes it, with either choice of dialect::shortest_integers.
    base::byte_buffer encoded_{};
    base::byte_buffer encoded_shortest_{};
};

}  // namespace oraxx::trace
