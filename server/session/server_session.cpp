#include "server/session/server_session.hpp"

#include "server/session/listener.hpp"
#include "wire/tns/redirect.hpp"
#include "wire/tns/refuse.hpp"
#include "wire/tns/resend.hpp"

namespace oraxx::sandbox {

namespace tns = wire::tns;
namespace ttc = wire::ttc;

namespace {

constexpr std::uint8_t refused_by_user_reason = 0x22;
constexpr std::size_t uuid_size = 16;

call_failure cancelled_by_client() {
    return make_failure({}, ora_user_cancelled, "ORA-01013: user requested cancel of current operation");
}

}  // namespace

server_session::server_session(const session_config& config, session_identity identity)
    : variation_(config.make_variation ? config.make_variation(identity.session_id) : nullptr),
      varied_config_(variation_ != nullptr ? config : session_config{}),
      config_(variation_ != nullptr ? &varied_config_ : &config),
      identity_(identity),
      prepared_(config.prepared),
      channel_(writer_, caps_, variation_.get()),
      logon_(*config_) {
    if (variation_ != nullptr) varied_config_.persona = &variation_->negotiate_as(*config.persona);
}

server_session::~server_session() = default;

void server_session::close(std::string reason) {
    if (step_ == step::closed) return;
    step_ = step::closed;
    close_reason_ = std::move(reason);
    if (!close_reason_.empty()) {
        config_->note("session " + std::to_string(identity_.session_id) + " closed: " + close_reason_);
    }
    calls_.reset();
    engine_.reset();  // rolls back what was not committed
}

void server_session::received(std::size_t count) {
    reader_.received(count);
    try {
        run();
    } catch (const std::exception& error) {
        close(std::string("internal error: ") + error.what());
    }
}

void server_session::run() {
    while (step_ != step::closed) {
        if (channel_.is_broken()) {
            close("the variation ends it");
            return;
        }
        if (!waiting_.empty()) {
            auto stored = std::move(waiting_.front());
            waiting_.pop_front();
            stored.view.body = stored.body;
            take_packet(stored.view);
            continue;
        }
        net::packet packet;
        switch (reader_.next(packet)) {
        case net::frame_status::packet: take_packet(packet); break;
        case net::frame_status::need_more:
            if (peer_is_gone_) close("the client went away during a statement");
            return;
        case net::frame_status::broken: close(reader_.error_text()); break;
        }
    }
}

void server_session::take_packet(const net::packet& packet) {
    switch (step_) {
    case step::connect: take_connect(packet); return;
    case step::connect_data: take_connect_data(packet); return;
    default: break;
    }
    switch (packet.type) {
    case tns::packet_type::data: take_data(packet); break;
    case tns::packet_type::marker: take_marker(packet); break;
    case tns::packet_type::control: break;
    default: close("unexpected packet of type " + std::to_string(static_cast<unsigned>(packet.type))); break;
    }
}

void server_session::take_connect(const net::packet& packet) {
    if (packet.type != tns::packet_type::connect) {
        close("the first packet is no CONNECT but of type " + std::to_string(static_cast<unsigned>(packet.type)));
        return;
    }
    const ttc::capabilities none{};
    ttc::decoder c(packet.body, none, scratch_);
    connect_ = {};
    if (decode(c, connect_) != ttc::decode_errc::ok) {
        close("malformed CONNECT: " + std::string(c.failed_field()));
        return;
    }
    connect_data_ = connect_.connect_data;
    const bool follows = connect_.data_follows();
    // Borrowed from the packet.
    connect_.connect_data = {};
    connect_.trace_ids = {};
    connect_.gap = {};
    step_ = step::connect_data;
    if (!follows) answer_connect();
}

void server_session::take_connect_data(const net::packet& packet) {
    if (packet.type != tns::packet_type::data) {
        close("packet of type " + std::to_string(static_cast<unsigned>(packet.type)) + " instead of connect data");
        return;
    }
    connect_data_ += base::as_text(packet.body);
    if (connect_data_.size() > max_connect_data) {
        close("connect data is too long");
    } else if (connect_data_.size() >= connect_.connect_data_length) {
        answer_connect();
    }
}

void server_session::answer_connect() {
    const bool restarts_tls = tls_restart_ == tls_restart::wanted;
    if (restarts_tls || (config_->persona->resends_first && !has_resent_)) {
        has_resent_ = true;
        step_ = step::connect;
        if (restarts_tls) tls_restart_ = tls_restart::asked;
        writer_.write(tns::resend{}, restarts_tls ? tns::packet_flag::tls_renegotiation : std::uint8_t{0});
        return;
    }
    auto error = check_service(*config_, connect_data_);
    if (connect_.minimum_version > config_->persona->protocol_version) error = ora_no_version;
    if (error != 0) {
        const auto text = refuse_text(error);
        tns::refuse answer;
        answer.user_reason = refused_by_user_reason;
        answer.set_text(text);
        writer_.write(answer);
        close("refused with ORA-" + std::to_string(error));
        return;
    }
    if (!config_->redirect_address.empty()) {
        // The text in a packet of its own, as recorded: python-oracledb waits for one.
        const auto text = config_->redirect_address + '\0' + connect_data_;
        writer_.write(tns::redirect{.text_length = static_cast<std::uint16_t>(text.size())},
                      tns::packet_flag::redirect_has_data);
        auto& payload = writer_.begin_data();
        payload.insert(payload.end(), text.begin(), text.end());
        writer_.end_data(tns::data_flags::eof);
        close("redirected");
        return;
    }
    is_pooled_ = asks_for_pool(connect_data_);
    base::byte_buffer uuid(uuid_size);
    config_->random(uuid);
    const auto answer = make_accept(*config_, connect_, uuid);
    writer_.write(answer);
    accepted_version_ = answer.version;
    const auto form = tns::length_form_of(answer.version);
    writer_.use_form(form);
    writer_.limit_packet(answer.effective_sdu());
    reader_.use_form(form);
    reader_.limit_packet(tns::max_length(form));
    channel_.flag_last_packets(answer.version >= tns::version_end_of_response);
    step_ = step::negotiate;
}

void server_session::take_data(const net::packet& packet) {
    if (tns::has(packet.data_flags, tns::data_flags::eof)) {
        close({});  // many clients leave out the logoff
        return;
    }
    if (unreported_) return;  // sent before the client saw our break
    last_packet_ends_ = tns::has(packet.data_flags, tns::data_flags::end_of_request);
    if (skips_request_) {
        skips_request_ = !last_packet_ends_;
        return;
    }
    if (request_.size() + packet.body.size() > max_request_bytes) {
        close("request of more than " + std::to_string(max_request_bytes) + " bytes");
        return;
    }
    request_.insert(request_.end(), packet.body.begin(), packet.body.end());
    if (step_ == step::ready) {
        send_notice();
        if (answer_prepared()) return;
    }
    take_messages();
}

bool server_session::answer_prepared() {
    const auto answer = prepared_.answer(request_);
    if (answer.empty()) return false;
    writer_.write_raw(answer);
    request_.clear();
    return true;
}

void server_session::take_messages() {
    while (!request_.empty() && step_ != step::closed) {
        scratch_.reset();
        ttc::decoder c(request_, caps_, scratch_);
        ttc::decode_errc code{};
        switch (step_) {
        case step::negotiate: code = take_negotiation(c); break;
        case step::authenticate: code = take_logon(c); break;
        default:
            if (std::exchange(is_released_, false)) take_session_again();
            code = calls_->take(c);
            break;
        }
        if (code != ttc::decode_errc::ok && code != ttc::decode_errc::incomplete) {
            close("malformed message: " + std::string(c.failed_field()) + ": " + std::string(to_string(code)));
            return;
        }
        // A call may leave bind rows for later: what it took is not read again.
        const bool keeps_position =
            code == ttc::decode_errc::ok || (calls_ != nullptr && calls_->is_within_message());
        if (keeps_position) {
            const auto taken = static_cast<std::ptrdiff_t>(c.reader().position());
            request_.erase(request_.begin(), request_.begin() + taken);
        }
        if (auto failure = take_failure()) {
            report(std::move(*failure));
            return;
        }
        if (std::exchange(was_interrupted_, false)) {
            // The break came too late for the call: it is answered on its own.
            report(cancelled_by_client());
            return;
        }
        if (code == ttc::decode_errc::incomplete || (calls_ != nullptr && calls_->is_within_message())) return;
    }
}

std::optional<call_failure> server_session::take_failure() noexcept {
    if (logon_failure_ || calls_ == nullptr) return std::exchange(logon_failure_, std::nullopt);
    return calls_->take_failure();
}

void server_session::report(call_failure failure) {
    if (calls_ != nullptr) calls_->abandon();
    if (failure.token != 0) skips_request_ = !request_.empty() && !last_packet_ends_;
    request_.clear();
    was_interrupted_ = false;
    unreported_ = std::move(failure);
    // Pipelined calls fail without the exchange of markers.
    const auto how = announcement_of(*unreported_);
    if (unreported_->token != 0 || how == error_announcement::none) {
        answer_failure();
        return;
    }
    if (std::exchange(client_resets_, false)) {
        write_marker(tns::marker_kind::reset);
        return;
    }
    if (how == error_announcement::repeated_break) write_marker(tns::marker_kind::break_);
    write_marker(how == error_announcement::interrupt_and_reset ? tns::marker_kind::interrupt
                                                                : tns::marker_kind::break_);
    resets_on_reset_ = how == error_announcement::reset_on_reset;
    if (!resets_on_reset_) write_marker(tns::marker_kind::reset);
}

error_announcement server_session::announcement_of(const call_failure& failure) {
    // A client that broke off waits for the markers, whatever it does about other errors.
    const bool was_asked_for = failure.error.code == ora_user_cancelled;
    const bool may_come_bare = !was_asked_for && !config_->errors_after_markers;
    const auto usual = may_come_bare ? error_announcement::none : error_announcement::break_and_reset;
    if (variation_ == nullptr) return usual;
    const auto varied = variation_->announce_error();
    return was_asked_for && varied == error_announcement::none ? usual : varied;
}

void server_session::write_marker(tns::marker_kind kind) {
    const bool is_large = tns::length_form_of(accepted_version_) == tns::length_form::large;
    writer_.write(tns::marker{.kind = kind}, is_large ? tns::packet_flag::large_sdu : std::uint8_t{0});
}

void server_session::answer_failure() {
    auto failure = std::move(*unreported_);
    unreported_.reset();
    failure.error.message = channel_.text().to_client(failure.error.message);
    response answer(channel_, failure.token);
    if (engine_ == nullptr) {
        call_ends::encode_refusal(answer.messages(), failure);
    } else {
        ends_.encode_failure(answer.messages(), failure, engine_->in_transaction());
    }
    answer.finish();
}

void server_session::take_marker(const net::packet& packet) {
    ttc::decoder c(packet.body, caps_, scratch_);
    tns::marker marker;
    if (decode(c, marker) != ttc::decode_errc::ok) {
        close("malformed MARKER");
        return;
    }
    // ojdbc sends one after connecting; real servers say nothing to it.
    if (marker.form == tns::marker_type::attention) return;
    if (unreported_) {
        if (marker.kind != tns::marker_kind::reset) return;
        if (std::exchange(resets_on_reset_, false)) write_marker(tns::marker_kind::reset);
        answer_failure();
        return;
    }
    if (marker.kind == tns::marker_kind::reset) {
        write_marker(tns::marker_kind::reset);
        if (speaks_to_oci()) {
            // It came of a break that crossed one of ours. Each reset of such a client is followed by an error.
            unreported_ = cancelled_by_client();
            answer_failure();
        }
        return;
    }
    client_resets_ = speaks_to_oci() && marker.kind == tns::marker_kind::break_;
    report(cancelled_by_client());
}

bool server_session::cancel_requested() {
    if (was_interrupted_ || peer_is_gone_) return true;
    if (poll_) {
        const auto room = reader_.input_space(0);
        const auto count = poll_(room);
        if (count > 0) reader_.received(static_cast<std::size_t>(count));
        if (count < 0) peer_is_gone_ = true;
    }
    was_interrupted_ = look_for_break();
    return was_interrupted_ || peer_is_gone_;
}

bool server_session::look_for_break() {
    bool found = false;
    net::packet packet;
    while (!found && waiting_.size() < max_waiting_packets && reader_.next(packet) == net::frame_status::packet) {
        if (packet.type == tns::packet_type::marker) {
            ttc::decoder c(packet.body, caps_, scratch_);
            tns::marker marker;
            found = decode(c, marker) == ttc::decode_errc::ok && marker.form == tns::marker_type::data &&
                    marker.kind != tns::marker_kind::reset;
            client_resets_ = found && speaks_to_oci() && marker.kind == tns::marker_kind::break_;
            if (found) break;
        }
        stored_packet stored{packet, base::byte_buffer(packet.body.begin(), packet.body.end())};
        stored.view.body = {};
        stored.view.whole = {};
        waiting_.push_back(std::move(stored));
    }
    return found;
}

}  // namespace oraxx::sandbox
