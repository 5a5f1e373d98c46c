#include "server/session/logon_wishes.hpp"

#include "server/session/account.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

struct privilege_user {
    std::uint32_t privilege;
    std::string_view user;
};
constexpr privilege_user administrators[] = {
    {ttc::auth_mode::sysdba, "SYS"},          {ttc::auth_mode::sysoper, "PUBLIC"}, {ttc::auth_mode::sysasm, "SYS"},
    {ttc::auth_mode::sysbackup, "SYSBACKUP"}, {ttc::auth_mode::sysdg, "SYSDG"},    {ttc::auth_mode::syskm, "SYSKM"},
    {ttc::auth_mode::sysrac, "SYSRAC"}};

struct identity_key {
    std::string_view key;
    std::string_view attribute;  // of USERENV
};
constexpr identity_key identity_keys[] = {{"AUTH_TERMINAL", "TERMINAL"},
                                          {"AUTH_PROGRAM_NM", "CLIENT_PROGRAM_NAME"},
                                          {"AUTH_MACHINE", "HOST"},
                                          {"AUTH_SID", "OS_USER"}};

std::string_view plain(std::string_view text) noexcept {
    if (!text.empty() && text.back() == '\0') text.remove_suffix(1);
    return text;
}

void read_pair(std::string_view key, std::string_view value, logon_wishes& out) {
    if (key == "PROXY_CLIENT_NAME") {
        out.proxy_client = canonical_user(value);
    } else if (key == "AUTH_ORA_EDITION") {
        out.edition = canonical_user(value);
    } else if (key == "AUTH_KPPL_PURITY") {
        out.wants_fresh_session = value == "1";
    } else if (key == "AUTH_APPCTX_NSPACE") {
        out.values.push_back({.name_space = std::string(value)});
    } else if (key == "AUTH_APPCTX_ATTR" && !out.values.empty()) {
        out.values.back().attribute = value;
    } else if (key == "AUTH_APPCTX_VALUE" && !out.values.empty()) {
        out.values.back().value = value;
    }
}

}  // namespace

void read_wishes(const ttc::auth_request& request, logon_wishes& out) {
    for (const auto& each : administrators) out.privileges |= request.mode & each.privilege;
    for (const auto& [key, attribute] : identity_keys) {
        const auto* told = ttc::find(request.pairs, key);
        if (told != nullptr) out.values.push_back({"USERENV", std::string(attribute), std::string(told->value)});
    }
    for (const auto& pair : request.pairs) read_pair(plain(pair.key), plain(pair.value), out);
}

std::string administrator_of(std::uint32_t privileges) {
    for (const auto& each : administrators) {
        if ((privileges & each.privilege) != 0) return std::string(each.user);
    }
    return {};
}

}  // namespace oraxx::sandbox
