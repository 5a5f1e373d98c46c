#include <utility>

#include <oraxx/config.hpp>

#include "base/secret.hpp"

namespace oraxx {
namespace {

// Overwrites all the memory the string owns, short inline text and spare capacity included, and empties it.
void wipe(std::string& text) noexcept {
    text.resize(text.capacity());
    base::wipe(text.data(), text.size());
    text.clear();
}

}  // namespace

secret::secret(secret&& other) noexcept : text_(std::move(other.text_)) {
    wipe(other.text_);  // short text was copied, not moved
}

secret& secret::operator=(secret&& other) noexcept {
    if (this != &other) {
        wipe(text_);
        text_ = std::move(other.text_);
        wipe(other.text_);
    }
    return *this;
}

secret::~secret() {
    wipe(text_);
}

connect_options connect_options::clone() const {
    // Naming every member makes a new one fail to compile here instead of being forgotten.
    const auto& [connect_string_, fetch_config_, config_directory_, user_, password_, new_password_, privilege_,
                 edition_, current_schema_, application_context_, tags_, connection_class_, purity_,
                 wallet_directory_, wallet_content_, wallet_password_, mode_, client_library_directory_,
                 connect_timeout_, call_timeout_, unacknowledged_limit_, autocommit_, statement_cache_size_, fetch_,
                 identity_, session_time_zone_, nls_, on_connect_step_, on_statement_, sql_in_errors_,
                 allow_10g_verifier_] = *this;
    return {.connect_string = connect_string_,
            .fetch_config = fetch_config_,
            .config_directory = config_directory_,
            .user = user_,
            .password = password_.clone(),
            .new_password = new_password_.clone(),
            .privilege = privilege_,
            .edition = edition_,
            .current_schema = current_schema_,
            .application_context = application_context_,
            .tags = tags_,
            .connection_class = connection_class_,
            .purity = purity_,
            .wallet_directory = wallet_directory_,
            .wallet_content = wallet_content_.clone(),
            .wallet_password = wallet_password_.clone(),
            .mode = mode_,
            .client_library_directory = client_library_directory_,
            .connect_timeout = connect_timeout_,
            .call_timeout = call_timeout_,
            .unacknowledged_limit = unacknowledged_limit_,
            .autocommit = autocommit_,
            .statement_cache_size = statement_cache_size_,
            .fetch = fetch_,
            .identity = identity_,
            .session_time_zone = session_time_zone_,
            .nls = nls_,
            .on_connect_step = on_connect_step_,
            .on_statement = on_statement_,
            .sql_in_errors = sql_in_errors_,
            .allow_10g_verifier = allow_10g_verifier_};
}

}  // namespace oraxx
