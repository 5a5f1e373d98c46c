// server_session: from negotiation to the end of logon.
#include "server/session/native_services.hpp"
#include "server/session/negotiation.hpp"
#include "server/session/server_session.hpp"
#include "wire/ttc/cookie.hpp"
#include "wire/ttc/fast_auth.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

ttc::decode_errc server_session::take_negotiation(ttc::decoder& c) {
    if (is_services_request(c.reader().rest())) return take_services(c);
    ttc::message_type type{};
    c.u8("message type", type);
    switch (type) {
    case ttc::message_type::protocol: return take_protocol(c);
    case ttc::message_type::cookie: {
        ttc::cookie remembered;  // what the client knows of us is of no use to us
        return decode(c, remembered);
    }
    case ttc::message_type::data_types: return take_data_types(c);
    case ttc::message_type::fast_auth: return take_fast_auth(c);
    default: c.fail("message type", ttc::decode_errc::bad_value); return c.error();
    }
}

ttc::decode_errc server_session::take_services(ttc::decoder& c) {
    std::size_t size = 0;
    if (const auto code = measure_services_request(c.reader().rest(), size); code != ttc::decode_errc::ok)
        return code;
    c.reader().skip(size);
    append_services_reply(writer_.begin_data(), *config_->persona);
    writer_.end_data();
    return ttc::decode_errc::ok;
}

ttc::decode_errc server_session::take_protocol(ttc::decoder& c) {
    ttc::protocol_request request;
    if (decode(c, request) != ttc::decode_errc::ok) return c.error();
    // With more behind it, everything is answered together.
    bundles_negotiation_ = c.reader().remaining() != 0;
    if (bundles_negotiation_) return ttc::decode_errc::ok;
    response answer(channel_);
    encode_protocol_reply(answer.messages(), *config_, nullptr);
    answer.finish(false);
    return ttc::decode_errc::ok;
}

ttc::decode_errc server_session::take_data_types(ttc::decoder& c) {
    ttc::data_types_request request;
    if (decode(c, request) != ttc::decode_errc::ok) return c.error();
    negotiate(request);
    if (!bundles_negotiation_) {
        response answer(channel_);
        encode_data_types_reply(answer.messages(), *config_->persona, std::move(data_types_));
        answer.finish(false);
    }
    return ttc::decode_errc::ok;
}

void server_session::negotiate(const ttc::data_types_request& request) {
    data_types_.has_list = request.has_list;
    data_types_.types = agree_on_types(*config_->persona, request.types);
    caps_ = negotiate_capabilities(*config_->persona, request, data_types_.types);
    step_ = step::authenticate;
}

ttc::decode_errc server_session::take_fast_auth(ttc::decoder& c) {
    ttc::fast_auth message;
    if (decode(c, message) != ttc::decode_errc::ok) return c.error();
    if (!config_->persona->supports_fast_auth) {
        c.fail("message type", ttc::decode_errc::unsupported);
        return c.error();
    }
    negotiate(message.data_types);
    bundles_negotiation_ = true;
    answer_phase_one(message.header, message.auth, &message.data_types.flags);
    return ttc::decode_errc::ok;
}

ttc::decode_errc server_session::take_logon(ttc::decoder& c) {
    ttc::function_header header;
    c.u8("message type", header.type);
    if (decode(c, header) != ttc::decode_errc::ok) return c.error();
    const bool is_phase_one = header.function == ttc::function_code::auth_phase_one;
    const bool is_logon = is_phase_one || header.function == ttc::function_code::auth_phase_two;
    if (header.type != ttc::message_type::function || !is_logon) {
        c.fail("function before the end of logon", ttc::decode_errc::bad_value);
        return c.error();
    }
    ttc::auth_request request;
    if (decode(c, request) != ttc::decode_errc::ok) return c.error();
    if (is_phase_one) {
        answer_phase_one(header, request, nullptr);
    } else {
        answer_phase_two(header, request);
    }
    return ttc::decode_errc::ok;
}

void server_session::answer_phase_one(const ttc::function_header& header, const ttc::auth_request& request,
                                      const std::uint8_t* fast_auth_flags) {
    response answer(channel_);
    auto& c = answer.messages();
    if (std::exchange(bundles_negotiation_, false)) {
        encode_protocol_reply(c, *config_, fast_auth_flags);
        encode_data_types_reply(c, *config_->persona, std::move(data_types_));
    }
    logon_.encode_challenge(c, request);
    ends_.encode_plain(c, header);
    answer.finish();
}

void server_session::answer_phase_two(const ttc::function_header& header, const ttc::auth_request& request) {
    if (const auto error = logon_.check(request); error != 0) {
        config_->note("session " + std::to_string(identity_.session_id) + ": logon failed with ORA-" +
                      std::to_string(error));
        logon_failure_ = make_failure(header, static_cast<int>(error), logon_error_text(*config_->persona, error));
        return;
    }
    open_database();
    response answer(channel_);
    logon_.encode_properties(answer.messages(), identity_);
    ends_.encode_plain(answer.messages(), header);
    answer.finish();
    step_ = step::ready;
}

void server_session::open_database() {
    engine_ = config_->database->open_session({.user = config_->account->user(),
                                               .version = std::string(config_->persona->version),
                                               .service_name = config_->service_name,
                                               .lock_timeout = config_->lock_timeout,
                                               .has_boolean = config_->persona->has_boolean});
    engine_->set_time_zone(logon_.time_zone_offset());
    engine_->set_cancel_check([this] { return cancel_requested(); });
    calls_ = std::make_unique<call_handler>(*config_, *engine_, channel_, ends_);
}

}  // namespace oraxx::sandbox
