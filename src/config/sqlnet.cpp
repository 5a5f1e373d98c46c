// sqlnet.ora: a table of the names that matter to a client that connects.
#include <algorithm>

#include "config/names.hpp"
#include "config/ora_file.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t longest_expire_time = 35'000;  // minutes: about 24 days

failure unreadable(std::string_view name, std::string_view expected) {
    failure out;
    out.code = errc::bad_connect_string;
    out.message = "sqlnet.ora: " + std::string(name) + " must be " + std::string(expected);
    return out;
}

result<void> set_duration(const ora_entry& it, std::optional<milliseconds>& out) {
    out = parse_duration(it.value);
    if (!out) return unreadable(it.names, "a duration like 20, 500 ms or 15 sec");
    if (*out == milliseconds::zero()) out.reset();
    return {};
}

result<void> set_switch(const ora_entry& it, std::optional<bool>& out) {
    out = parse_switch(it.value);
    if (!out) return unreadable(it.names, "ON or OFF");
    return {};
}

result<void> set_expire_time(const ora_entry& it, sqlnet_settings& out) {
    const auto minutes = parse_count(it.value, longest_expire_time);
    if (!minutes) return unreadable(it.names, "a number of minutes");
    out.expire_time = std::chrono::minutes(*minutes);
    return {};
}

result<void> set_sdu(const ora_entry& it, sqlnet_settings& out) {
    out.sdu = parse_count(it.value, largest_sdu);
    if (!out.sdu || *out.sdu < smallest_sdu) {
        return unreadable(it.names,
                          "a size from " + std::to_string(smallest_sdu) + " to " + std::to_string(largest_sdu));
    }
    return {};
}

void add_security(std::string_view name, std::string_view value, sqlnet_settings& out) {
    nv_pair pair;
    pair.name = name;
    pair.value = value;
    out.security.push_back(std::move(pair));
}

result<void> set_server_dn_match(const ora_entry& it, sqlnet_settings& out) {
    const auto on = parse_switch(it.value);
    if (!on) return unreadable(it.names, "ON or OFF");
    add_security("SSL_SERVER_DN_MATCH", *on ? "ON" : "OFF", out);
    return {};
}

// (SOURCE=(METHOD=FILE)(METHOD_DATA=(DIRECTORY=/some/where))), or a directory.
result<void> set_wallet_location(const ora_entry& it, sqlnet_settings& out) {
    if (it.value.front() != '(') {
        add_security("MY_WALLET_DIRECTORY", it.value, out);
        return {};
    }
    const auto tree = parse_nv(it.value);
    if (!tree) return unreadable(it.names, "(SOURCE=(METHOD=FILE)(METHOD_DATA=(DIRECTORY=...)))");
    const auto directory = nv_value(*tree, {"SOURCE", "METHOD_DATA", "DIRECTORY"});
    if (directory.empty()) return unreadable(it.names, "given a DIRECTORY");
    add_security("MY_WALLET_DIRECTORY", directory, out);
    return {};
}

struct known_setting {
    std::string_view name;
    result<void> (*set)(const ora_entry&, sqlnet_settings&);
};

constexpr known_setting known_settings[] = {
    {"NAMES.DEFAULT_DOMAIN",
     [](const ora_entry& it, sqlnet_settings& out) {
         out.default_domain = it.value;
         return result<void>{};
     }},
    {"SQLNET.OUTBOUND_CONNECT_TIMEOUT",
     [](const ora_entry& it, sqlnet_settings& out) { return set_duration(it, out.connect_timeout); }},
    {"TCP.CONNECT_TIMEOUT",
     [](const ora_entry& it, sqlnet_settings& out) { return set_duration(it, out.transport_connect_timeout); }},
    {"SQLNET.EXPIRE_TIME", set_expire_time},
    {"DEFAULT_SDU_SIZE", set_sdu},
    {"USE_SNI", [](const ora_entry& it, sqlnet_settings& out) { return set_switch(it, out.use_sni); }},
    {"SSL_SERVER_DN_MATCH", set_server_dn_match},
    {"SSL_VERSION",
     [](const ora_entry& it, sqlnet_settings& out) {
         add_security("SSL_VERSION", it.value, out);
         return result<void>{};
     }},
    {"WALLET_LOCATION", set_wallet_location},
};

}  // namespace

result<sqlnet_settings> parse_sqlnet(std::string_view text) {
    sqlnet_settings out;
    ora_file entries(text);
    ora_entry it;
    for (auto found = entries.next(it); found != ora_file::found::end; found = entries.next(it)) {
        if (found == ora_file::found::nonsense) continue;
        const auto* const known =
            std::find_if(std::begin(known_settings), std::end(known_settings),
                         [&](const auto& setting) { return equal_ignoring_case(setting.name, it.names); });
        if (known == std::end(known_settings)) continue;
        if (auto done = known->set(it, out); !done) return std::move(done).error();
    }
    return out;
}

void sqlnet_settings::fill_in(description& target) const {
    static const description open;
    if (!target.connect_timeout) target.connect_timeout = connect_timeout;
    if (transport_connect_timeout && target.transport_connect_timeout == open.transport_connect_timeout) {
        target.transport_connect_timeout = *transport_connect_timeout;
    }
    if (expire_time && target.expire_time == open.expire_time) target.expire_time = *expire_time;
    if (sdu && target.sdu == open.sdu) target.sdu = *sdu;
    if (use_sni.value_or(false)) target.use_sni = true;
    for (const auto& setting : security) {
        const bool said = std::any_of(target.security.begin(), target.security.end(),
                                      [&](const auto& pair) { return pair.is_named(setting.name); });
        if (!said) target.security.push_back(setting);
    }
}

}  // namespace oraxx::config
