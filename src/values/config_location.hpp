// What providers of configuration look up in the connect string that named them.
#pragma once

#include <algorithm>

#include <oraxx/config.hpp>

namespace oraxx::values {

// The first parameter of that name (in lower case); empty when there is none. Borrowed.
[[nodiscard]] inline std::string_view parameter(const config_location& where, std::string_view name) noexcept {
    const auto found = std::find_if(where.parameters.begin(), where.parameters.end(),
                                    [name](const auto& pair) { return pair.first == name; });
    return found == where.parameters.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace oraxx::values
