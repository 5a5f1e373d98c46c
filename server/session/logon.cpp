#include "server/session/logon.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "server/session/clock.hpp"
#include "values/ora_text.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint32_t sder_rounds = 3;
constexpr std::size_t session_key_size = 32;
// Servers that derive no keys: 48 bytes, of which old ones draw 40 and fill up as a block cipher does.
constexpr std::size_t long_session_key_size = 48;
constexpr std::size_t padded_session_key_size = 40;
constexpr std::size_t salt_size = 16;

std::string_view value_of(const ttc::auth_request& request, std::string_view key) {
    const auto* pair = ttc::find(request.pairs, key);
    return pair == nullptr ? std::string_view{} : pair->value;
}

auth::logon_request proofs_of(const ttc::auth_request& request) {
    return {.sesskey = value_of(request, "AUTH_SESSKEY"),
            .password = value_of(request, "AUTH_PASSWORD"),
            .speedy_key = value_of(request, "AUTH_PBKDF2_SPEEDY_KEY"),
            .new_password = value_of(request, "AUTH_NEWPASSWORD")};
}

std::string start_time_text() {
    auto text = current_date().to_string();
    text[text.find('T')] = ' ';
    return text + ".000000000 +00:00";
}

// A timestamp with time zone in hex: the date, then no fraction and no zone.
std::string last_logon_text() {
    constexpr std::size_t timestamp_tz_size = 13;
    base::byte_buffer bytes;
    (void)wire::types::encode(current_date(), bytes);
    bytes.resize(timestamp_tz_size);
    return base::hex_upper(bytes);
}

base::secret_bytes make_session_key(const session_config& config, auth::verifier_type verifier) {
    const auto& persona = *config.persona;
    const bool is_long = !persona.derives_keys() && verifier != auth::verifier_type::des;
    base::secret_bytes out(is_long ? long_session_key_size : session_key_size);
    auto drawn = out.writable();
    if (is_long && persona.pads_session_keys()) {
        const auto padding = drawn.subspan(padded_session_key_size);
        std::fill(padding.begin(), padding.end(), static_cast<std::uint8_t>(padding.size()));
        drawn = drawn.first(padded_session_key_size);
    }
    config.random(drawn);
    return out;
}

// What databases refuse right passwords with.
std::string refusal_text(std::uint32_t error) {
    static constexpr std::pair<std::uint32_t, std::string_view> texts[] = {
        {18, "ORA-00018: maximum number of sessions exceeded"},
        {20, "ORA-00020: maximum number of processes exceeded"},
        {1033, "ORA-01033: ORACLE initialization or shutdown in progress"},
        {1034, "ORA-01034: ORACLE not available"},
        {1035, "ORA-01035: ORACLE only available to users with RESTRICTED SESSION privilege"},
        {1045, "ORA-01045: user lacks CREATE SESSION privilege; logon denied"},
        {1089, "ORA-01089: immediate shutdown or close in progress - no operations are permitted"},
        {1109, "ORA-01109: database not open"},
        {2391, "ORA-02391: exceeded simultaneous SESSIONS_PER_USER limit"},
        {28000, "ORA-28000: The account is locked."},
        {28009, "ORA-28009: connection as SYS should be as SYSDBA or SYSOPER"}};
    const auto* const found =
        std::find_if(std::begin(texts), std::end(texts), [error](const auto& entry) { return entry.first == error; });
    if (found != std::end(texts)) return std::string(found->second);
    return values::ora_text(error);
}

}  // namespace

void logon::encode_challenge(ttc::encoder& c, const ttc::auth_request& request) {
    user_ = request.user;
    const bool derives_keys = config_->persona->derives_keys();
    wishes_ = {};
    read_wishes(request, wishes_);
    verifier_ = config_->account->verifier_of(user_);
    const auto server_key = make_session_key(*config_, verifier_->type);
    base::byte_buffer csk_salt(derives_keys ? salt_size : 0);
    config_->random(csk_salt);
    challenged_ =
        auth::make_challenge(*verifier_, server_key.view(), csk_salt, sder_rounds, challenge_) == auth::auth_errc::ok;

    const auto session_key = base::hex_upper(challenge_.session_key);
    // The salt of a 10g verifier is the user's name, which is not told.
    const auto salt = challenge_.type == auth::verifier_type::des ? std::string() : base::hex_upper(challenge_.salt);
    const auto csk = base::hex_upper(challenge_.csk_salt);
    const auto vgen = std::to_string(challenge_.vgen_count);
    const auto sder = std::to_string(challenge_.sder_count);
    ttc::auth_parameters reply;
    reply.pairs.push_back({"AUTH_SESSKEY", session_key, 0});
    reply.pairs.push_back({"AUTH_VFR_DATA", salt, static_cast<std::uint32_t>(challenge_.type)});
    if (derives_keys) {
        reply.pairs.push_back({"AUTH_PBKDF2_CSK_SALT", csk, 0});
        reply.pairs.push_back({"AUTH_PBKDF2_VGEN_COUNT", vgen, 0});
        reply.pairs.push_back({"AUTH_PBKDF2_SDER_COUNT", sder, 0});
    }
    reply.pairs.push_back({nul_ended("AUTH_GLOBALLY_UNIQUE_DBID\0"), config_->persona->database_id, 0});
    encode(c, reply);
}

std::uint32_t logon::check(const ttc::auth_request& request) {
    if (!challenged_) return ora_no_matching_protocol;
    challenged_ = false;  // one attempt for each challenge
    const auto proofs = proofs_of(request);
    auth::opened_logon opened;
    if (auth::open_logon(*verifier_, challenge_, proofs, opened) != auth::auth_errc::ok ||
        !config_->account->accepts(user_, opened.password.view())) {
        return ora_invalid_credentials;
    }
    read_wishes(request, wishes_);
    if (const auto error = refuse_wishes(); error != 0) return error;
    if (!proofs.new_password.empty() && !config_->account->change_password(opened.new_password.view())) {
        return ora_missing_password;
    }
    if (config_->account->has_expired()) return ora_password_expired;
    session_statement_ = value_of(request, "AUTH_ALTER_SESSION");
    if (!session_statement_.empty() && session_statement_.back() == '\0') session_statement_.pop_back();
    base::byte_buffer salt(salt_size);
    config_->random(salt);
    combo_key_ = std::move(opened.combo_key);
    return auth::make_server_response(combo_key_.view(), salt, server_proof_) == auth::auth_errc::ok
               ? 0
               : ora_invalid_credentials;
}

std::uint32_t logon::refuse_wishes() const {
    const auto knows = [](const std::vector<std::string>& names, const std::string& name) {
        return std::any_of(names.begin(), names.end(),
                           [&](const auto& each) { return canonical_user(each) == name; });
    };
    if (wishes_.privileges != 0 && !config_->is_administrator) return ora_insufficient_privileges;
    if (!wishes_.proxy_client.empty() && !knows(config_->proxy_clients, wishes_.proxy_client)) {
        return ora_proxy_not_authorized;
    }
    const bool knows_edition =
        wishes_.edition.empty() || wishes_.edition == default_edition || knows(config_->editions, wishes_.edition);
    return knows_edition ? 0 : ora_no_such_edition;
}

std::uint32_t logon::change_password(const ttc::auth_request& request) const {
    auth::opened_logon opened;
    if (auth::open_password_change(combo_key_.view(), proofs_of(request), opened) != auth::auth_errc::ok ||
        !config_->account->accepts(user_, opened.password.view())) {
        return ora_invalid_old_password;
    }
    return config_->account->change_password(opened.new_password.view()) ? 0 : ora_missing_password;
}

std::string logon::session_user() const {
    if (auto administrator = administrator_of(wishes_.privileges); !administrator.empty()) return administrator;
    return wishes_.proxy_client.empty() ? config_->account->user() : wishes_.proxy_client;
}

std::string logon::property_value(const session_property& property, const session_identity& identity) const {
    switch (property.source) {
    case property_source::fixed: return std::string(property.value);
    case property_source::session_id: return std::to_string(identity.session_id);
    case property_source::serial_number: return std::to_string(identity.serial_number);
    case property_source::process_id: return std::to_string(identity.process_id);
    case property_source::service_name: return base::lower_case(config_->service_name);
    case property_source::subscription:
        return std::string(property.value) + base::lower_case(config_->service_name) + "\"" + '\0';
    case property_source::database_name: return canonical_user(config_->service_name);
    case property_source::start_time: return start_time_text();
    case property_source::last_logon: return last_logon_text();
    case property_source::server_proof: return server_proof_;
    }
    return {};
}

void logon::encode_properties(ttc::encoder& c, const session_identity& identity) const {
    const auto& persona = *config_->persona;
    std::vector<std::string> values;
    values.reserve(persona.properties.size());
    ttc::auth_parameters reply;
    for (const auto& property : persona.properties) {
        values.push_back(property_value(property, identity));
        reply.pairs.push_back({property.key, values.back(), 0});
    }
    encode(c, reply);
}

std::string logon_error_text(const persona& persona, std::uint32_t error) {
    switch (error) {
    case ora_invalid_credentials: return "ORA-01017: " + std::string(persona.logon_denied);
    case ora_password_expired: return "ORA-28001: the password has expired";
    case ora_insufficient_privileges: return "ORA-01031: insufficient privileges";
    case ora_missing_password: return "ORA-00988: missing or invalid password(s)";
    case ora_invalid_old_password: return "ORA-28008: invalid old password";
    case ora_proxy_not_authorized: return "ORA-28150: proxy not authorized to connect as client";
    case ora_no_such_edition: return "ORA-38802: edition does not exist";
    case ora_no_matching_protocol: return "ORA-28040: No matching authentication protocol";
    default: return refusal_text(error);
    }
}

}  // namespace oraxx::sandbox
