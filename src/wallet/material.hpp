// From the certificates and keys of a wallet to what TLS is given. Private to this folder.
#pragma once

#include "wallet/openssl_ptr.hpp"
#include "wallet/wallet.hpp"

namespace oraxx::wallet {

// What a wallet holds, as it was found.
struct material {
    std::vector<certificate_ptr> certificates{};
    key_ptr key{};  // null: none
    std::vector<stored_credential> credentials{};
};

// errc::tls_error: "wallet NAME: message".
[[nodiscard]] failure wallet_failure(const std::string& name, const std::string& message, std::string advice = {});

// Every certificate is trusted; with a key, the one that belongs to it and its issuers make the client's chain.
[[nodiscard]] result<contents> contents_of(material found, const std::string& name);

}  // namespace oraxx::wallet
