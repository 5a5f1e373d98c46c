// Paths of JSON functions: $.name, $."a name", $[0], $[*], $.*, in any combination; lax, as the database reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/json.hpp>

namespace oraxx::sandbox::engine {

struct json_step {
    enum class kind : unsigned char { member, element, all_members, all_elements };
    kind what = kind::member;
    std::string name{};
    std::size_t index = 0;
};
using json_path = std::vector<json_step>;

// nullopt: no path, or more than this knows.
[[nodiscard]] std::optional<json_path> parse_json_path(std::string_view text);
// What the path leads to. A member is looked for in every element of an array, and anything but an array is its own
// element 0.
[[nodiscard]] std::vector<const json*> follow(const json& from, const json_path& path);

}  // namespace oraxx::sandbox::engine
