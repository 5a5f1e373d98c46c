// TLS for the addresses of one description: what its SECURITY section, sqlnet.ora and the options say, made ready
// for handshakes.
#pragma once

#include <oraxx/config.hpp>

#include "config/names.hpp"
#include "config/security.hpp"
#include "transport/tls.hpp"

namespace oraxx::backend::thin {

class secure_channel {
public:
    // Borrows the description. errc::tls_error when the wallet cannot be opened, errc::bad_connect_string when the
    // section makes no sense.
    [[nodiscard]] static result<secure_channel> prepare(const config::description& where,
                                                        const connect_options& options,
                                                        const config::config_files& files);

    // A peer to shake hands with.
    struct peer {
        std::vector<std::string> hosts{};  // it must show a certificate for one of them
        bool is_listener = true;           // false: the server process behind it, in the second handshake
    };
    [[nodiscard]] result<transport::tls_connect_result> shake_hands(
        std::unique_ptr<transport::stream> inner, const peer& with, const transport::wakeup& wake,
        std::chrono::steady_clock::time_point deadline) const;

private:
    secure_channel(const config::description& where, config::tls_settings settings,
                   std::shared_ptr<const transport::tls_context> context)
        : where_(&where), settings_(std::move(settings)), context_(std::move(context)) {}

    const config::description* where_;
    config::tls_settings settings_;
    std::shared_ptr<const transport::tls_context> context_;
};

}  // namespace oraxx::backend::thin
