#include "support/captures.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "base/hex.hpp"

namespace oraxx::test {
namespace {

std::filesystem::path folder(const char* variable, const char* below_shared, const char* what) {
    if (const char* set = std::getenv(variable); set != nullptr && *set != '\0') return set;
    const std::filesystem::path source = ORAXX_SOURCE_DIR;
    for (auto at = source; at != at.root_path(); at = at.parent_path()) {
        auto candidate = at.parent_path() / "shared" / below_shared;
        if (std::filesystem::is_directory(candidate)) return candidate;
    }
    throw std::runtime_error(std::string("no ") + what + " found: set " + variable + " to their folder (expected " +
                             (source.parent_path() / "shared" / below_shared).string() + ")");
}

}  // namespace

std::string capture::note(std::string_view key) const {
    const std::string head = std::string(key) + ":";
    for (const auto& line : notes) {
        if (line.rfind(head, 0) == 0) {
            const auto at = line.find_first_not_of(' ', head.size());
            return at == std::string::npos ? std::string{} : line.substr(at);
        }
    }
    return {};
}

std::filesystem::path capture_folder() {
    return folder("ORAXX_CAPTURES", "captures", "captures of real servers");
}

std::filesystem::path vector_folder() {
    return folder("ORAXX_VECTORS", "protocol/vectors", "value vectors");
}

std::filesystem::path recording_path(const std::string& name) {
    auto own = std::filesystem::path(ORAXX_SOURCE_DIR) / "tests/golden" / (name + ".trace");
    return std::filesystem::exists(own) ? own : capture_folder() / (name + ".trace");
}

capture read_capture(const std::string& name) {
    const auto path = recording_path(name);
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read capture " + path.string());
    capture out;
    out.name = name;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.empty()) continue;
        if (line[0] == '#') {
            const auto at = line.find_first_not_of("# ");
            out.notes.push_back(at == std::string::npos ? std::string{} : line.substr(at));
            continue;
        }
        auto bytes = base::parse_hex(std::string_view(line).substr(1));
        if (!bytes || (line[0] != 'C' && line[0] != 'S')) {
            throw std::runtime_error(path.string() + ":" + std::to_string(number) + ": not a packet line");
        }
        out.packets.push_back({line[0] == 'C', std::move(*bytes), number});
    }
    return out;
}

std::vector<std::string> capture_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(capture_folder())) {
        if (entry.path().extension() == ".trace") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace oraxx::test
