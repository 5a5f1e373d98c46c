#include "lambda/functions/statements/library.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

namespace oraxx::lambda::statements {
namespace {

constexpr std::string_view built_in = "-- name: tables\n-- default\nSELECT table_name FROM all_tables ORDER BY 1\n";
constexpr std::size_t most_files = 1000;

// nullopt when it cannot be read; never more than a byte beyond what is allowed.
std::optional<std::string> read_file(const std::filesystem::path& path) {
    struct closer {
        void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
    };
    const std::unique_ptr<std::FILE, closer> file(std::fopen(path.c_str(), "rbe"));
    if (file == nullptr) return std::nullopt;
    std::string out(max_file_bytes + 1, '\0');
    out.resize(std::fread(out.data(), 1, out.size(), file.get()));
    if (std::ferror(file.get()) != 0) return std::nullopt;
    return out;
}

statement_list parse_all(const std::vector<std::filesystem::path>& files) {
    statement_list out;
    for (const auto& path : files) {
        const auto name = path.filename().string();
        if (const auto text = read_file(path)) {
            parse_statement_file(name, *text, out);
        } else {
            out.mistakes.push_back({name, 0, "cannot be read"});
        }
    }
    return out;
}

statement_list only_mistake(const std::string& folder, std::string what) {
    statement_list out;
    out.mistakes.push_back({folder, 0, std::move(what)});
    return out;
}

}  // namespace

library::library() {
    parse_statement_file("built-in", built_in, list_);
}

library::library(statement_list list) : list_(std::move(list)) {
    check_together(list_);
}

library library::from_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code failed;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        if (at->path().extension() == ".sql") files.push_back(at->path());
    }
    if (failed) return library(only_mistake(folder, "cannot be listed: " + failed.message()));
    if (files.empty()) return library(only_mistake(folder, "holds no file whose name ends in .sql"));
    if (files.size() > most_files) return library(only_mistake(folder, "holds more than 1000 files"));
    std::sort(files.begin(), files.end());
    return library(parse_all(files));
}

const statement* library::find(std::string_view name) const noexcept {
    const auto& all = list_.statements;
    if (name.empty() && all.size() == 1) return &all.front();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const auto& one) { return name.empty() ? one.is_default : one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace oraxx::lambda::statements
