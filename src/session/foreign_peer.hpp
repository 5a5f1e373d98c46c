// Who answers when it is no Oracle listener: told from the first bytes it sent.
#pragma once

#include <optional>

#include <oraxx/error.hpp>

#include "base/bytes.hpp"

namespace oraxx::session {

// errc::not_oracle, naming the protocol, when `first` begins as one that stands on wrong ports in practice; nullopt
// when nothing is known of it, as of the beginning of an Oracle Net packet.
[[nodiscard]] std::optional<failure> recognised_peer(base::bytes_view first);
// The same, for bytes that are no Oracle Net packet: what nobody knows is shown, as much of it as helps.
[[nodiscard]] failure foreign_peer(base::bytes_view first);

}  // namespace oraxx::session
