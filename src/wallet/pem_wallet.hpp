// ewallet.pem: certificates and a private key, which may be encrypted. Private to this folder.
#pragma once

#include "wallet/material.hpp"

namespace oraxx::wallet {

[[nodiscard]] bool is_pem(std::string_view bytes) noexcept;
[[nodiscard]] result<material> read_pem(std::string_view text, std::string_view password, const std::string& name);

}  // namespace oraxx::wallet
