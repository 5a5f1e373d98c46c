// server_session: from negotiation to the end of logon.
#include <algorithm>

#include "server/session/native_services.hpp"
#include "server/session/negotiation.hpp"
#include "server/session/server_session.hpp"
#include "wire/tns/control.hpp"
#include "wire/ttc/cookie.hpp"
#include "wire/ttc/fast_auth.hpp"
#include "wire/ttc/warning.hpp"

namespace oraxx::sandbox {

namespace tns = wire::tns;
namespace ttc = wire::ttc;

namespace {

constexpr std::uint16_t ora_password_expires = 28002;
constexpr std::uint16_t first_and_last_warning = 5;
constexpr std::size_t transaction_id_size = 64;

}  // namespace

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
    encode_protocol_reply(answer.messages(), *config_, request.client_name, nullptr);
    answer.finish(false);
    return ttc::decode_errc::ok;
}

ttc::decode_errc server_session::take_data_types(ttc::decoder& c) {
    ttc::data_types_request request;
    if (decode(c, request) != ttc::decode_errc::ok) return c.error();
    negotiate(request);
    if (!bundles_negotiation_) {
        response answer(channel_);
        encode_data_types_reply(answer.messages(), *config_, std::move(data_types_));
        answer.finish(false);
    }
    return ttc::decode_errc::ok;
}

void server_session::negotiate(const ttc::data_types_request& request) {
    data_types_.has_list = request.has_list;
    data_types_.types = agree_on_types(*config_->persona, request.types);
    caps_ = negotiate_capabilities(*config_->persona, request, data_types_.types);
    const ttc::capability_vectors client{request.compile_capabilities, request.runtime_capabilities};
    text_coding coding(config_->character_set, config_->national_character_set, request.charset);
    coding.use_database_zone(config_->time_zone_minutes);
    coding.use_local_times((client.runtime_at(ttc::runtime_cap::ttc) & ttc::runtime_cap::ttc_local_times) != 0);
    channel_.use_text(coding);
    const ttc::capability_vectors server{config_->persona->compile_capabilities, {}};
    syncs_session_ = (client.compile_at(ttc::compile_cap::oci3) & server.compile_at(ttc::compile_cap::oci3) &
                      ttc::compile_cap::oci3_session_sync) != 0;
    takes_notices_ = (client.compile_at(ttc::compile_cap::ttc4) & ttc::compile_cap::ttc4_inband_notification) != 0;
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
        encode_protocol_reply(c, *config_, {}, fast_auth_flags);
        encode_data_types_reply(c, *config_, std::move(data_types_));
    }
    logon_.encode_challenge(c, request);
    ends_.encode_plain(c, header);
    answer.finish();
}

void server_session::answer_phase_two(const ttc::function_header& header, const ttc::auth_request& request) {
    auto error = logon_.check(request);
    if (error == 0) error = config_->refuse_logons_with;
    if (error != 0) {
        config_->note("session " + std::to_string(identity_.session_id) + ": logon failed with ORA-" +
                      std::to_string(error));
        logon_failure_ = make_failure(header, static_cast<int>(error), logon_error_text(*config_->persona, error));
        return;
    }
    open_database();
    announce_transaction_id();
    if (is_pooled_) announce_session(0);
    const auto announced = channel_.take_announced();
    response answer(channel_);
    auto& c = answer.messages();
    logon_.encode_properties(c, identity_);
    for (const auto& news : announced) encode(c, news);
    encode_password_warning(c);
    if (syncs_session_) {
        news_.encode(c, config_->persona->keywords);
        news_.clear();
    }
    ends_.encode_plain(c, header);
    answer.finish();
    step_ = step::ready;
    if (variation_ != nullptr) variation_->logged_on();
}

void server_session::open_database() {
    calls_.reset();
    engine_ = config_->database->open_session({.user = logon_.session_user(),
                                               .version = std::string(config_->persona->version),
                                               .service_name = config_->service_name,
                                               .lock_timeout = config_->lock_timeout,
                                               .has_boolean = config_->persona->has_boolean,
                                               .has_json = config_->persona->has_json,
                                               .database_zone_minutes = config_->time_zone_minutes});
    engine_->set_cancel_check([this] { return cancel_requested(); });
    tell_who_logged_on();
    run_session_statement();
    calls_ = std::make_unique<call_handler>(*config_, *engine_, channel_, ends_, news_, syncs_session_);
    calls_->belong_to(*this);
}

void server_session::tell_who_logged_on() {
    const auto& wishes = logon_.wishes();
    for (const auto& each : wishes.values) engine_->set_context(each.name_space, each.attribute, each.value);
    const auto tell = [this](std::string_view attribute, std::string_view value) {
        engine_->set_context("USERENV", attribute, value);
    };
    tell("ISDBA", (wishes.privileges & ttc::auth_mode::sysdba) != 0 ? "TRUE" : "FALSE");
    if (!wishes.proxy_client.empty()) tell("PROXY_USER", config_->account->user());
    const auto edition = wishes.edition.empty() ? std::string(default_edition) : wishes.edition;
    tell("SESSION_EDITION_NAME", edition);
    tell("CURRENT_EDITION_NAME", edition);
    if (!wishes.edition.empty()) news_.add({{.name = "EDITION", .value = edition}});
}

// Opaque to clients; of the real one only that it is bytes is known.
void server_session::announce_transaction_id() {
    if (!config_->guards_transactions) return;
    transaction_id_.resize(transaction_id_size);
    config_->random(transaction_id_);
    ttc::server_piggyback news;
    news.code = ttc::server_piggyback_code::logical_transaction_id;
    news.context = transaction_id_;
    channel_.announce(std::move(news));
}

std::uint32_t server_session::change_password(const ttc::auth_request& request) {
    return logon_.change_password(request);
}

void server_session::release_session() {
    if (!is_pooled_) return;
    (void)engine_->rollback();
    is_released_ = true;
}

// The pool of one connection: whoever takes sessions as they are gets the same one again.
void server_session::take_session_again() {
    if (!logon_.wishes().wants_fresh_session) return announce_session(0);
    open_database();
    identity_.serial_number = identity_.serial_number % 0xFFFF + 1;
    announce_session(ttc::server_piggyback::session_changed);
}

// OCI clients end with ORA-56600 when the logon brings none, and take the mark of session_sync only (OCI-21500).
void server_session::announce_session(std::uint32_t flags) {
    ttc::server_piggyback news;
    news.code = ttc::server_piggyback_code::session_return;
    news.type_count = 1;
    news.type_mark = ttc::server_piggyback::known_type_mark;
    news.flags = flags;
    news.session_id = identity_.session_id;
    news.serial = static_cast<std::uint16_t>(identity_.serial_number);
    channel_.announce(std::move(news));
}

void server_session::run_session_statement() {
    engine_->set_time_zone(0);
    std::optional<engine::sql_error> error;
    if (const auto& sql = logon_.session_statement(); !sql.empty()) {
        auto prepared = engine_->prepare(sql);
        error = std::move(prepared.error);
        if (prepared.statement != nullptr) {
            auto done = prepared.statement->execute({});
            if (auto* failed = std::get_if<engine::sql_error>(&done)) error = std::move(*failed);
        }
    }
    // Real servers let clients in whose wishes they do not understand.
    if (error) config_->note("session settings of the client: " + error->message);
    auto changed = engine_->take_changed_settings();
    const bool has_time_zone =
        std::any_of(changed.begin(), changed.end(), [](const auto& setting) { return setting.name == "TIME_ZONE"; });
    news_.add(std::move(changed));
    if (!has_time_zone) news_.set_time_zone(0);
}

void server_session::encode_password_warning(ttc::encoder& c) const {
    if (!config_->password_expires_in) return;
    const auto text =
        "ORA-28002: the password will expire within " + std::to_string(*config_->password_expires_in) + " days\n";
    encode(c, ttc::warning{.number = ora_password_expires,
                           .length = static_cast<std::uint16_t>(text.size()),
                           .flags = first_and_last_warning,
                           .text = text});
}

void server_session::send_notice() {
    if (config_->notice.empty() || !takes_notices_) return;
    takes_notices_ = false;
    writer_.write(
        tns::control{.command = tns::control_command::notification,
                     .error = config_->notice_of_shutdown ? tns::tns_session_shutdown : tns::tns_session_message,
                     .text = config_->notice});
}

}  // namespace oraxx::sandbox
