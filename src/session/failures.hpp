// Failures as the session sees them: what the server answered, or how the peer broke the protocol.
#pragma once

#include <oraxx/error.hpp>

#include "wire/ttc/error_info.hpp"

namespace oraxx::session {

// Databases from 23ai on tell the values at fault in lines of their own, "ORA-03302: (ORA-01722 details) invalid
// string value: ...": the text without them. Errors are logged; rows and binds are not to be.
[[nodiscard]] std::string without_values(std::string_view message);

// The server ended a call with an ORA- number. `offset_is_meaningful`: the call carried SQL text.
[[nodiscard]] failure server_failure(const wire::ttc::error_info& info, oraxx::phase phase,
                                     bool offset_is_meaningful);

// The peer sent something the protocol does not allow; the connection is out of step.
[[nodiscard]] failure protocol_failure(oraxx::phase phase, std::string what);

// The session is gone after this number: the connection must be replaced.
[[nodiscard]] bool ends_session(std::uint32_t ora_code) noexcept;

// Likely cause and next step for well-known numbers; empty for the rest.
[[nodiscard]] std::string_view advice_for(int ora_code) noexcept;

// A server's text without the line feeds and NUL bytes at its end.
[[nodiscard]] std::string trimmed_message(std::string_view text);

}  // namespace oraxx::session
