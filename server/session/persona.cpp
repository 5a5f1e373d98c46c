#include "server/session/persona.hpp"

namespace oraxx::sandbox {

const persona* find_persona(std::string_view name) noexcept {
    for (const auto* known : {&free_23_26, &xe_18c}) {
        if (known->name == name) return known;
    }
    return nullptr;
}

const persona& default_persona() noexcept {
    return free_23_26;
}

}  // namespace oraxx::sandbox
