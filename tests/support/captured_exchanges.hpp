// The statement exchanges of a recorded session: what was asked and the packets that answered it.
#pragma once

#include <string>
#include <vector>

#include "support/captures.hpp"
#include "wire/ttc/bind_metadata.hpp"
#include "wire/ttc/capabilities.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::test {

struct exchange {
    wire::ttc::function_code function{};
    std::string sql{};                                // execute with text
    std::uint32_t cursor_id = 0;                      // execute without text, re-execute, fetch
    std::vector<wire::ttc::bind_metadata> binds{};    // described with the execute; without the ids of types
    std::vector<std::uint32_t> closed_cursors{};      // by piggyback, before the call
    std::uint32_t bind_rows = 1;                      // of the execute: rows bound
    bool defines = false;                             // columns otherwise than the server described them
    bool batch_errors = false;                        // asked for with the execute
    bool row_counts = false;                          // likewise
    std::vector<base::byte_buffer> answer{};          // server packets, whole
    std::vector<base::byte_buffer> client_markers{};  // what the recorded client sent in between
    std::size_t line = 0;                             // of the request, in the capture file
};

struct captured_session {
    wire::ttc::capabilities caps{};     // as negotiated in this session
    std::vector<exchange> exchanges{};  // after logon, in order
};

// Throws std::runtime_error when the capture does not hold a complete thin session.
[[nodiscard]] captured_session read_exchanges(const std::string& capture_name);

}  // namespace oraxx::test
