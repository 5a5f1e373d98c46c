// Messages 1 and 2: the persona's answers, and what both sides then agree on.
#pragma once

#include "server/session/session_config.hpp"
#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/data_types.hpp"
#include "wire/ttc/protocol.hpp"

namespace oraxx::sandbox {

// The reply to message 1. `fast_auth_flags` is null for a message 1 of its own, else the flags of the data types
// message that came in the same FAST_AUTH: that reply repeats one of them.
void encode_protocol_reply(wire::ttc::encoder& c, const session_config& config, std::string_view client_name,
                           const std::uint8_t* fast_auth_flags);

// The data types both sides support, as the reply to message 2 lists them: the client's own choice for every type
// both know, a bare number for the others.
[[nodiscard]] wire::ttc::data_type_list agree_on_types(const persona& persona,
                                                       const wire::ttc::data_type_list& offered);

// What both sides agreed on; `types` as agree_on_types() made them.
[[nodiscard]] wire::ttc::capabilities negotiate_capabilities(const persona& persona,
                                                             const wire::ttc::data_types_request& request,
                                                             const wire::ttc::data_type_list& types) noexcept;

// The reply to message 2; the encoder has the capabilities that were negotiated.
void encode_data_types_reply(wire::ttc::encoder& c, const session_config& config, wire::ttc::data_types_reply reply);

}  // namespace oraxx::sandbox
