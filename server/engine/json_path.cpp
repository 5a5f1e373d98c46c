#include "server/engine/json_path.hpp"

#include <charconv>

#include "server/engine/characters.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_name_part(char c) {
    return is_ascii_letter(c) || is_digit(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// ".name", `."a name"`, ".*"
bool take_member(std::string_view& rest, json_path& out) {
    rest.remove_prefix(1);
    if (rest.empty()) return false;
    if (rest[0] == '*') {
        rest.remove_prefix(1);
        out.push_back({json_step::kind::all_members, {}, 0});
        return true;
    }
    std::size_t size = 0;
    if (rest[0] == '"') {
        const auto close = rest.find('"', 1);
        if (close == std::string_view::npos) return false;
        out.push_back({json_step::kind::member, std::string(rest.substr(1, close - 1)), 0});
        size = close + 1;
    } else {
        while (size < rest.size() && is_name_part(rest[size])) ++size;
        if (size == 0) return false;
        out.push_back({json_step::kind::member, std::string(rest.substr(0, size)), 0});
    }
    rest.remove_prefix(size);
    return true;
}

// "[0]", "[*]"
bool take_element(std::string_view& rest, json_path& out) {
    const auto close = rest.find(']');
    if (close == std::string_view::npos) return false;
    const auto inner = rest.substr(1, close - 1);
    json_step step{json_step::kind::all_elements, {}, 0};
    if (inner != "*") {
        step.what = json_step::kind::element;
        const auto [end, error] = std::from_chars(inner.data(), inner.data() + inner.size(), step.index);
        if (error != std::errc{} || end != inner.data() + inner.size()) return false;
    }
    out.push_back(std::move(step));
    rest.remove_prefix(close + 1);
    return true;
}

void step_into(const json& from, const json_step& step, std::vector<const json*>& out) {
    switch (step.what) {
    case json_step::kind::member:
        if (const auto* found = from.find(step.name)) out.push_back(found);
        for (const auto& element : from.elements()) {
            if (const auto* found = element.find(step.name)) out.push_back(found);
        }
        return;
    case json_step::kind::all_members:
        for (const auto& member : from.members()) out.push_back(&member.value);
        return;
    case json_step::kind::element:
        if (!from.is_array() && step.index == 0) out.push_back(&from);
        if (step.index < from.elements().size()) out.push_back(&from.elements()[step.index]);
        return;
    case json_step::kind::all_elements:
        if (!from.is_array()) out.push_back(&from);
        for (const auto& element : from.elements()) out.push_back(&element);
        return;
    }
}

}  // namespace

std::optional<json_path> parse_json_path(std::string_view text) {
    for (const std::string_view mode : {"lax ", "strict "}) {
        if (text.substr(0, mode.size()) == mode) text.remove_prefix(mode.size());
    }
    if (text.empty() || text[0] != '$') return std::nullopt;
    text.remove_prefix(1);
    json_path out;
    while (!text.empty()) {
        const bool taken = text[0] == '.' ? take_member(text, out) : text[0] == '[' && take_element(text, out);
        if (!taken) return std::nullopt;
    }
    return out;
}

std::vector<const json*> follow(const json& from, const json_path& path) {
    std::vector<const json*> at{&from};
    for (const auto& step : path) {
        std::vector<const json*> next;
        for (const auto* value : at) step_into(*value, step, next);
        at = std::move(next);
    }
    return at;
}

}  // namespace oraxx::sandbox::engine
