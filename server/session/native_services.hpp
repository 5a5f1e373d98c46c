// Answer to a request for native network encryption and its companions (NA): nothing is active.
#pragma once

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"
#include "server/session/persona.hpp"

namespace oraxx::sandbox {

// Does a DATA payload start with the container's mark?
[[nodiscard]] bool is_services_request(base::bytes_view payload) noexcept;

// Checks the container's header (no more: what clients want is not looked at). incomplete: more packets are needed;
// else `size` is the container's length.
base::decode_errc measure_services_request(base::bytes_view payload, std::size_t& size) noexcept;

void append_services_reply(base::byte_buffer& out, const persona& persona);

}  // namespace oraxx::sandbox
