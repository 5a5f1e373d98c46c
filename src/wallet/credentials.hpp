// Stored credentials (SEPS): secret bags of a PKCS#12 file with names and values. Private to this folder.
#pragma once

#include <openssl/pkcs12.h>

#include <map>

#include "wallet/wallet.hpp"

namespace oraxx::wallet {

// Puts the bags of a wallet together: connect string, user and password of a login come in one each.
class credential_collector {
public:
    // Bags of other kinds are passed over.
    void add(const PKCS12_SAFEBAG* bag);
    // In the order of their numbers; what lacks its connect string is left out.
    [[nodiscard]] std::vector<stored_credential> take();

private:
    std::map<std::string, stored_credential> by_number_{};
};

}  // namespace oraxx::wallet
