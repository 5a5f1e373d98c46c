// Zip files, as consoles hand wallets out: read from memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <oraxx/config.hpp>
#include <oraxx/result.hpp>

namespace oraxx::wallet {

[[nodiscard]] bool is_archive(std::string_view bytes) noexcept;
// A member, whatever the case of its name; nullopt: there is none. errc::tls_error: it is damaged, or larger than
// max_wallet_bytes.
[[nodiscard]] result<std::optional<secret>> read_member(std::string_view archive, const std::string& name);

}  // namespace oraxx::wallet
