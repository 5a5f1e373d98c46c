#include "backend/thin/secure_channel.hpp"

#include "backend/thin/find_wallet.hpp"
#include "config/server_identity.hpp"

namespace oraxx::backend::thin {
namespace {

transport::identity_check check_for(const config::tls_settings& settings, const std::vector<std::string>& hosts,
                                    const std::string& service_name) {
    if (!settings.matches_server) return {};
    config::expected_server wanted{.certificate_dn = settings.server_dn,
                                   .hosts = hosts,
                                   .service_name = service_name,
                                   .weak_match = settings.weak_match};
    return [wanted = std::move(wanted)](const transport::peer_certificate& shown) {
        return config::check_server_identity({shown.subject, shown.dns_names, shown.ip_addresses}, wanted);
    };
}

}  // namespace

result<secure_channel> secure_channel::prepare(const config::description& where, const connect_options& options,
                                               const config::config_files& files) {
    auto settings = config::tls_settings_of(where);
    if (!settings) return std::move(settings).error();
    transport::tls_options tls;
    if (!settings->allows_tls_1_2) tls.oldest = transport::tls_version::tls_1_3;
    if (!settings->allows_tls_1_3) tls.newest = transport::tls_version::tls_1_2;
    const bool wallet_is_given = !options.wallet_content.empty() || !options.wallet_directory.empty();
    if (wallet_is_given || !settings->trusts_system_only) {
        auto wallet = find_wallet(options, settings->wallet_directory, files);
        if (!wallet) return std::move(wallet).error();
        if (*wallet) {
            tls.trusted_certificates = std::move((*wallet)->trusted_certificates);
            tls.certificate_chain = std::move((*wallet)->certificate_chain);
            tls.private_key = std::move((*wallet)->private_key);
        }
    }
    tls.trusts_public_roots = tls.trusted_certificates.empty();
    auto context = transport::tls_context::make(tls);
    if (!context) return std::move(context).error();
    return secure_channel(where, *std::move(settings), *std::move(context));
}

result<transport::tls_connect_result> secure_channel::shake_hands(
    std::unique_ptr<transport::stream> inner, const peer& with, const transport::wakeup& wake,
    std::chrono::steady_clock::time_point deadline) const {
    // The server process behind a listener is asked for nothing by name.
    const auto route = with.is_listener ? config::listener_route(*where_) : std::string();
    return transport::connect_tls(std::move(inner), context_, route,
                                  check_for(settings_, with.hosts, where_->service_name), wake, deadline);
}

}  // namespace oraxx::backend::thin
