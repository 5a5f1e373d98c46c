// Wallets: what a client holds for TLS, from the bytes of a wallet file. Knows certificates, keys and stored
// credentials; opens no file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/config.hpp>
#include <oraxx/result.hpp>

namespace oraxx::wallet {

// A login of the secure external password store (SEPS).
struct stored_credential {
    std::string connect_string{};  // or the alias it is for
    std::string user{};
    secret password{};
};

// Texts are PEM.
struct contents {
    std::string trusted_certificates{};
    std::string certificate_chain{};  // the client's own, leaf first; empty: none
    secret private_key{};             // of the leaf, not encrypted
    std::vector<stored_credential> credentials{};
};

// Largest wallet read.
inline constexpr std::size_t max_wallet_bytes = std::size_t{4} << 20U;

// Opens a wallet by what its bytes are: cwallet.sso, ewallet.pem, ewallet.p12, or a zip of such files. `name` is for
// messages only. errc::tls_error says what is wrong: another kind of file, a password that is missing or wrong, a
// cipher that is no longer there, a key without its certificate.
[[nodiscard]] result<contents> open(std::string_view bytes, std::string_view password, const std::string& name);

// The bytes of a file of that name; nullopt: there is none.
using file_source = std::function<result<std::optional<secret>>(const std::string& name)>;
// Opens what a folder holds: the first of cwallet.sso, ewallet.pem and ewallet.p12 that opens. nullopt: it holds none
// of them.
[[nodiscard]] result<std::optional<contents>> open_folder(const file_source& files, std::string_view password,
                                                          const std::string& name);

}  // namespace oraxx::wallet
