// Reads the real-server captures (../shared/captures, or $ORAXX_CAPTURES) for tests.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace oraxx::test {

struct capture_packet {
    bool from_client = false;
    base::byte_buffer bytes{};
    std::size_t line = 0;  // 1-based line in the file
};

struct capture {
    std::string name{};                // file name without ".trace"
    std::vector<std::string> notes{};  // '#' lines without the mark
    std::vector<capture_packet> packets{};

    // Text after "# key:"; empty when there is none.
    [[nodiscard]] std::string note(std::string_view key) const;
};

// Folder of the captures; throws std::runtime_error that says how to set it when it is absent, so that a
// missing folder is a loud failure and never a silent skip.
[[nodiscard]] std::filesystem::path capture_folder();
// Folder of the value vectors (protocol/vectors beside the captures, or $ORAXX_VECTORS).
[[nodiscard]] std::filesystem::path vector_folder();

// The file of a capture, or of one of our own recordings of foreign clients, which lie in tests/golden.
[[nodiscard]] std::filesystem::path recording_path(const std::string& name);
[[nodiscard]] capture read_capture(const std::string& name);
[[nodiscard]] std::vector<std::string> capture_names();  // of real servers' captures, without ".trace", sorted

}  // namespace oraxx::test
