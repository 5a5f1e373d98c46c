// NLS settings: their three names (the parameter in SQL, the keyword in session news, the key in the logon answer),
// and the statement that logon carries.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <oraxx/config.hpp>

#include "wire/ttc/key_value.hpp"

namespace oraxx::session {

// ALTER SESSION for logon: the time zone and whatever settings are not empty. Values are quoted.
[[nodiscard]] std::string alter_session_text(std::string_view time_zone, const nls_settings& settings);

// Takes the value of a keyword of session news. False: it is none of NLS.
bool take_nls_keyword(std::uint16_t keyword, std::string_view value, nls_settings& settings);
// Takes what the logon answer says of NLS.
void take_nls_pairs(const std::vector<wire::ttc::key_value>& pairs, nls_settings& settings);

}  // namespace oraxx::session
