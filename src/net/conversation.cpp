#include "net/conversation.hpp"

#include <array>
#include <utility>

namespace oraxx::net {
namespace {

template <class State>
struct transition {
    State from;
    event what;
    State to;
};

// -- link ------------------------------------------------------------------------------------------------

constexpr transition<link_state> link_transitions[] = {
    {link_state::start, event::client_connect, link_state::connecting},
    {link_state::start, event::client_connect_head, link_state::connect_text_due},
    {link_state::connect_text_due, event::client_text, link_state::connect_text_due},
    {link_state::connect_text_due, event::client_last_text, link_state::connecting},

    {link_state::connecting, event::server_accept, link_state::accepted},
    {link_state::connecting, event::server_resend, link_state::start},
    {link_state::connecting, event::server_refuse, link_state::over},
    {link_state::connecting, event::server_refuse_head, link_state::refuse_text_due},
    {link_state::refuse_text_due, event::server_text, link_state::refuse_text_due},
    {link_state::refuse_text_due, event::server_last_text, link_state::over},
    {link_state::connecting, event::server_redirect, link_state::over},
    {link_state::connecting, event::server_redirect_head, link_state::redirect_text_due},
    {link_state::redirect_text_due, event::server_text, link_state::redirect_text_due},
    {link_state::redirect_text_due, event::server_last_text, link_state::over},

    {link_state::accepted, event::client_attention, link_state::accepted},
    {link_state::accepted, event::server_control, link_state::accepted},
    {link_state::accepted, event::client_end_of_file, link_state::client_left},
    {link_state::accepted, event::server_end_of_file, link_state::server_left},
    {link_state::client_left, event::server_control, link_state::client_left},
    {link_state::client_left, event::server_end_of_file, link_state::over},
    {link_state::server_left, event::client_end_of_file, link_state::over},
};

// -- marks -----------------------------------------------------------------------------------------------

// Either side may break at any time, so breaks cross each other and the end of the answer they were meant for. Both
// orders of the resets are recorded; servers send more of them than one.
constexpr transition<mark_state> mark_transitions[] = {
    {mark_state::quiet, event::client_break, mark_state::client_broke},
    {mark_state::quiet, event::server_break, mark_state::server_broke},
    {mark_state::quiet, event::client_reset, mark_state::client_reset},

    {mark_state::client_broke, event::server_break, mark_state::server_broke},
    {mark_state::client_broke, event::server_reset, mark_state::server_reset},

    {mark_state::server_broke, event::client_break, mark_state::server_broke},
    {mark_state::server_broke, event::server_reset, mark_state::server_reset},
    {mark_state::server_broke, event::client_reset, mark_state::client_reset},

    {mark_state::server_reset, event::client_break, mark_state::server_reset},
    {mark_state::server_reset, event::server_reset, mark_state::server_reset},
    {mark_state::server_reset, event::client_reset, mark_state::settled},

    {mark_state::client_reset, event::server_break, mark_state::client_reset},
    {mark_state::client_reset, event::server_reset, mark_state::settled},

    {mark_state::settled, event::server_reset, mark_state::settled},
    {mark_state::settled, event::client_break, mark_state::client_broke},
    {mark_state::settled, event::server_break, mark_state::server_broke},
};

// -- request ---------------------------------------------------------------------------------------------

struct request_rule {
    request_state from;
    event what;
    request_state to;
    answer_state due;  // none: the server owes nothing for it
};

constexpr request_rule request_rules[] = {
    {request_state::accepted, event::client_services, request_state::accepted, answer_state::services_due},
    {request_state::accepted, event::client_protocol, request_state::protocol_asked, answer_state::protocol_due},
    {request_state::accepted, event::client_fast_auth, request_state::challenged, answer_state::bundle_due},
    {request_state::protocol_asked, event::client_cookie, request_state::cookie_shown, answer_state::none},
    {request_state::protocol_asked, event::client_data_types, request_state::negotiated,
     answer_state::data_types_due},
    {request_state::cookie_shown, event::client_data_types, request_state::negotiated, answer_state::data_types_due},
    // OCI asks for the protocol once more behind the data types.
    {request_state::negotiated, event::client_protocol, request_state::negotiated, answer_state::protocol_due},
    {request_state::negotiated, event::client_first_logon, request_state::challenged, answer_state::challenge_due},
    // Clients that log on with a token have no use for a challenge.
    {request_state::negotiated, event::client_second_logon, request_state::open, answer_state::session_due},
    {request_state::challenged, event::client_second_logon, request_state::open, answer_state::session_due},

    {request_state::open, event::client_piggyback, request_state::piggybacked, answer_state::none},
    {request_state::open, event::client_pipeline_begin, request_state::pipelining, answer_state::none},
    {request_state::open, event::client_statement, request_state::statement_sent, answer_state::statement_due},
    {request_state::open, event::client_reexecute, request_state::statement_sent, answer_state::reexecution_due},
    {request_state::open, event::client_version, request_state::open, answer_state::version_due},
    {request_state::open, event::client_plain_call, request_state::open, answer_state::end_due},
    {request_state::open, event::client_other_call, request_state::open, answer_state::other_due},
    {request_state::open, event::client_one_way_call, request_state::open, answer_state::none},
    {request_state::open, event::client_logoff, request_state::left, answer_state::end_due},
    // A change of password.
    {request_state::open, event::client_second_logon, request_state::open, answer_state::other_due},
    {request_state::piggybacked, event::client_second_logon, request_state::open, answer_state::other_due},
    {request_state::piggybacked, event::client_one_way_call, request_state::open, answer_state::none},
    {request_state::piggybacked, event::client_piggyback, request_state::piggybacked, answer_state::none},
    {request_state::piggybacked, event::client_pipeline_begin, request_state::pipelining, answer_state::none},
    {request_state::piggybacked, event::client_statement, request_state::statement_sent, answer_state::statement_due},
    {request_state::piggybacked, event::client_reexecute, request_state::statement_sent,
     answer_state::reexecution_due},
    {request_state::piggybacked, event::client_version, request_state::open, answer_state::version_due},
    {request_state::piggybacked, event::client_plain_call, request_state::open, answer_state::end_due},
    {request_state::piggybacked, event::client_other_call, request_state::open, answer_state::other_due},
    {request_state::piggybacked, event::client_logoff, request_state::left, answer_state::end_due},

    {request_state::statement_sent, event::client_bind_row, request_state::statement_sent, answer_state::none},
    {request_state::pipelining, event::client_piggyback, request_state::pipelining, answer_state::none},
    {request_state::pipelining, event::client_statement, request_state::pipelined_statement_sent,
     answer_state::statement_due},
    {request_state::pipelining, event::client_reexecute, request_state::pipelined_statement_sent,
     answer_state::reexecution_due},
    {request_state::pipelining, event::client_plain_call, request_state::pipelining, answer_state::end_due},
    {request_state::pipelining, event::client_other_call, request_state::pipelining, answer_state::other_due},
    {request_state::pipelining, event::client_pipeline_end, request_state::open, answer_state::end_due},
    {request_state::pipelined_statement_sent, event::client_bind_row, request_state::pipelined_statement_sent,
     answer_state::none},
};

// Anything but a bind row ends the bind rows.
constexpr request_state behind_bind_rows(request_state state) noexcept {
    if (state == request_state::statement_sent) return request_state::open;
    return state == request_state::pipelined_statement_sent ? request_state::pipelining : state;
}

// May a request be sent before the one before it was answered?
constexpr bool may_overlap(request_state state) noexcept {
    return state == request_state::negotiated || state == request_state::protocol_asked ||
           state == request_state::cookie_shown || state == request_state::pipelining;
}

// -- answer ----------------------------------------------------------------------------------------------

constexpr transition<answer_state> answer_transitions[] = {
    {answer_state::services_due, event::server_services, answer_state::answered},
    {answer_state::protocol_due, event::server_protocol, answer_state::answered},
    {answer_state::data_types_due, event::server_data_types, answer_state::answered},
    {answer_state::bundle_due, event::server_protocol, answer_state::bundle_data_types_due},
    {answer_state::bundle_data_types_due, event::server_data_types, answer_state::challenge_due},

    {answer_state::challenge_due, event::server_parameters, answer_state::challenge_read},
    {answer_state::challenge_due, event::server_error, answer_state::refused},
    {answer_state::challenge_read, event::server_error, answer_state::answered},
    {answer_state::challenge_read, event::server_status, answer_state::answered},
    {answer_state::session_due, event::server_parameters, answer_state::session_read},
    {answer_state::session_due, event::server_error, answer_state::refused},
    {answer_state::session_read, event::server_error, answer_state::answered},
    {answer_state::session_read, event::server_status, answer_state::answered},

    {answer_state::statement_due, event::server_describe, answer_state::described},
    {answer_state::statement_due, event::server_row_header, answer_state::rows},
    {answer_state::statement_due, event::server_io_vector, answer_state::out_values},
    {answer_state::statement_due, event::server_parameters, answer_state::returned},
    {answer_state::statement_due, event::server_implicit_results, answer_state::returned},
    {answer_state::statement_due, event::server_flush_out_binds, answer_state::flush_due},
    {answer_state::statement_due, event::server_error, answer_state::answered},
    {answer_state::statement_due, event::server_status, answer_state::answered},
    // Which values come back was said at the first execution.
    {answer_state::reexecution_due, event::server_row_data, answer_state::out_values},
    {answer_state::reexecution_due, event::server_io_vector, answer_state::out_values},
    {answer_state::reexecution_due, event::server_parameters, answer_state::returned},
    {answer_state::reexecution_due, event::server_implicit_results, answer_state::returned},
    {answer_state::reexecution_due, event::server_flush_out_binds, answer_state::flush_due},
    {answer_state::reexecution_due, event::server_error, answer_state::answered},
    {answer_state::reexecution_due, event::server_status, answer_state::answered},
    {answer_state::described, event::server_row_header, answer_state::rows},
    {answer_state::described, event::server_parameters, answer_state::returned},
    {answer_state::described, event::server_error, answer_state::answered},
    {answer_state::rows, event::server_row_header, answer_state::rows},
    {answer_state::rows, event::server_bit_vector, answer_state::rows},
    {answer_state::rows, event::server_row_data, answer_state::rows},
    {answer_state::rows, event::server_parameters, answer_state::returned},
    {answer_state::rows, event::server_error, answer_state::answered},
    {answer_state::out_values, event::server_row_data, answer_state::out_values},
    {answer_state::out_values, event::server_flush_out_binds, answer_state::flush_due},
    {answer_state::out_values, event::server_parameters, answer_state::returned},
    {answer_state::out_values, event::server_error, answer_state::answered},
    {answer_state::flush_due, event::client_flush_out_binds, answer_state::end_due},
    {answer_state::returned, event::server_implicit_results, answer_state::returned},
    {answer_state::returned, event::server_error, answer_state::answered},
    {answer_state::returned, event::server_status, answer_state::answered},

    {answer_state::version_due, event::server_parameters, answer_state::version_read},
    {answer_state::version_due, event::server_error, answer_state::answered},
    {answer_state::version_read, event::server_error, answer_state::answered},
    {answer_state::version_read, event::server_status, answer_state::answered},

    {answer_state::end_due, event::server_status, answer_state::answered},
    {answer_state::end_due, event::server_error, answer_state::answered},

    {answer_state::other_due, event::server_parameters, answer_state::other_due},
    {answer_state::other_due, event::server_lob_data, answer_state::other_due},
    {answer_state::other_due, event::server_error, answer_state::answered},
    {answer_state::other_due, event::server_status, answer_state::answered},

    {answer_state::answered, event::server_end_of_response, answer_state::marked},
    {answer_state::refused, event::server_end_of_response, answer_state::refused},
};

// Messages that change nothing and may stand anywhere in an answer.
constexpr bool is_aside(event what) noexcept {
    return what == event::server_piggyback || what == event::server_warning;
}

// -- looking up ------------------------------------------------------------------------------------------

constexpr std::size_t event_count = static_cast<std::size_t>(event::unknown) + 1;

// Row numbers by state and event; 0 = no entry.
template <std::size_t States, class Rule, std::size_t Size>
constexpr auto index_of(const Rule (&rules)[Size]) {
    static_assert(Size < 255);
    std::array<std::array<std::uint8_t, event_count>, States> out{};
    for (std::size_t i = 0; i < Size; ++i) {
        auto& place = out[static_cast<std::size_t>(rules[i].from)][static_cast<std::size_t>(rules[i].what)];
        if (place != 0) throw "two entries for one event";  // at compile time
        place = static_cast<std::uint8_t>(i + 1);
    }
    return out;
}

constexpr auto link_index = index_of<static_cast<std::size_t>(link_state::over) + 1>(link_transitions);
constexpr auto mark_index = index_of<static_cast<std::size_t>(mark_state::settled) + 1>(mark_transitions);
constexpr auto request_index = index_of<static_cast<std::size_t>(request_state::left) + 1>(request_rules);
constexpr auto answer_index = index_of<static_cast<std::size_t>(answer_state::refused) + 1>(answer_transitions);

template <class Index, class Rule, std::size_t Size, class State>
constexpr const Rule* find(const Index& index, const Rule (&rules)[Size], State from, event what) noexcept {
    const auto row = index[static_cast<std::size_t>(from)][static_cast<std::size_t>(what)];
    return row == 0 ? nullptr : &rules[row - 1];
}

constexpr bool is_over(answer_state state) noexcept {
    return state == answer_state::answered || state == answer_state::marked;
}

// Between the first marker of the server and the last reset what was under way is thrown away.
constexpr bool is_exchanging(mark_state state) noexcept {
    return state == mark_state::server_broke || state == mark_state::server_reset ||
           state == mark_state::client_reset;
}

// -- names -----------------------------------------------------------------------------------------------

constexpr std::string_view link_names[] = {
    "nobody has connected",      "connect data is due",         "connecting",
    "the text of REFUSE is due", "the text of REDIRECT is due", "connected",
    "the client has left",       "the server has left",         "the connection is over"};
constexpr std::string_view request_names[] = {"negotiation is to begin",
                                              "the protocol is asked for",
                                              "a cookie was shown",
                                              "the logon is to begin",
                                              "the client's proof is due",
                                              "a session is open",
                                              "piggybacks wait for their call",
                                              "a session is open",
                                              "a pipeline is open",
                                              "a pipeline is open",
                                              "the client has logged off"};
constexpr std::string_view answer_names[] = {"nothing is asked",
                                             "network services are due",
                                             "protocol is due",
                                             "data types are due",
                                             "protocol is due",
                                             "data types are due",
                                             "a challenge is due",
                                             "the end of the challenge is due",
                                             "a session is due",
                                             "the end of the logon is due",
                                             "the answer to a statement is due",
                                             "the answer to a re-execution is due",
                                             "rows are due",
                                             "rows are coming",
                                             "OUT values are coming",
                                             "the client is to flush OUT binds",
                                             "the end of the call is due",
                                             "the version is due",
                                             "the end of the call is due",
                                             "the end of the call is due",
                                             "an answer is due",
                                             "the answer is complete",
                                             "the answer is complete",
                                             "the logon was refused"};
constexpr std::string_view mark_names[] = {"no break is under way",     "the client has broken off",
                                           "the server has broken off", "the client's reset is due",
                                           "the server's reset is due", "both sides have reset"};

template <class State, std::size_t Size>
std::string_view name_in(const std::string_view (&names)[Size], State state) noexcept {
    return names[static_cast<std::size_t>(state)];
}

}  // namespace

// -- conversation ----------------------------------------------------------------------------------------

bool conversation::happens(event what) {
    if (!complaint_.empty()) return false;
    if (what <= event::server_end_of_file) return on_link(what);
    const bool in_flight = link_ == link_state::client_left && what >= event::server_services;
    if (link_ != link_state::accepted && !in_flight) return refuse(what, name_in(link_names, link_));
    if (what <= event::server_reset) return on_mark(what);
    return what < event::server_services ? on_request(what) : on_answer(what);
}

bool conversation::refuse(event what, std::string_view state) {
    complaint_.append(name_of(what)).append(" while ").append(state);
    return false;
}

bool conversation::on_link(event what) {
    const auto* rule = find(link_index, link_transitions, link_, what);
    if (rule == nullptr) return refuse(what, name_in(link_names, link_));
    link_ = rule->to;
    return true;
}

bool conversation::on_mark(event what) {
    const auto* rule = find(mark_index, mark_transitions, marks_, what);
    if (rule == nullptr) return refuse(what, name_in(mark_names, marks_));
    if (is_exchanging(marks_) && rule->to == mark_state::settled) start_answer_over();
    marks_ = rule->to;
    return true;
}

bool conversation::on_request(event what) {
    if (is_exchanging(marks_)) return true;  // sent before the server's break was seen: it throws it away
    if (what == event::client_flush_out_binds) return on_answer(what);
    const bool begins = what != event::client_bind_row;
    if (begins) request_ = behind_bind_rows(request_);
    const auto* rule = find(request_index, request_rules, request_, what);
    if (rule == nullptr) return refuse(what, name_in(request_names, request_));
    if (begins) drop_answered();
    if (begins && !may_overlap(request_)) {
        if (!owed_.empty()) return refuse(what, name_in(answer_names, answer()));
        if (marks_ == mark_state::client_broke) return refuse(what, name_in(mark_names, marks_));
    }
    if (rule->due != answer_state::none) owed_.push_back({rule->due, rule->due, false});
    request_ = rule->to;
    return true;
}

bool conversation::on_answer(event what) {
    if (marks_ == mark_state::client_reset) return true;  // thrown away up to the server's reset
    if (marks_ == mark_state::settled) marks_ = mark_state::quiet;
    // A break inside a pipeline announces an error without any exchange.
    if (marks_ == mark_state::server_broke && owed_.size() > 1) marks_ = mark_state::quiet;
    if (is_exchanging(marks_)) return refuse(what, name_in(mark_names, marks_));
    while (!owed_.empty()) {
        auto& now = owed_.front().now;
        const bool starts = now == owed_.front().whole;
        if (what == event::server_end_of_response && starts && std::exchange(mark_may_come_, false)) return true;
        if (is_aside(what) || (what == event::server_token && starts)) return true;
        if (const auto* rule = find(answer_index, answer_transitions, now, what)) {
            now = rule->to;
            return true;
        }
        if (!is_over(now)) return refuse(what, name_in(answer_names, now));
        owed_.erase(owed_.begin());
    }
    return refuse(what, name_in(answer_names, answer_state::none));
}

void conversation::drop_answered() {
    while (!owed_.empty() && is_over(owed_.front().now)) {
        mark_may_come_ = owed_.front().was_reset && owed_.front().now != answer_state::marked;
        owed_.erase(owed_.begin());
    }
}

// After the resets the interrupted call is answered from its beginning. A break that came too late has an answer of
// its own.
void conversation::start_answer_over() {
    drop_answered();
    if (owed_.empty()) owed_.push_back({answer_state::end_due, answer_state::end_due, true});
    owed_.front().now = owed_.front().whole;
    owed_.front().was_reset = true;
}

answer_state conversation::answer() const noexcept {
    return owed_.empty() ? answer_state::none : owed_.front().now;
}

bool conversation::owes_answer() const noexcept {
    const bool answered = owed_.empty() || (owed_.size() == 1 && is_over(owed_.front().now));
    return !answered || marks_ == mark_state::client_broke || is_exchanging(marks_);
}

}  // namespace oraxx::net
