// A recording's records as JSON: one document, one record a line. The forms are described in docs/guide/trace.md.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "trace/document.hpp"

namespace oraxx::cli {

void write_trace_json(const trace::trace_document& document, std::FILE* out);

// The records of what write_trace_json() wrote, or of an edited copy. nullopt and `error` filled when the text is no
// JSON, or holds something that no record or field has.
[[nodiscard]] std::optional<trace::trace_document> parse_trace_json(const std::string& text, std::string& error);

// "packets=N messages=M undecoded_bytes=K opaque_bytes=O"
[[nodiscard]] std::string summary_text(const trace::trace_summary& summary);

}  // namespace oraxx::cli
