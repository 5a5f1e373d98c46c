// ewallet.p12: PKCS#12, as Oracle's tools and others write it. Private to this folder.
#pragma once

#include "wallet/material.hpp"

namespace oraxx::wallet {

[[nodiscard]] bool is_pkcs12(std::string_view bytes) noexcept;
[[nodiscard]] result<material> read_pkcs12(std::string_view bytes, std::string_view password,
                                           const std::string& name);

}  // namespace oraxx::wallet
