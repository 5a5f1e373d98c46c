#include <algorithm>

#include "base/ascii.hpp"
#include "config/names.hpp"
#include "config/ora_file.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

failure refused(std::string message) {
    failure out;
    out.code = errc::bad_connect_string;
    out.message = std::move(message);
    return out;
}

std::string beside(const std::string& path, std::string_view name) {
    const auto slash = path.rfind('/');
    if (name.front() == '/' || slash == std::string::npos) return std::string(name);
    return path.substr(0, slash + 1).append(name);
}

std::string_view unquoted(std::string_view text) noexcept {
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

result<tns_names> tns_names::load(const std::string& path, const file_reader& read) {
    tns_names out;
    std::vector<std::string> including;
    if (auto done = out.add_file(path, read, including); !done) return std::move(done).error();
    return out;
}

result<void> tns_names::add_file(const std::string& path, const file_reader& read,
                                 std::vector<std::string>& including) {
    if (std::find(including.begin(), including.end(), path) != including.end()) {
        return refused(path + " includes itself by IFILE");
    }
    if (including.size() >= static_cast<std::size_t>(max_include_depth)) {
        return refused(path + ": IFILE goes more than " + std::to_string(max_include_depth) + " files deep");
    }
    auto content = read(path);
    if (!content) return std::move(content).error();
    if (!*content) {
        if (!including.empty()) passed_over_.push_back(path + " (not there)");
        return {};
    }
    found_ = true;
    if ((*content)->size() > max_file_bytes) {
        return refused(path + " is larger than " + std::to_string(max_file_bytes >> 20U) + " MiB");
    }
    including.push_back(path);
    auto done = add_text(**content, path, read, including);
    including.pop_back();
    return done;
}

result<void> tns_names::add_text(std::string_view text, const std::string& path, const file_reader& read,
                                 std::vector<std::string>& including) {
    ora_file entries(text);
    ora_entry it;
    for (auto found = entries.next(it); found != ora_file::found::end; found = entries.next(it)) {
        if (found == ora_file::found::nonsense) {
            passed_over_.push_back(path + ", line " + std::to_string(entries.line()));
            continue;
        }
        if (equal_ignoring_case(it.names, "IFILE")) {
            const auto name = unquoted(it.value);
            if (name.empty()) continue;
            if (auto done = add_file(beside(path, name), read, including); !done) return done;
            continue;
        }
        for (auto names = it.names; !names.empty();) {
            const auto comma = std::min(names.find(','), names.size());
            const auto name = trimmed(names.substr(0, comma));
            if (!name.empty()) entries_[base::upper_case(name)] = it.value;
            names.remove_prefix(std::min(comma + 1, names.size()));
        }
    }
    return {};
}

const std::string* tns_names::find(std::string_view alias) const {
    const auto found = entries_.find(base::upper_case(alias));
    return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string> tns_names::aliases() const {
    std::vector<std::string> out;
    for (const auto& [name, value] : entries_) out.push_back(name);
    return out;
}

}  // namespace oraxx::config
