// The half of the engine that reads TTC messages: everything between "bytes of an answer" and "the call is over".
#include "session/engine.hpp"
#include "session/failures.hpp"
#include "session/session_news.hpp"
#include "wire/ttc/bare_messages.hpp"
#include "wire/ttc/session_functions.hpp"
#include "wire/ttc/status.hpp"
#include "wire/ttc/warning.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
using base::decode_errc;
using ttc::message_type;

constexpr int ora_cancelled = 1013;

}  // namespace

void engine::read_messages() {
    while (active_ != nullptr && position_ < response_.size()) {
        const auto error = read_next();
        if (error == decode_errc::incomplete) return;
        if (error != decode_errc::ok) {
            refuse_message(error);
            return;
        }
        if (answer_is_complete()) {
            end_of_answer();
            return;  // what stands behind the end of an answer means nothing (21c adds a stray 29)
        }
    }
}

// One message, or the part of a row that is there. Moves position_ only past what is complete.
decode_errc engine::read_next() {
    if (active_->mid_row()) return active_->on_row(response_, position_);
    const auto start = position_;
    const auto type = static_cast<message_type>(response_[start]);
    if (type == message_type::row_data) {
        ++position_;
        return active_->on_row(response_, position_);
    }
    ttc::decoder in(base::bytes_view(response_).subspan(start + 1), state_.caps, scratch_);
    const auto error = read_message(type, in);
    if (error == decode_errc::ok) {
        position_ = start + 1 + in.reader().position();
    } else {
        failed_field_ = in.failed_field();
    }
    return error;
}

decode_errc engine::read_message(message_type type, ttc::decoder& in) {
    switch (type) {
    case message_type::error: return read_error(in);
    case message_type::status: return read_status(in);
    case message_type::warning: return read_warning(in);
    case message_type::server_piggyback: return read_server_piggyback(in);
    case message_type::end_of_response: return read_end_mark();
    case message_type::token: {
        ttc::pipeline_token ignored;
        return ttc::decode(in, ignored);
    }
    case message_type::flush_out_binds:
        // The server waits for the same byte back before it says what went wrong.
        writer_.begin_data().push_back(static_cast<std::uint8_t>(message_type::flush_out_binds));
        writer_.end_data();
        return decode_errc::ok;
    default: break;
    }
    if (ttc::name_of(type).empty()) return decode_errc::bad_value;
    const auto error = active_->on_message(type, in, state_);
    if (error == decode_errc::ok && active_->answer() == answer_end::first_message) end_read_ = true;
    return error;
}

// A mark in front of everything else ended the answer before this one: behind a reset nobody waits for it, and some
// servers send it although it was not negotiated. It may come in a packet of its own, after the next request has
// left.
decode_errc engine::read_end_mark() {
    if (!status_read_) return position_ == 0 ? decode_errc::ok : decode_errc::bad_value;
    end_read_ = true;
    return decode_errc::ok;
}

void engine::note_call_status(std::uint32_t bits) {
    state_.transaction_in_progress = (bits & ttc::call_status_bit::transaction_in_progress) != 0;
    if ((bits & ttc::call_status_bit::drop_connection) != 0) state_.drop_requested = true;
    if ((bits & ttc::call_status_bit::session_released) != 0) state_.forget_cursors();
}

decode_errc engine::read_status(ttc::decoder& in) {
    ttc::status message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    note_call_status(message.call_status);
    status_read_ = true;
    return decode_errc::ok;
}

decode_errc engine::read_error(ttc::decoder& in) {
    ttc::error_info message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    note_call_status(message.call_status);
    status_read_ = true;
    if (answered_) return decode_errc::ok;  // only the echo of a break that came too late
    auto why = active_->on_status(message, state_);
    if (why && why->ora_code == ora_cancelled && timed_out_) {
        why->code = errc::timed_out;
        why->message = "the call ran into its timeout and was cancelled (" + why->message + ")";
        why->advice = "the connection is still usable; raise the call timeout if the statement needs longer";
    }
    // A failure of our own (an unsupported column, say) came first and says more.
    if (why && !call_failure_) call_failure_ = std::move(why);
    return decode_errc::ok;
}

decode_errc engine::read_warning(ttc::decoder& in) {
    ttc::warning message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    if (message.number != 0) state_.warn(trimmed_message(message.text));
    return decode_errc::ok;
}

decode_errc engine::read_server_piggyback(ttc::decoder& in) {
    ttc::server_piggyback message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    take_piggyback(message, state_);
    return decode_errc::ok;
}

bool engine::answer_is_complete() const noexcept {
    if (end_read_) return true;
    if (!status_read_) return false;
    // After a reset the final error stands alone, whatever was negotiated.
    return !state_.caps.end_of_response || break_ == break_state::after_reset;
}

void engine::end_of_answer() {
    state_.call_answered();
    if (!call_failure_) call_failure_ = active_->take_refusal();
    if (break_ == break_state::asked) {
        // The answer was faster than our break. The call is done as it is, but the server's answer to the
        // break is still to come and has to be read before anything else is sent.
        if (!call_failure_) (void)active_->on_complete(response_, state_);
        answered_ = true;
        status_read_ = end_read_ = false;
        response_.clear();
        position_ = 0;
        return;
    }
    if (answered_ || call_failure_) {
        finish(std::exchange(call_failure_, std::nullopt));
        return;
    }
    if (active_->on_complete(response_, state_) == next_step::write_request) {
        write_request();
    } else {
        finish(std::nullopt);
    }
}

void engine::refuse_message(decode_errc why) {
    if (why == decode_errc::unsupported) {
        failure facts;
        facts.code = errc::unsupported;
        facts.phase = active_->phase();
        facts.message = "the server sent something this release cannot read: " + failed_field_;
        discard_answer(std::move(facts));
        return;
    }
    const std::string type = position_ < response_.size()
                                 ? std::string(ttc::name_of(static_cast<message_type>(response_[position_])))
                                 : std::string{};
    break_connection(
        protocol_failure(active_->phase(), std::string(base::to_string(why)) + " in " +
                                               (type.empty() ? "a message of unknown type" : type) +
                                               (failed_field_.empty() ? "" : ", field " + failed_field_) + ", byte " +
                                               std::to_string(position_) + " of the answer"));
}

// The rest of an answer that cannot be understood is thrown away: up to its mark when there is one, else the
// server is asked to break off.
void engine::discard_answer(failure why) {
    if (!call_failure_) call_failure_ = active_->take_refusal();
    if (!call_failure_) call_failure_ = std::move(why);
    active_->on_reset(response_);
    response_.clear();
    position_ = 0;
    if (break_ == break_state::none && !state_.caps.end_of_response)
        writer_.write_marker(wire::tns::marker_kind::break_);
    if (break_ == break_state::none) break_ = break_state::discarding;
}

}  // namespace oraxx::session
