// Members of the JSON that AWS answers.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace oraxx::lambda::aws {

// A text member; empty when `document` is no object, or has no such member, or it is no text.
inline std::string text_of(const nlohmann::json& document, const char* name) {
    if (!document.is_object()) return {};
    const auto found = document.find(name);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace oraxx::lambda::aws
