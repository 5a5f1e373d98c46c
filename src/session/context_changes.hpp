// Changes of application contexts that wait for the next call.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/config.hpp>

namespace oraxx::session {

class context_changes {
public:
    // Of one name space, in the order it is told: cleared first.
    struct change {
        std::string name_space{};
        bool clears = false;
        std::vector<std::pair<std::string, std::string>> values{};
    };

    void set(const application_context_value& value) {
        of(value.name_space).values.emplace_back(value.attribute, value.value);
    }
    void clear(std::string_view name_space) {
        auto& space = of(name_space);
        space.clears = true;
        space.values.clear();
    }
    [[nodiscard]] std::vector<change> take() noexcept { return std::exchange(changes_, {}); }

private:
    change& of(std::string_view name_space) {
        const auto known = std::find_if(changes_.begin(), changes_.end(),
                                        [&](const change& each) { return each.name_space == name_space; });
        if (known != changes_.end()) return *known;
        return changes_.emplace_back(change{.name_space = std::string(name_space)});
    }

    std::vector<change> changes_;
};

}  // namespace oraxx::session
