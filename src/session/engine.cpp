#include "session/engine.hpp"

#include "session/failures.hpp"
#include "session/foreign_peer.hpp"
#include "session/piggybacks.hpp"
#include "values/ora_text.hpp"
#include "values/unusable_failure.hpp"
#include "wire/tns/control.hpp"
#include "wire/ttc/bare_messages.hpp"

namespace oraxx::session {
namespace {

namespace tns = wire::tns;
namespace ttc = wire::ttc;

// How long a server may take to answer a break before the connection is given up.
constexpr std::chrono::seconds break_patience{5};

// What a notice says, or at least its number.
std::string notice_text(const tns::control& notice) {
    constexpr std::uint32_t ora_facility = 22;
    auto text = trimmed_message(notice.text);
    if (!text.empty()) return text;
    return notice.facility == ora_facility ? values::ora_text(notice.error) : "TNS-" + std::to_string(notice.error);
}

constexpr std::string_view early_end_advice =
    "the port may expect TLS (protocol tcps), or the listener rejects this client's address (tcp.validnode_checking)";

constexpr std::uint8_t to_byte(ttc::message_type type) noexcept {
    return static_cast<std::uint8_t>(type);
}

}  // namespace

failure engine::lost(std::string message, std::string advice) const {
    if (!state_.drop_notice.empty()) message += ", as it had announced: " + state_.drop_notice;
    return values::unusable_failure(errc::connection_lost, current_phase(), std::move(message), std::move(advice));
}

// A greeting or an alert may be shorter than the header of a packet.
std::optional<failure> engine::unfinished_stranger() const {
    return reader_.saw_packet() ? std::nullopt : recognised_peer(reader_.unread());
}

oraxx::phase engine::current_phase() const noexcept {
    if (connecting_) return oraxx::phase::connect;
    return active_ != nullptr ? active_->phase() : oraxx::phase::none;
}

// What a lost connection means for the work under way.
void engine::explain_outcome(failure& why) const {
    if (active_ == nullptr) return;
    const auto add = [&why](std::string_view text) {
        if (!why.advice.empty()) why.advice += "; ";
        why.advice += text;
    };
    if (active_->may_commit() && !request_left_) {
        add("nothing of the call was sent, so it has not taken effect");
    } else if (active_->may_commit()) {
        why.outcome_unknown = true;
        add("whether it was committed is unknown: look before doing it again");
        if (!state_.info.logical_transaction_id.empty()) {
            add("DBMS_APP_CONT.GET_LTXID_OUTCOME tells, by session_info::logical_transaction_id");
        }
    } else if (state_.transaction_in_progress) {
        add("the server rolls the open transaction back");
    }
}

void engine::consumed(std::size_t count) {
    request_left_ = true;
    writer_.consumed(count);
}

void engine::use_filter(net::packet_filter* filter) {
    filter_ = filter;
    reader_.use_filter(filter);
    writer_.use_filter(filter);
}

// -- starting work -------------------------------------------------------------------------------------

void engine::start_connect(connect_parameters parameters, std::optional<clock::time_point> deadline) {
    connecting_ = true;
    outcome_.reset();
    deadline_ = deadline;
    connect_.start(std::move(parameters), writer_);
    ++round_trips_;
}

void engine::repeat_connect(std::optional<clock::time_point> deadline) {
    wants_tls_restart_ = false;
    connecting_ = true;
    deadline_ = deadline;
    // What came before the new handshake must not be taken for something that came after it.
    if (reader_.buffered() != 0) {
        break_connection(protocol_failure(current_phase(), "it went on speaking after it asked for a TLS handshake"));
        return;
    }
    connect_.repeat(writer_);
    ++round_trips_;
}

void engine::submit(call& work, std::optional<clock::time_point> deadline,
                    std::optional<clock::time_point> last_moment) {
    active_ = &work;
    outcome_.reset();
    call_failure_.reset();
    deadline_ = deadline;
    last_moment_ = last_moment;
    timed_out_ = false;
    request_left_ = false;
    if (open_) {
        write_request();
    } else {  // found out since the last call; nothing is sent on a connection that is out of step
        auto why = lost_.value_or(protocol_failure(work.phase(), "it sent something nobody asked for"));
        explain_outcome(why);
        finish(std::move(why));
    }
}

void engine::write_request() {
    response_.clear();
    position_ = 0;
    scratch_.reset();
    break_ = break_state::none;
    status_read_ = end_read_ = answered_ = request_left_ = false;

    ttc::encoder out(writer_.begin_data(), state_.caps);
    if (active_->allows_piggybacks()) write_piggybacks(out, state_);
    active_->write_request(out, state_);
    writer_.end_data();
    if (active_->answer() == answer_end::no_answer) {
        finish(std::nullopt);
    } else {
        ++round_trips_;
    }
}

void engine::write_goodbye() {
    (void)writer_.begin_data();
    writer_.end_data(tns::data_flags::eof);
}

// -- ending work -----------------------------------------------------------------------------------------

void engine::finish(std::optional<failure> why) {
    if (why && active_ != nullptr) active_->on_failed(*why, state_);
    active_ = nullptr;
    connecting_ = false;
    deadline_.reset();
    break_ = break_state::none;
    if (why && !why->connection_usable) open_ = false;
    outcome_ = std::move(why);
}

void engine::break_connection(failure why) {
    open_ = false;
    if (!lost_) lost_ = why;
    explain_outcome(why);
    if (!is_idle()) finish(std::move(why));
}

void engine::end_of_input() {
    if (auto stranger = unfinished_stranger()) return break_connection(*std::move(stranger));
    const bool early = said_nothing();
    const bool in_packet = reader_.buffered() != 0;
    auto why = lost(early       ? "the server closed the connection before it said anything"
                    : in_packet ? "the server closed the connection in the middle of a packet"
                                : "the server closed the connection",
                    early ? std::string(early_end_advice)
                          : "the server process may have ended, or a firewall cut the connection; connect again");
    break_connection(std::move(why));
}

void engine::io_failed(failure why) {
    if (why.code == errc::connection_lost && said_nothing()) {
        why.message += ", before the server said anything";
        why.advice = early_end_advice;
    }
    why.phase = current_phase();
    why.connection_usable = false;
    break_connection(std::move(why));
}

// -- time and cancel ---------------------------------------------------------------------------------------

void engine::request_break(clock::time_point now) {
    if (active_ == nullptr || break_ != break_state::none) return;
    // Before logon is complete a server does not understand breaks.
    if (active_->phase() == oraxx::phase::negotiate || active_->phase() == oraxx::phase::authenticate) {
        return break_connection(
            values::unusable_failure(errc::cancelled, current_phase(), "cancelled while connecting"));
    }
    writer_.write_marker(tns::marker_kind::interrupt);
    break_ = break_state::asked;
    deadline_ = std::min(now + break_patience, last_moment_.value_or(clock::time_point::max()));
}

void engine::deadline_passed(clock::time_point now) {
    if (!deadline_ || now < *deadline_ || is_idle()) return;
    const bool can_break = active_ != nullptr && break_ == break_state::none &&
                           active_->phase() != oraxx::phase::negotiate &&
                           active_->phase() != oraxx::phase::authenticate;
    if (can_break) {
        timed_out_ = true;
        request_break(now);
        return;
    }
    if (auto stranger = unfinished_stranger()) return break_connection(*std::move(stranger));
    failure why;
    why.code = errc::timed_out;
    why.phase = current_phase();
    why.connection_usable = false;
    if (answered_) {  // the call itself is done; only the answer to our break is missing
        open_ = false;
        finish(std::move(call_failure_));
        return;
    }
    if (break_ != break_state::none) {
        why.message = "the call timed out and the server did not answer the request to break it off";
        why.advice = "the connection was given up";
    } else if (said_nothing()) {
        why.message = "the server accepted the connection but said nothing";
        why.advice = "is it an Oracle listener? A listener that hangs, or a proxy in between, looks like this";
    } else if (reader_.buffered() != 0) {
        why.message = "the server stopped answering in the middle of a packet";
        why.advice = "the network or the server is very slow, or packets of this size get lost on the way (MTU)";
    } else {
        why.message = "the server stopped answering";
        why.advice = "see whether the database is overloaded or hangs";
    }
    break_connection(std::move(why));
}

// -- packets -----------------------------------------------------------------------------------------------

void engine::received(std::size_t count) {
    bytes_received_ += count;
    reader_.received(count);
    net::packet packet;
    while (open_ || !is_idle()) {
        const auto status = reader_.next(packet);
        if (status == net::frame_status::need_more) return;
        if (status == net::frame_status::broken) {
            break_connection(reader_.saw_packet() ? protocol_failure(current_phase(), reader_.error_text())
                                                  : foreign_peer(reader_.unread()));
            return;
        }
        on_packet(packet);
    }
}

void engine::on_packet(const net::packet& packet) {
    if (packet.type == tns::packet_type::control) return on_control(packet);
    if (connecting_) return on_connect_packet(packet);
    switch (packet.type) {
    case tns::packet_type::data: on_data(packet); return;
    case tns::packet_type::marker: on_marker(packet); return;
    default: break;
    }
    break_connection(protocol_failure(current_phase(),
                                      "a " + std::string(tns::name_of(packet.type)) + " packet inside a session"));
}

void engine::on_connect_packet(const net::packet& packet) {
    const auto progress = connect_.on_packet(packet, writer_);
    if (progress == connect_exchange::progress::wants_more) {
        if (packet.type == tns::packet_type::resend) ++round_trips_;
        return;
    }
    if (progress == connect_exchange::progress::wants_tls_restart) {
        wants_tls_restart_ = true;
        finish(std::nullopt);
        return;
    }
    if (connect_.failed()) {
        break_connection(*connect_.failed());
        return;
    }
    if (!connect_.redirect()) {
        const auto& facts = connect_.accepted();
        reader_.use_form(tns::length_form_of(facts.version));
        writer_.use_form(tns::length_form_of(facts.version));
        // Servers keep to the SDU; the limit is what the form allows, so that a generous one is not refused.
        reader_.limit_packet(tns::max_length(tns::length_form_of(facts.version)));
        writer_.limit_packet(facts.sdu);
        state_.info.protocol_version = facts.version;
        state_.info.sdu = facts.sdu;
    }
    finish(std::nullopt);
}

void engine::on_control(const net::packet& packet) {
    base::arena scratch;
    const ttc::capabilities none{};
    tns::decoder decoder(packet.body, none, scratch);
    tns::control message;
    if (tns::decode(decoder, message) != base::decode_errc::ok) {
        break_connection(protocol_failure(current_phase(), "malformed CONTROL packet"));
        return;
    }
    if (message.command != tns::control_command::notification) return;  // we never use urgent data
    auto text = notice_text(message);
    // 12573 is a message for the user; everything else announces the end of the session.
    if (message.error != tns::tns_session_message) {
        state_.drop_requested = true;
        state_.drop_notice = text;
    }
    state_.warn(std::move(text));
}

void engine::on_marker(const net::packet& packet) {
    base::arena scratch;
    const ttc::capabilities none{};
    tns::decoder decoder(packet.body, none, scratch);
    tns::marker message;
    if (tns::decode(decoder, message) != base::decode_errc::ok) {
        break_connection(protocol_failure(current_phase(), "malformed MARKER packet"));
        return;
    }
    if (active_ == nullptr) {
        open_ = false;  // nobody asked: the session is out of step
        return;
    }
    const bool is_reset = message.kind == tns::marker_kind::reset;
    switch (break_) {
    case break_state::none:
    case break_state::asked:
    case break_state::discarding:
        writer_.write_marker(tns::marker_kind::reset);
        active_->on_reset(response_);
        response_.clear();
        position_ = 0;
        status_read_ = end_read_ = false;
        break_ = is_reset ? break_state::after_reset : break_state::resetting;
        break;
    case break_state::resetting:
        if (is_reset) break_ = break_state::after_reset;
        break;
    case break_state::after_reset: break;  // servers send more than one
    }
    if (break_ == break_state::after_reset && is_reset && filter_ != nullptr) filter_->renew_keys();
}

void engine::on_data(const net::packet& packet) {
    if (active_ == nullptr) {
        // The mark that ends an error after a reset may come in a packet of its own; anything else is an
        // answer to nothing, or the server's goodbye.
        const bool late_mark =
            packet.body.size() == 1 && packet.body[0] == to_byte(ttc::message_type::end_of_response);
        if (!late_mark) open_ = false;
        return;
    }
    if (break_ == break_state::resetting) return;
    if (packet.body.empty() && tns::has(packet.data_flags, tns::data_flags::eof)) {
        break_connection(lost("the server ended the session",
                              "the session may have been killed or the database shut down; connect again"));
        return;
    }
    if (packet.body.size() > max_response_bytes - response_.size()) {
        break_connection(protocol_failure(current_phase(), "an answer longer than 1 GiB"));
        return;
    }
    if (break_ == break_state::discarding) {
        if (tns::has(packet.data_flags, tns::data_flags::end_of_response)) finish(std::move(call_failure_));
        return;
    }
    response_.insert(response_.end(), packet.body.begin(), packet.body.end());
    read_messages();
}

}  // namespace oraxx::session
