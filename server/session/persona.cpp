#include "server/session/persona.hpp"

#include "wire/ttc/capability_bits.hpp"

namespace oraxx::sandbox {
namespace {

constexpr const persona* known_personas[] = {&free_23_26, &xe_21c, &se_19c, &xe_18c, &ee_12_2, &ee_11_2};

}  // namespace

namespace cap = wire::ttc::compile_cap;

bool persona::derives_keys() const noexcept {
    return (compile_capabilities[cap::logon_types] & cap::logon_o7_pbkdf2) != 0;
}

bool persona::pads_session_keys() const noexcept {
    return (compile_capabilities[cap::logon_types] & cap::logon_o5_unpadded) == 0;
}

const persona* find_persona(std::string_view name) noexcept {
    for (const auto* known : known_personas) {
        if (known->name == name) return known;
    }
    return nullptr;
}

const persona& default_persona() noexcept {
    return free_23_26;
}

std::vector<std::string> persona_names() {
    std::vector<std::string> out;
    for (const auto* known : known_personas) out.emplace_back(known->name);
    return out;
}

}  // namespace oraxx::sandbox
