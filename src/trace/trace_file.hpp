// The text form of a recorded conversation: '#' lines are notes, every other line is 'C' or 'S' (who sent it), a
// blank and the bytes in hexadecimal, one packet a line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace oraxx::trace {

// What one line holds, as the note "layer:" says.
enum class trace_layer : std::uint8_t {
    tns,            // whole packets
    ttc,            // message bodies without packet header and data flags
    ttc_decrypted,  // DATA payloads after decryption, each with its message authentication code
    tls,            // TLS records
    value,          // images of single values
    unknown,
};

struct trace_line {
    bool from_client = false;
    base::byte_buffer bytes{};
    std::size_t number = 0;  // 1-based line in the file
    std::string note{};      // the comment directly above it, without the mark
};

// A note or blank line as it stands.
struct trace_comment {
    std::size_t before_line = 0;  // index into trace_file::lines
    std::string text{};
};

struct trace_file {
    trace_layer layer = trace_layer::tns;
    std::vector<std::string> notes{};  // '#' lines before the first packet, without the mark
    std::vector<trace_line> lines{};
    std::vector<trace_comment> comments{};

    // Text after "key:" in the notes; empty when there is none.
    [[nodiscard]] std::string_view note(std::string_view key) const noexcept;
};

struct trace_error {
    std::size_t line = 0;
    std::string message{};
};

// nullopt and `error` filled when a line is neither a note nor a packet.
[[nodiscard]] std::optional<trace_file> parse_trace(std::string_view text, trace_error& error);

}  // namespace oraxx::trace
