#include "lambda/local/process_usage.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace oraxx::lambda::local {
namespace {

namespace fs = std::filesystem;

struct process_status {
    pid_t parent = 0;
    std::size_t peak_kib = 0;
    std::size_t resident_kib = 0;
};

// From /proc and not from wait4(): the latter's peak begins with the memory of the process that forked.
process_status status_of(const fs::path& folder) {
    std::ifstream source(folder / "status");
    process_status out;
    std::string line;
    const auto read = [&line](std::string_view name, auto& value) {
        if (line.compare(0, name.size(), name) != 0) return;
        const auto digits = line.find_first_of("0123456789");
        if (digits != std::string::npos) std::from_chars(line.data() + digits, line.data() + line.size(), value);
    };
    while (std::getline(source, line)) {
        read("PPid:", out.parent);
        read("VmHWM:", out.peak_kib);
        read("VmRSS:", out.resident_kib);
    }
    return out;
}

std::multimap<pid_t, pid_t> children_by_parent() {
    std::multimap<pid_t, pid_t> out;
    std::error_code ignored;  // processes come and go meanwhile
    for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
        const auto name = entry.path().filename().string();
        pid_t process = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), process).ec != std::errc()) continue;
        out.emplace(status_of(entry.path()).parent, process);
    }
    return out;
}

std::size_t descriptors_of(const fs::path& folder) {
    std::error_code gone;
    std::size_t count = 0;
    for (fs::directory_iterator at(folder / "fd", gone), end; !gone && at != end; at.increment(gone)) ++count;
    return count;
}

}  // namespace

process_usage usage_of(pid_t process) {
    process_usage out;
    const auto children = children_by_parent();
    std::vector<pid_t> open{process};
    while (!open.empty()) {
        const pid_t one = open.back();
        open.pop_back();
        const auto folder = fs::path("/proc") / std::to_string(one);
        const auto status = status_of(folder);
        out.peak_kib += status.peak_kib;
        out.resident_kib += status.resident_kib;
        out.descriptors += descriptors_of(folder);
        const auto [first, last] = children.equal_range(one);
        for (auto child = first; child != last; ++child) open.push_back(child->second);
    }
    return out;
}

}  // namespace oraxx::lambda::local
