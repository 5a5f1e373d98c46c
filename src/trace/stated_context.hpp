// What the notes of a recording state about bytes that do not say it themselves: the release a fragment comes from,
// bytes in front that the source lacks, the columns of a row without its describe. The phrases that are understood
// are listed in docs/protocol/coverage.md.
#pragma once

#include <optional>

#include "trace/trace_file.hpp"
#include "wire/ttc/capabilities.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::trace {

// About the whole file.
struct stated_session {
    std::optional<wire::ttc::field_version> version{};
    std::optional<std::uint32_t> max_string_size{};
    bool single_turns = false;    // bodies that need not be of one session
    bool has_data_flags = false;  // each body begins with those of its packet
    bool is_wide = false;         // integers of an OCI client's machine
    bool single_packets = false;  // each is of a session of its own, but for an answer behind its request
    std::size_t mac_size = 0;     // bytes of the message authentication code behind each decrypted payload
};
[[nodiscard]] stated_session stated_session_of(const trace_file& file);

// About one line.
struct stated_body {
    enum class kind : std::uint8_t {
        messages,
        packet,  // a whole packet, header included
        accept,  // an ACCEPT without its header
        value,   // a single value, no message
    };
    kind holds = kind::messages;
    std::optional<wire::ttc::message_type> begun{};  // the message whose type byte is missing
    std::vector<std::uint8_t> columns{};             // types of the columns, where no describe tells them
    std::vector<std::uint8_t> binds{};               // likewise of the binds, where no request tells them
    std::vector<std::uint8_t> out_binds{};           // and of the OUT binds
    bool continues = false;                          // rows of the columns that were described last
};
[[nodiscard]] stated_body stated_body_of(const trace_file& file, const trace_line& line);

}  // namespace oraxx::trace
