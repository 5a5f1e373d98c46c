#include "config/server_identity.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::config {
namespace {

failure wrong_server(std::string message, std::string advice) {
    return values::unusable_failure(errc::tls_error, oraxx::phase::tls, std::move(message), std::move(advice));
}

std::vector<std::string> common_names(const base::distinguished_name& subject) {
    std::vector<std::string> out;
    for (const auto& relative : subject) {
        for (const auto& part : relative) {
            if (equal_ignoring_case(part.type, "CN")) out.push_back(part.value);
        }
    }
    return out;
}

// Wallet tools print names in either order.
bool is_same_name(const base::distinguished_name& a, const base::distinguished_name& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), base::is_same_relative_name) ||
           std::equal(a.begin(), a.end(), b.rbegin(), b.rend(), base::is_same_relative_name);
}

std::optional<failure> check_dn(const server_names& certificate, const std::string& wanted) {
    const auto name = base::parse_distinguished_name(wanted);
    if (!name) {
        return wrong_server("SSL_SERVER_CERT_DN is no distinguished name",
                            "write it like CN=db.example.com,O=Example,C=US");
    }
    if (is_same_name(certificate.subject, *name)) return std::nullopt;
    return wrong_server(
        "the server's certificate belongs to " + base::to_string(certificate.subject) + ", not to " + wanted,
        "check SSL_SERVER_CERT_DN; if it is right, this is another server");
}

std::string names_text(const std::vector<std::string>& names) {
    constexpr std::size_t most_told = 4;
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), most_told); ++i)
        out.append(i == 0 ? "" : ", ").append(names[i]);
    if (names.size() > most_told) out += ", ...";
    return out.empty() ? "no host" : out;
}

}  // namespace

bool host_matches(std::string_view pattern, std::string_view host) noexcept {
    if (equal_ignoring_case(pattern, host)) return true;
    const auto pattern_dot = pattern.find('.');
    const auto host_dot = host.find('.');
    if (pattern_dot == std::string_view::npos || host_dot == std::string_view::npos) return false;
    if (!equal_ignoring_case(pattern.substr(pattern_dot), host.substr(host_dot))) return false;
    const auto label = host.substr(0, host_dot);
    const auto star = pattern.find('*');
    if (star >= pattern_dot || pattern.find('*', star + 1) < pattern_dot) return false;
    const auto before = pattern.substr(0, star);
    const auto behind = pattern.substr(star + 1, pattern_dot - star - 1);
    return label.size() > before.size() + behind.size() &&
           equal_ignoring_case(label.substr(0, before.size()), before) &&
           equal_ignoring_case(label.substr(label.size() - behind.size()), behind);
}

std::optional<failure> check_server_identity(const server_names& certificate, const expected_server& wanted) {
    if (!wanted.certificate_dn.empty()) return check_dn(certificate, wanted.certificate_dn);
    auto names = certificate.dns_names;
    names.insert(names.end(), certificate.ip_addresses.begin(), certificate.ip_addresses.end());
    // The common name counts beside the alternative names: many database certificates have nothing else.
    for (auto& name : common_names(certificate.subject)) names.push_back(std::move(name));
    const auto covers_a_host = [&](const std::string& name) {
        return std::any_of(wanted.hosts.begin(), wanted.hosts.end(),
                           [&](const auto& host) { return host_matches(name, host); });
    };
    if (std::any_of(names.begin(), names.end(), covers_a_host)) return std::nullopt;
    const auto common = common_names(certificate.subject);
    if (wanted.weak_match && !wanted.service_name.empty() &&
        std::any_of(common.begin(), common.end(),
                    [&](const auto& name) { return equal_ignoring_case(name, wanted.service_name); })) {
        return std::nullopt;
    }
    return wrong_server("the server's certificate is for " + names_text(names) + ", not for " +
                            (wanted.hosts.empty() ? std::string("this host") : wanted.hosts.front()),
                        "connect by a name the certificate holds, or give its name as SSL_SERVER_CERT_DN");
}

}  // namespace oraxx::config
