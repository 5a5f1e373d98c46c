// From a connect string in whatever form to a descriptor.
#include <algorithm>
#include <utility>

#include "config/easy_connect.hpp"
#include "config/names.hpp"
#include "config/text.hpp"

namespace oraxx::config {
namespace {

// A word without any of these is an alias; taking it for a host would connect somewhere else than meant.
constexpr std::string_view never_in_alias = "/:[,;(?@";

// Letters to change, add or leave out to make `a` of `b`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (to_lower(a[i - 1]) == to_lower(b[j - 1]) ? 0U : 1U);
            diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

// Is `other` what was meant? Mistyped in every third letter at most, or without its domain.
bool is_near(std::string_view alias, std::string_view other) {
    constexpr std::size_t longest = 128;  // a name; longer ones are not worth the work
    if (alias.size() > longest || other.size() > longest) return false;
    const auto bare = [](std::string_view name) { return name.substr(0, name.find('.')); };
    return edit_distance(alias, other) <= (alias.size() + 1) / 3 || equal_ignoring_case(bare(alias), bare(other));
}

// "did you mean ORDERS or ORDERS2?", or how many there are.
std::string known_aliases(std::string_view alias, const std::vector<std::string>& names) {
    constexpr std::size_t most_told = 3;
    std::string near;
    std::size_t told = 0;
    for (const auto& name : names) {
        if (!is_near(alias, name) || told == most_told) continue;
        near.append(told++ == 0 ? "" : " or ").append(name);
    }
    if (told != 0) return "did you mean " + near + "?";
    return "it has " + std::to_string(names.size()) + " other entries";
}

failure unknown_alias(std::string_view alias, const config_files& files, const tns_names& names) {
    failure out;
    out.code = errc::bad_connect_string;
    if (files.directory.empty()) {
        out.message =
            "\"" + std::string(alias) + "\" looks like a tnsnames.ora alias, and no directory to look in is set";
        out.advice =
            "set TNS_ADMIN or connect_options::config_directory, or write host:port/service_name (//host for the "
            "host alone)";
    } else if (!names.found()) {
        out.message =
            "there is no tnsnames.ora in " + files.directory + " to look \"" + std::string(alias) + "\" up in";
        out.advice = "check TNS_ADMIN, or write host:port/service_name (//host for the host alone)";
    } else {
        out.message = "tnsnames.ora in " + files.directory + " has no entry \"" + std::string(alias) + "\"";
        out.advice = known_aliases(alias, names.aliases());
        if (!names.passed_over().empty()) out.advice += "; passed over: " + names.passed_over().front();
    }
    return out;
}

result<std::string> text_of_alias(std::string_view alias, const config_files& files,
                                  const sqlnet_settings& settings) {
    tns_names names;
    if (!files.directory.empty()) {
        auto loaded = tns_names::load(files.directory + "/tnsnames.ora", files.read);
        if (!loaded) return std::move(loaded).error();
        names = *std::move(loaded);
    }
    if (alias.find('.') == std::string_view::npos && !settings.default_domain.empty()) {
        if (const auto* text = names.find(std::string(alias) + "." + settings.default_domain)) return *text;
    }
    if (const auto* text = names.find(alias)) return *text;
    return unknown_alias(alias, files, names);
}

result<sqlnet_settings> settings_of(const config_files& files) {
    if (files.directory.empty()) return sqlnet_settings{};
    auto content = files.read(files.directory + "/sqlnet.ora");
    if (!content) return std::move(content).error();
    return *content ? parse_sqlnet(**content) : result<sqlnet_settings>(sqlnet_settings{});
}

bool is_alias(std::string_view text) noexcept {
    return !text.empty() && text.find_first_of(never_in_alias) == std::string_view::npos;
}

}  // namespace

result<connect_descriptor> parse_connect_string(std::string_view text) {
    const auto content = trimmed(text);
    if (content.empty()) return bad_text_at(text, text.size(), "a connect string");
    if (content.size() > max_nv_text) return bad_text_at(text, max_nv_text, "the end (the text is too long)");
    if (content.front() == '(') {
        const auto tree = parse_nv(text);
        if (!tree) return tree.error();
        return interpret_descriptor(*tree);
    }
    auto easy = parse_easy_connect(content);
    if (!easy) return std::move(easy).error();
    auto out = interpret_descriptor(easy->description);
    if (out) out->ignored_parameters = std::move(easy->ignored_parameters);
    return out;
}

result<connect_descriptor> resolve_connect_string(std::string_view text, const config_files& files) {
    auto settings = settings_of(files);
    if (!settings) return std::move(settings).error();
    const auto content = trimmed(text);
    std::string looked_up;
    if (is_alias(content)) {
        auto found = text_of_alias(content, files, *settings);
        if (!found) return std::move(found).error();
        looked_up = *std::move(found);
        if (is_alias(looked_up)) {
            return bad_text_at(looked_up, 0,
                               "a descriptor or host:port/service_name (an alias may not name an alias)");
        }
    }
    auto out = parse_connect_string(looked_up.empty() ? text : std::string_view(looked_up));
    if (!out) {
        auto why = std::move(out).error();
        if (!looked_up.empty()) why.message += " (tnsnames.ora entry \"" + std::string(content) + "\")";
        return why;
    }
    for (auto& target : out->descriptions) settings->fill_in(target);
    return out;
}

}  // namespace oraxx::config
