#include "config/security.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::config {
namespace {

constexpr std::string_view highest_net_version = "V3.319";
constexpr std::size_t longest_route = 256;

failure unreadable(const nv_pair& pair, std::string_view expected) {
    return values::unusable_failure(errc::bad_connect_string, oraxx::phase::none,
                                    pair.name + " must be " + std::string(expected));
}

result<void> set_switch(const nv_pair& pair, bool& out) {
    const auto on = parse_switch(pair.value);
    if (!on) return unreadable(pair, "ON or OFF");
    out = *on;
    return {};
}

// "1.2", "TLSv1.3", "1.2 or 1.1", "(TLSv1.2,TLSv1.3)"; "undetermined" and "0" leave it to the two sides.
result<void> set_versions(const nv_pair& pair, tls_settings& out) {
    const std::string_view text = pair.value;
    constexpr std::string_view separators = " \t,()";
    bool found_1_2 = false;
    bool found_1_3 = false;
    for (std::size_t at = text.find_first_not_of(separators); at < text.size();) {
        const auto end = std::min(text.find_first_of(separators, at), text.size());
        auto word = text.substr(at, end - at);
        at = std::min(text.find_first_not_of(separators, end), text.size());
        if (equal_ignoring_case(word, "undetermined") || equal_ignoring_case(word, "any") || word == "0") return {};
        if (equal_ignoring_case(word, "or") || equal_ignoring_case(word, "and")) continue;
        if (equal_ignoring_case(word.substr(0, 4), "TLSv")) word.remove_prefix(4);
        found_1_2 = found_1_2 || word == "1.2";
        found_1_3 = found_1_3 || word == "1.3";
        if (word != "1.2" && word != "1.3" && word != "1.1" && word != "1.0" && word != "1" && word != "3.0") {
            return unreadable(pair, "a list of TLSv1.2 and TLSv1.3");
        }
    }
    if (!found_1_2 && !found_1_3) {
        return values::unusable_failure(errc::unsupported, oraxx::phase::none,
                                        pair.name + " allows no TLS version that is spoken here",
                                        "older versions than 1.2 are unsafe: name TLSv1.2 or TLSv1.3");
    }
    out.allows_tls_1_2 = found_1_2;
    out.allows_tls_1_3 = found_1_3;
    return {};
}

// A directory, or (SOURCE=(METHOD=FILE)(METHOD_DATA=(DIRECTORY=...))).
result<void> set_wallet(const nv_pair& pair, tls_settings& out) {
    const auto directory = pair.children.empty() ? std::string_view(pair.value)
                                                 : nv_value(pair, {pair.name, "SOURCE", "METHOD_DATA", "DIRECTORY"});
    if (directory.empty()) return unreadable(pair, "a directory");
    out.trusts_system_only = equal_ignoring_case(directory, "SYSTEM");
    out.wallet_directory = out.trusts_system_only ? std::string() : std::string(directory);
    return {};
}

result<void> set(const nv_pair& pair, std::string_view name, tls_settings& out) {
    if (equal_ignoring_case(name, "SSL_SERVER_DN_MATCH")) return set_switch(pair, out.matches_server);
    if (equal_ignoring_case(name, "SSL_ALLOW_WEAK_DN_MATCH")) return set_switch(pair, out.weak_match);
    if (equal_ignoring_case(name, "SSL_VERSION")) return set_versions(pair, out);
    if (equal_ignoring_case(name, "MY_WALLET_DIRECTORY") || equal_ignoring_case(name, "WALLET_LOCATION")) {
        return set_wallet(pair, out);
    }
    if (equal_ignoring_case(name, "SSL_SERVER_CERT_DN")) out.server_dn = pair.value;
    return {};
}

std::string measured(char kind, std::string_view value) {
    return kind + std::to_string(value.size()) + "." + std::string(value) + ".";
}

std::string_view letter_of(server_type type) noexcept {
    switch (type) {
    case server_type::any: return {};
    case server_type::dedicated: return "d";
    case server_type::shared: return "s";
    case server_type::pooled: return "p";
    }
    return {};
}

// What CONNECT_DATA may hold besides: the listener needs none of it to find the server.
bool can_be_left_out(const nv_pair& pair) {
    const auto named = [&pair](std::string_view name) { return pair.is_named(name); };
    static constexpr std::string_view harmless[] = {
        "COLOCATION_TAG", "CONNECTION_ID_PREFIX", "POOL_BOUNDARY", "POOL_CONNECTION_CLASS",
        "POOL_NAME",      "POOL_PURITY",          "SERVICE_TAG"};
    return std::any_of(std::begin(harmless), std::end(harmless), named);
}

bool fits_route(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
}

}  // namespace

result<tls_settings> tls_settings_of(const description& target) {
    tls_settings out;
    for (const auto& pair : target.security) {
        // The names begin with TLS_ as well.
        std::string name = pair.name;
        if (equal_ignoring_case(std::string_view(name).substr(0, 4), "TLS_")) name.replace(0, 3, "SSL");
        if (auto done = set(pair, name, out); !done) return std::move(done).error();
    }
    return out;
}

std::string listener_route(const description& target) {
    const auto& extras = target.connect_data_extras;
    if (!target.use_sni || target.service_name.empty() ||
        !std::all_of(extras.begin(), extras.end(), can_be_left_out)) {
        return {};
    }
    std::string out = measured('S', target.service_name);
    if (!target.instance_name.empty()) out += measured('I', target.instance_name);
    if (target.server != server_type::any) out += measured('T', letter_of(target.server));
    for (const auto& pair : extras) {
        if (pair.is_named("COLOCATION_TAG")) out += measured('C', pair.value);
    }
    out += highest_net_version;
    const bool fits = out.size() <= longest_route && std::all_of(out.begin(), out.end(), fits_route);
    return fits ? out : std::string();
}

}  // namespace oraxx::config
