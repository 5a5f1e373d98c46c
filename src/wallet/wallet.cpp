#include "wallet/wallet.hpp"

#include "wallet/pem_wallet.hpp"

namespace oraxx::wallet {

result<contents> open(std::string_view bytes, std::string_view password, const std::string& name) {
    if (bytes.size() > max_wallet_bytes) return wallet_failure(name, "it is larger than 4 MiB");
    if (!is_pem(bytes)) {
        return wallet_failure(name, "it is no wallet that can be read here", "give an ewallet.pem");
    }
    const auto found = read_pem(bytes, password, name);
    if (!found) return found.error();
    return contents_of(*found, name);
}

}  // namespace oraxx::wallet
