// Reads the turns of one session. As long as the recording does not show what was negotiated, each turn is read under
// the assumptions that leave the least of it unread and, among equals, come out of the encoder as they went in.
#pragma once

#include "trace/message_reader.hpp"
#include "trace/stated_context.hpp"

namespace oraxx::trace {

class turn_reader {
public:
    turn_reader(const stated_session& stated, order_judge& order, trace_printer& out, trace_summary& summary);

    // All DATA payloads that one side sends before the other answers.
    void read(wire::ttc::bytes_view turn, bool from_client, const stated_body& stated = {});
    // The bytes that follow belong to another session.
    void forget();

private:
    struct assumption {
        wire::ttc::capabilities caps{};
        pending_call unasked{};  // what an answer without its request is taken for
    };

    [[nodiscard]] assumption best_assumption(wire::ttc::bytes_view turn, bool from_client,
                                             const stated_body& stated) const;
    void assume(const assumption& chosen);

    stated_session stated_;
    order_judge* order_;
    trace_printer* out_;
    trace_summary* summary_;
    session_state state_;
};

}  // namespace oraxx::trace
