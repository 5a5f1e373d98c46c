// What a listener does with a CONNECT: which service is wanted, and the packet that answers.
#pragma once

#include "server/session/session_config.hpp"
#include "wire/tns/accept.hpp"
#include "wire/tns/connect.hpp"

namespace oraxx::sandbox {

// ORA numbers of a REFUSE.
inline constexpr std::uint32_t ora_unknown_sid = 12505;
inline constexpr std::uint32_t ora_unknown_service = 12514;
inline constexpr std::uint32_t ora_no_version = 12618;  // no version in common

// 0 when the descriptor `connect_data` names a service or SID this sandbox has, else the ORA number.
[[nodiscard]] std::uint32_t check_service(const session_config& config, std::string_view connect_data);

// SERVER=POOLED: a session of the server's pool (DRCP).
[[nodiscard]] bool asks_for_pool(std::string_view connect_data);

// `session_uuid` is 16 random bytes.
[[nodiscard]] wire::tns::accept make_accept(const session_config& config, const wire::tns::connect& request,
                                            base::bytes_view session_uuid);

[[nodiscard]] std::string refuse_text(std::uint32_t error);

}  // namespace oraxx::sandbox
