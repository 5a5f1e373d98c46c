// cwallet.sso: a PKCS#12 file with its password in front, for programs that nobody can ask. Private to this folder.
#pragma once

#include "wallet/material.hpp"

namespace oraxx::wallet {

[[nodiscard]] bool is_sso(std::string_view bytes) noexcept;
[[nodiscard]] result<material> read_sso(std::string_view bytes, const std::string& name);

}  // namespace oraxx::wallet
