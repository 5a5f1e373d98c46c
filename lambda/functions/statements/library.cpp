#include "lambda/functions/statements/library.hpp"

#include <dirent.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "transport/system.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::string_view built_in = "-- name: tables\n-- default\nSELECT table_name FROM all_tables ORDER BY 1\n";
constexpr std::size_t most_files = 1000;
constexpr std::string_view suffix = ".sql";

// An opened folder; null when it cannot be opened.
struct folder_closer {
    void operator()(::DIR* opened) const noexcept { (void)::closedir(opened); }
};
using opened_folder = std::unique_ptr<::DIR, folder_closer>;

opened_folder open_folder(const std::string& path) noexcept {
    return opened_folder(::opendir(path.c_str()));
}

statement_list parse_all(const std::string& folder, const std::vector<std::string>& names) {
    statement_list out;
    for (const auto& name : names) {
        // A byte more than is allowed, so that the parser tells that there is too much.
        const auto text = transport::read_file(folder + '/' + name, max_file_bytes + 1);
        if (text && *text) {
            parse_statement_file(name, **text, out);
        } else {
            out.mistakes.push_back({name, 0, text ? "is not there" : text.error().message});
        }
    }
    return out;
}

// The names of a folder's .sql files in their order; nullopt when it cannot be listed.
std::optional<std::vector<std::string>> list_files(const std::string& folder) {
    const auto opened = open_folder(folder);
    if (opened == nullptr) return std::nullopt;
    std::vector<std::string> out;
    // Each thread may read a folder of its own.
    while (const auto* entry = ::readdir(opened.get())) {  // NOLINT(concurrency-mt-unsafe)
        const std::string_view name = entry->d_name;
        if (name.size() > suffix.size() && name.ends_with(suffix)) out.emplace_back(name);
    }
    std::sort(out.begin(), out.end());
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
    const auto files = list_files(folder);
    if (!files) return library(only_mistake(folder, "cannot be listed: is it a folder, and readable?"));
    if (files->empty()) return library(only_mistake(folder, "holds no file whose name ends in .sql"));
    if (files->size() > most_files) return library(only_mistake(folder, "holds more than 1000 files"));
    return library(parse_all(folder, *files));
}

bool library::is_folder(const std::string& path) noexcept {
    return open_folder(path) != nullptr;
}

const statement* library::find(std::string_view name) const noexcept {
    const auto& all = list_.statements;
    if (name.empty() && all.size() == 1) return &all.front();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const auto& one) { return name.empty() ? one.is_default : one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace oraxx::lambda::statements
