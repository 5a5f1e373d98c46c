#include "session/logon_call.hpp"

#include <array>
#include <charconv>
#include <tuple>

#include "config/server_version.hpp"
#include "session/client_profile.hpp"
#include "session/failures.hpp"
#include "session/nls.hpp"
#include "values/unusable_failure.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/fast_auth.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/types/charset_id.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
using base::decode_errc;

constexpr std::uint8_t offered_versions[] = {ttc::ttc_version_8_1};
// Values written once by logon carry this flag.
constexpr std::uint32_t pair_flag = 1;

// The password or the account expires soon: the session is there all the same.
bool is_expiry_warning(int ora_code) noexcept {
    constexpr int password_expires = 28002;
    constexpr int account_expires = 28011;
    return ora_code == password_expires || ora_code == account_expires;
}

std::uint32_t decimal(const ttc::key_value* pair) noexcept {
    std::uint32_t out = 0;
    if (pair != nullptr) std::from_chars(pair->value.data(), pair->value.data() + pair->value.size(), out);
    return out;
}

std::string text_of(const ttc::key_value* pair) {
    return pair != nullptr ? std::string(pair->value) : std::string{};
}

// "app[scott]" is app on behalf of scott; brackets inside double quotes belong to a name.
std::pair<std::string, std::string> split_user(const std::string& text) {
    if (text.empty() || text.back() != ']') return {text, {}};
    bool quoted = false;
    for (std::size_t at = 0; at + 2 < text.size(); ++at) {
        if (text[at] == '"') quoted = !quoted;
        if (text[at] != '[' || quoted) continue;
        return {text.substr(0, at), text.substr(at + 1, text.size() - at - 2)};
    }
    return {text, {}};
}

std::uint32_t mode_of(administrative_privilege privilege) noexcept {
    switch (privilege) {
    case administrative_privilege::none: return 0;
    case administrative_privilege::sysdba: return ttc::auth_mode::sysdba;
    case administrative_privilege::sysoper: return ttc::auth_mode::sysoper;
    case administrative_privilege::sysasm: return ttc::auth_mode::sysasm;
    case administrative_privilege::sysbackup: return ttc::auth_mode::sysbackup;
    case administrative_privilege::sysdg: return ttc::auth_mode::sysdg;
    case administrative_privilege::syskm: return ttc::auth_mode::syskm;
    case administrative_privilege::sysrac: return ttc::auth_mode::sysrac;
    }
    return 0;
}

// These keys end with a NUL byte.
template <std::size_t Size>
constexpr std::string_view nul_ended(const char (&text)[Size]) noexcept {
    return {text, Size};
}

std::string_view value_of(const std::vector<ttc::key_value>& pairs, std::string_view key) noexcept {
    const auto* pair = ttc::find(pairs, key);
    return pair != nullptr ? pair->value : std::string_view{};
}

}  // namespace

logon_call::logon_call(const environment& world, accept_facts accepted, std::string user, base::bytes_view password,
                       std::string connect_text, pool_request pool)
    : world_(world),
      accepted_(accepted),
      password_(password),
      connect_text_(std::move(connect_text)),
      pool_(std::move(pool)),
      purity_(std::to_string(static_cast<unsigned>(pool_.wanted))),
      process_id_(std::to_string(world.identity.process_id)),
      driver_version_(std::to_string(world.driver_version)),
      compile_(compile_capabilities(accepted.end_of_response)),
      runtime_(runtime_capabilities(world.exchanges_time_zones)),
      time_zone_(wire::types::encode_zone_offset(parse_zone_offset(world.time_zone).value_or(0))),
      step_(accepted.fast_auth ? step::fast : step::protocol) {
    std::tie(user_, proxy_client_) = split_user(user);
    alter_session_ = alter_session_text(world.time_zone, world.nls);
    alter_session_.push_back('\0');  // servers expect a C string here
}

oraxx::phase logon_call::phase() const noexcept {
    const bool negotiating = step_ == step::fast || step_ == step::protocol || step_ == step::data_types;
    return negotiating && !challenged_ ? oraxx::phase::negotiate : oraxx::phase::authenticate;
}

answer_end logon_call::answer() const noexcept {
    return step_ == step::protocol || step_ == step::data_types ? answer_end::first_message
                                                                : answer_end::status_message;
}

void logon_call::fail(errc code, std::string message, std::string advice) {
    refuse(values::unusable_failure(code, oraxx::phase::authenticate, std::move(message), std::move(advice)));
}

// -- requests ----------------------------------------------------------------------------------------------

void logon_call::write_request(ttc::encoder& out, state& session) {
    switch (step_) {
    case step::fast: write_fast(out, session); return;
    case step::protocol:
        ttc::encode(out,
                    ttc::protocol_request{.versions = offered_versions, .client_name = world_.driver_protocol_name});
        return;
    case step::data_types: ttc::encode(out, data_types_request()); return;
    case step::phase_one: write_phase_one(out, session); return;
    case step::phase_two: write_phase_two(out, session); return;
    case step::over: return;
    }
}

ttc::data_types_request logon_call::data_types_request() const {
    ttc::data_types_request out;
    out.charset = ttc::charset_utf8;
    out.national_charset = ttc::charset_utf8;
    out.compile_capabilities = compile_;
    out.runtime_capabilities = runtime_;
    out.time_zone = time_zone_;
    out.types = session::data_types();
    return out;
}

std::vector<ttc::key_value> logon_call::identity_pairs() const {
    const auto& who = world_.identity;
    return {{.key = "AUTH_TERMINAL", .value = who.terminal},
            {.key = "AUTH_PROGRAM_NM", .value = who.program},
            {.key = "AUTH_MACHINE", .value = who.machine},
            {.key = "AUTH_PID", .value = process_id_},
            {.key = "AUTH_SID", .value = who.os_user}};
}

void logon_call::write_fast(ttc::encoder& out, state& session) {
    ttc::fast_auth message;
    message.protocol = {.versions = offered_versions, .client_name = world_.driver_protocol_name};
    message.data_types = data_types_request();
    message.header.sequence = session.next_sequence();
    message.auth.user = user_;
    message.auth.mode = mode();
    message.auth.pairs = identity_pairs();
    ttc::encode(out, message);
}

void logon_call::write_phase_one(ttc::encoder& out, state& session) {
    ttc::encode(out, ttc::function_header{.function = ttc::function_code::auth_phase_one,
                                          .sequence = session.next_sequence()});
    ttc::auth_request body;
    body.user = user_;
    body.mode = mode();
    body.pairs = identity_pairs();
    ttc::encode(out, body);
}

void logon_call::write_phase_two(ttc::encoder& out, state& session) {
    ttc::encode(out, ttc::function_header{.function = ttc::function_code::auth_phase_two,
                                          .sequence = session.next_sequence()});
    ttc::auth_request body;
    body.user = user_;
    body.mode = mode() | ttc::auth_mode::with_password;
    if (!proof_.new_password.empty()) body.mode |= ttc::auth_mode::change_password;
    auto& pairs = body.pairs;
    if (!proxy_client_.empty()) pairs.push_back({.key = "PROXY_CLIENT_NAME", .value = proxy_client_});
    add_secrets(pairs);
    pairs.push_back({.key = "SESSION_CLIENT_CHARSET", .value = "873"});
    pairs.push_back({.key = "SESSION_CLIENT_DRIVER_NAME", .value = world_.identity.driver_name});
    pairs.push_back({.key = "SESSION_CLIENT_VERSION", .value = driver_version_});
    pairs.push_back({.key = "AUTH_ALTER_SESSION", .value = alter_session_, .flags = pair_flag});
    add_wishes(pairs);
    pairs.push_back({.key = "AUTH_CONNECT_STRING", .value = connect_text_});
    ttc::encode(out, body);
}

// A password that is to be changed is not logged on with but for that: the bit is left out.
std::uint32_t logon_call::mode() const noexcept {
    return (world_.new_password.empty() ? ttc::auth_mode::logon : 0) | mode_of(world_.privilege);
}

void logon_call::add_secrets(std::vector<ttc::key_value>& pairs) const {
    pairs.push_back({.key = "AUTH_SESSKEY", .value = proof_.sesskey, .flags = pair_flag});
    if (!proof_.speedy_key.empty()) pairs.push_back({.key = "AUTH_PBKDF2_SPEEDY_KEY", .value = proof_.speedy_key});
    pairs.push_back({.key = "AUTH_PASSWORD", .value = proof_.password});
    if (!proof_.new_password.empty()) pairs.push_back({.key = "AUTH_NEWPASSWORD", .value = proof_.new_password});
}

void logon_call::add_wishes(std::vector<ttc::key_value>& pairs) const {
    if (!pool_.connection_class.empty())
        pairs.push_back({.key = "AUTH_KPPL_CONN_CLASS", .value = pool_.connection_class});
    if (pool_.wanted != pool_request::purity::any)
        pairs.push_back({.key = "AUTH_KPPL_PURITY", .value = purity_, .flags = pair_flag});
    if (!world_.edition.empty()) pairs.push_back({.key = "AUTH_ORA_EDITION", .value = world_.edition});
    for (const auto& each : world_.application_context) {
        pairs.push_back({.key = nul_ended("AUTH_APPCTX_NSPACE"), .value = each.name_space});
        pairs.push_back({.key = nul_ended("AUTH_APPCTX_ATTR"), .value = each.attribute});
        pairs.push_back({.key = nul_ended("AUTH_APPCTX_VALUE"), .value = each.value});
    }
}

// -- answers -----------------------------------------------------------------------------------------------

decode_errc logon_call::on_message(ttc::message_type type, ttc::decoder& in, state& session) {
    switch (type) {
    case ttc::message_type::protocol:
        if (step_ != step::fast && step_ != step::protocol) return decode_errc::bad_value;
        return take_protocol(in, session);
    case ttc::message_type::data_types: {
        if (step_ != step::fast && step_ != step::data_types) return decode_errc::bad_value;
        ttc::data_types_reply message;
        if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
        ttc::apply_data_types(message.types, session.caps);
        if (session.caps.data_types_time_zone) take_database_zone(message.time_zone, session);
        return decode_errc::ok;
    }
    case ttc::message_type::parameters: return take_parameters(in, session);
    case ttc::message_type::renegotiate:
        in.fail("renegotiation of data types", decode_errc::unsupported);
        return decode_errc::unsupported;
    default: break;
    }
    return decode_errc::bad_value;
}

decode_errc logon_call::take_protocol(ttc::decoder& in, state& session) {
    ttc::protocol_reply message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    if (message.version != ttc::ttc_version_8_1) {
        in.fail("TTC version", decode_errc::bad_value);
        return decode_errc::bad_value;
    }
    const ttc::capability_vectors server{message.compile_capabilities, message.runtime_capabilities};
    // From here on both sides use the lower field version; the data types message repeats it.
    auto& version = compile_[ttc::compile_cap::field_version];
    const auto server_version = server.compile_at(ttc::compile_cap::field_version);
    if (server_version < version) version = server_version;
    if (version < static_cast<std::uint8_t>(ttc::field_version::v11_2)) {
        fail(errc::version_not_supported,
             "the server's TTC field version " + std::to_string(server_version) + " is older than 11.2", {});
    }
    pads_session_key_ = (server.compile_at(ttc::compile_cap::logon_types) & ttc::compile_cap::logon_o5_unpadded) == 0;
    session.caps = ttc::negotiate({compile_, runtime_}, server, ttc::data_types_request{}.flags);
    session.zones.changes_are_told = (compile_[ttc::compile_cap::oci3] & server.compile_at(ttc::compile_cap::oci3) &
                                      ttc::compile_cap::oci3_session_sync) != 0;
    session.info.server_banner = std::string(message.banner);
    session.database_charset = message.charset;
    session.national_charset = message.national_charset();
    session.info.database_charset = wire::types::charset_name(session.database_charset);
    session.info.national_charset = wire::types::charset_name(session.national_charset);
    const auto national = wire::types::charset_of(session.national_charset);
    if (national != base::charset::utf16be && national != base::charset::cesu8) {
        fail(errc::unsupported, "the database's national character set is " + session.info.national_charset,
             "this driver knows AL16UTF16 and UTF8, the two that Oracle has offered since 9i");
    }
    return decode_errc::ok;
}

void logon_call::take_database_zone(base::bytes_view bytes, state& session) {
    if (const auto zone = decode_zone_news(bytes)) session.zones.database = zone->offset_minutes;
}

decode_errc logon_call::take_parameters(ttc::decoder& in, state& session) {
    ttc::auth_parameters message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    if (step_ == step::phase_two) {
        take_session(message.pairs, session);
    } else if (step_ == step::fast || step_ == step::phase_one) {
        take_challenge(message.pairs);
    } else {
        return decode_errc::bad_value;
    }
    return decode_errc::ok;
}

void logon_call::take_challenge(const std::vector<ttc::key_value>& pairs) {
    challenged_ = true;
    auth::challenge_fields fields;
    const auto* verifier = ttc::find(pairs, "AUTH_VFR_DATA");
    fields.verifier_type = verifier != nullptr ? verifier->flags : 0;
    fields.vfr_data = verifier != nullptr ? verifier->value : std::string_view{};
    fields.sesskey = value_of(pairs, "AUTH_SESSKEY");
    fields.csk_salt = value_of(pairs, "AUTH_PBKDF2_CSK_SALT");
    fields.vgen_count = value_of(pairs, "AUTH_PBKDF2_VGEN_COUNT");
    fields.sder_count = value_of(pairs, "AUTH_PBKDF2_SDER_COUNT");

    fields.user = user_;
    fields.accept_des = world_.allow_10g_verifier;
    if (const auto error = answer_challenge(fields); error != auth::auth_errc::ok)
        explain(error, fields.verifier_type);
}

auth::auth_errc logon_call::answer_challenge(const auth::challenge_fields& fields) {
    constexpr std::size_t padded_half = 40;
    auth::verifier_challenge challenge;
    if (const auto error = auth::parse_challenge(fields, challenge); error != auth::auth_errc::ok) return error;
    std::array<std::uint8_t, auth::logon_random::size> bytes{};
    world_.random(bytes);
    auto random = auth::logon_random::split(bytes);
    if (pads_session_key_) random.session_key = random.session_key.first(padded_half);
    const auto error = auth::compute_logon(password_, challenge, random, proof_, world_.new_password);
    base::wipe(bytes.data(), bytes.size());
    return error;
}

void logon_call::explain(auth::auth_errc error, std::uint32_t verifier_type) {
    if (verifier_type == static_cast<std::uint32_t>(auth::verifier_type::des) &&
        error == auth::auth_errc::unsupported_verifier) {
        fail(errc::unsupported, "the account has no password verifier but the one of Oracle 10g, which is not safe",
             "set the account's password again on a server with SQLNET.ALLOWED_LOGON_VERSION_SERVER=12; "
             "connect_options::allow_10g_verifier logs on regardless");
    } else if (error == auth::auth_errc::unsupported_verifier) {
        fail(errc::unsupported,
             "the account has a password verifier of type " + std::to_string(verifier_type) +
                 ", which this driver does not know",
             {});
    } else if (error == auth::auth_errc::bad_password) {
        fail(errc::invalid_argument, "the password, or the new one, is empty or longer than 1024 bytes",
             "give a password to log on with");
    } else {
        fail(errc::protocol_violation, "the server's logon challenge is malformed: " + std::string(to_string(error)),
             {});
    }
}

void logon_call::take_session(const std::vector<ttc::key_value>& pairs, state& session) {
    check_server(ttc::find(pairs, "AUTH_SVR_RESPONSE"));
    auto& info = session.info;
    info.session_id = decimal(ttc::find(pairs, "AUTH_SESSION_ID"));
    info.serial_number = decimal(ttc::find(pairs, "AUTH_SERIAL_NUM"));
    info.max_open_cursors = decimal(ttc::find(pairs, "AUTH_MAX_OPEN_CURSORS"));
    info.server_version = config::decode_version_number(decimal(ttc::find(pairs, "AUTH_VERSION_NO")),
                                                        static_cast<std::uint8_t>(session.caps.version));
    info.database_name = text_of(ttc::find(pairs, "AUTH_DBNAME"));
    info.service_name = text_of(ttc::find(pairs, "AUTH_SC_SERVICE_NAME"));
    info.instance_name = text_of(ttc::find(pairs, "AUTH_INSTANCENAME"));
    info.server_process = text_of(ttc::find(pairs, "AUTH_SERVER_PID"));
    take_nls_pairs(pairs, info.nls);
    session.zones.session = parse_zone_offset(world_.time_zone);
    if (session.zones.session) info.time_zone = world_.time_zone;
}

void logon_call::check_server(const ttc::key_value* proof) {
    proved_ = true;
    if (proof != nullptr && auth::verify_server_response(proof_.combo_key.view(), proof->value)) return;
    fail(errc::server_not_genuine,
         proof == nullptr ? "the server gave no proof that it knows the password"
                          : "the server could not prove that it knows the password",
         "something that is not the database may stand between this client and it; nothing was sent to it after "
         "logon");
}

std::optional<failure> logon_call::on_status(const ttc::error_info& info, state& session) {
    auto out = call::on_status(info, session);
    if (out && proved_ && is_expiry_warning(out->ora_code)) {
        session.warn(std::move(out->message));
        return std::nullopt;
    }
    if (out) {
        out->phase = phase();
        out->connection_usable = false;  // there is no session
    } else if (!(step_ == step::phase_two ? proved_ : challenged_)) {
        fail(errc::protocol_violation, "the server ended a logon step without its parameters", {});
    }
    return out;
}

next_step logon_call::on_complete(base::byte_buffer& /*response*/, state& session) {
    switch (step_) {
    case step::fast:
        session.info.fast_logon = true;
        step_ = step::phase_two;
        return next_step::write_request;
    case step::protocol: step_ = step::data_types; return next_step::write_request;
    case step::data_types: step_ = step::phase_one; return next_step::write_request;
    case step::phase_one: step_ = step::phase_two; return next_step::write_request;
    case step::phase_two:
    case step::over: break;
    }
    step_ = step::over;
    session.logon_user = user_;
    session.logon_key = std::move(proof_.combo_key);
    session.is_pooled = pool_.is_pooled;
    proof_ = {};
    return next_step::done;
}

}  // namespace oraxx::session
