// The legal order of everything the two sides of a session say: all transitions of packets and messages stand in
// conversation.cpp and nowhere else. The tables do not know which role we play, so both sides are judged alike; what
// has no entry is an error of the side that said it.
//
// Four questions are kept apart, each with a table of its own:
//   link     is there a connection? CONNECT to ACCEPT, and the end of the session
//   request  what may the client ask next? negotiation, logon, calls, bind rows
//   answer   what may the server say next to the oldest request? one entry for each request not answered yet
//   marks    where does the break and reset exchange stand?
#pragma once

#include <string>
#include <vector>

#include "net/event.hpp"

namespace oraxx::net {

enum class link_state : std::uint8_t {
    start,
    connect_text_due,
    connecting,
    refuse_text_due,
    redirect_text_due,
    accepted,
    client_left,
    server_left,
    over
};

enum class request_state : std::uint8_t {
    accepted,
    protocol_asked,
    cookie_shown,
    negotiated,
    challenged,
    open,
    piggybacked,     // a function has to follow
    statement_sent,  // bind rows may follow
    pipelining,
    pipelined_statement_sent,
    left
};

enum class answer_state : std::uint8_t {
    none,
    services_due,
    protocol_due,
    data_types_due,
    bundle_due,  // what fast authentication is answered with: three answers in one
    bundle_data_types_due,
    challenge_due,
    challenge_read,
    session_due,
    session_read,
    statement_due,
    reexecution_due,
    described,
    rows,
    out_values,
    flush_due,  // the client has to send the server's request to flush OUT binds back
    returned,
    version_due,
    version_read,
    end_due,    // nothing but the end of the call
    other_due,  // calls whose messages are not told apart here
    answered,
    marked,   // and the end-of-response mark has come
    refused,  // the logon failed: there is no session
};

enum class mark_state : std::uint8_t {
    quiet,
    client_broke,  // the answer may still come in full
    server_broke,
    server_reset,  // the client's reset is due
    client_reset,  // the server's reset is due
    settled        // both have reset; the final answer is due, and more resets of the server may come
};

// One connection. Copyable; not thread-safe.
class conversation {
public:
    // False: nothing of the kind may happen now, and complaint() says why. From then on everything is refused.
    [[nodiscard]] bool happens(event what);

    // "server sent row data while nothing was asked"; empty as long as all was legal.
    [[nodiscard]] const std::string& complaint() const noexcept { return complaint_; }
    [[nodiscard]] link_state link() const noexcept { return link_; }
    [[nodiscard]] request_state request() const noexcept { return request_; }
    [[nodiscard]] mark_state marks() const noexcept { return marks_; }
    // Of the oldest request that is not answered to its end.
    [[nodiscard]] answer_state answer() const noexcept;
    // Is the server expected to say something?
    [[nodiscard]] bool owes_answer() const noexcept;

private:
    struct owed {
        answer_state whole = answer_state::none;  // where its answer starts, again after a reset
        answer_state now = answer_state::none;
        bool was_reset = false;  // nobody waits for the end-of-response mark
    };

    bool on_link(event what);
    bool on_mark(event what);
    bool on_request(event what);
    bool on_answer(event what);
    bool refuse(event what, std::string_view state);
    void drop_answered();
    void start_answer_over();

    link_state link_ = link_state::start;
    request_state request_ = request_state::accepted;
    mark_state marks_ = mark_state::quiet;
    std::vector<owed> owed_{};    // oldest first
    bool mark_may_come_ = false;  // of an answer that is done with
    std::string complaint_{};
};

}  // namespace oraxx::net
