// Whole recordings, read with the code under test: captures of real servers, and our own recordings of foreign
// clients in tests/golden.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "support/captures.hpp"
#include "trace/trace_file.hpp"

namespace oraxx::test {

// Text of the recording with this name (without ".trace").
inline std::string trace_text(const std::string& name) {
    std::ifstream in(recording_path(name), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (text.empty()) throw std::runtime_error("cannot read recording " + name);
    return text;
}

inline trace::trace_file parsed_trace(const std::string& name) {
    trace::trace_error error;
    auto file = trace::parse_trace(trace_text(name), error);
    if (!file || file->lines.empty()) throw std::runtime_error("no recording: " + name);
    return *std::move(file);
}

}  // namespace oraxx::test
