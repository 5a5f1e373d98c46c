// The application contexts of a session: what SYS_CONTEXT reads.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "server/engine/lexer.hpp"

namespace oraxx::sandbox::engine {

// Names know no case.
class context_values {
public:
    static constexpr std::size_t most_values = 1000;
    static constexpr std::size_t longest_value = 4000;

    // An empty value takes the attribute away. More values than a session may have are not kept.
    void set(std::string_view name_space, std::string_view attribute, std::string_view text) {
        auto& space = spaces_[upper_ascii(name_space)];
        count_ -= space.erase(upper_ascii(attribute));
        if (text.empty() || count_ == most_values) return;
        space.emplace(upper_ascii(attribute), text.substr(0, longest_value));
        ++count_;
    }
    void clear(std::string_view name_space) {
        const auto space = spaces_.find(upper_ascii(name_space));
        if (space == spaces_.end()) return;
        count_ -= space->second.size();
        spaces_.erase(space);
    }
    // Null when there is none.
    [[nodiscard]] const std::string* find(const std::string& name_space, const std::string& attribute) const {
        const auto space = spaces_.find(name_space);
        if (space == spaces_.end()) return nullptr;
        const auto found = space->second.find(attribute);
        return found == space->second.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string, std::map<std::string, std::string>> spaces_{};
    std::size_t count_ = 0;
};

}  // namespace oraxx::sandbox::engine
