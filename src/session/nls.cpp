#include "session/nls.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace oraxx::session {
namespace {

struct nls_field {
    std::string nls_settings::*member;
    std::string_view parameter;
    std::uint16_t keyword;
    std::string_view logon_key;
};

// Language and territory come first: setting them sets others.
constexpr std::array nls_fields{
    nls_field{&nls_settings::language, "NLS_LANGUAGE", 16, "AUTH_NLS_LXLAN"},
    nls_field{&nls_settings::territory, "NLS_TERRITORY", 9, "AUTH_NLS_LXCTERRITORY"},
    nls_field{&nls_settings::currency, "NLS_CURRENCY", 0, "AUTH_NLS_LXCCURRENCY"},
    nls_field{&nls_settings::iso_currency, "NLS_ISO_CURRENCY", 1, "AUTH_NLS_LXCISOCURR"},
    nls_field{&nls_settings::dual_currency, "NLS_DUAL_CURRENCY", 52, "AUTH_NLS_LXCUNIONCUR"},
    nls_field{&nls_settings::numeric_characters, "NLS_NUMERIC_CHARACTERS", 2, "AUTH_NLS_LXCNUMERICS"},
    nls_field{&nls_settings::date_format, "NLS_DATE_FORMAT", 7, "AUTH_NLS_LXCDATEFM"},
    nls_field{&nls_settings::date_language, "NLS_DATE_LANGUAGE", 8, "AUTH_NLS_LXCDATELANG"},
    nls_field{&nls_settings::timestamp_format, "NLS_TIMESTAMP_FORMAT", 58, "AUTH_NLS_LXCSTMPFM"},
    nls_field{&nls_settings::timestamp_tz_format, "NLS_TIMESTAMP_TZ_FORMAT", 60, "AUTH_NLS_LXCSTZNFM"},
    nls_field{&nls_settings::calendar, "NLS_CALENDAR", 12, "AUTH_NLS_LXCCALENDAR"},
    nls_field{&nls_settings::sort, "NLS_SORT", 11, "AUTH_NLS_LXCSORT"},
    nls_field{&nls_settings::comp, "NLS_COMP", 50, "AUTH_NLS_LXCOMP"},
    nls_field{&nls_settings::length_semantics, "NLS_LENGTH_SEMANTICS", 61, "AUTH_NLS_LXLENSEMANTICS"},
};

void append_quoted(std::string& out, std::string_view value) {
    out.push_back('\'');
    for (const char c : value) {
        if (c == '\'') out.push_back('\'');
        out.push_back(c);
    }
    out.push_back('\'');
}

}  // namespace

std::string alter_session_text(std::string_view time_zone, const nls_settings& settings) {
    std::string out = "ALTER SESSION SET TIME_ZONE=";
    if (base::equal_ignoring_case(time_zone, "LOCAL") || base::equal_ignoring_case(time_zone, "DBTIMEZONE")) {
        out.append(time_zone);  // words of SQL, not names of zones
    } else {
        append_quoted(out, time_zone);
    }
    for (const auto& field : nls_fields) {
        const auto& value = settings.*field.member;
        if (value.empty()) continue;
        out.append(" ").append(field.parameter).append("=");
        append_quoted(out, value);
    }
    return out;
}

bool take_nls_keyword(std::uint16_t keyword, std::string_view value, nls_settings& settings) {
    const auto* field =
        std::find_if(nls_fields.begin(), nls_fields.end(), [&](const auto& f) { return f.keyword == keyword; });
    if (field == nls_fields.end()) return false;
    settings.*field->member = std::string(value);
    return true;
}

void take_nls_pairs(const std::vector<wire::ttc::key_value>& pairs, nls_settings& settings) {
    for (const auto& field : nls_fields) {
        if (const auto* pair = wire::ttc::find(pairs, field.logon_key)) {
            settings.*field.member = std::string(pair->value);
        }
    }
}

}  // namespace oraxx::session
