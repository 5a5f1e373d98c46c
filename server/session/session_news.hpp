// Settings of a session that changed, on their way to the client: with message 23 where both sides know it, else in
// the return parameters of the next execute, as 11.2 does.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/engine/engine.hpp"
#include "server/session/persona.hpp"
#include "wire/ttc/server_piggyback.hpp"

namespace oraxx::sandbox {

class session_news {
public:
    void add(std::vector<engine::changed_setting> changed);
    void set_time_zone(std::int16_t offset_minutes);
    [[nodiscard]] bool empty() const noexcept { return items_.empty(); }

    // The pairs that tell everything; they borrow from this object until clear().
    [[nodiscard]] std::vector<wire::ttc::keyword_value> pairs() const;
    // Message 23 with those and the `more`.
    void encode(wire::ttc::encoder& c, std::span<const session_keyword> more = {}) const;
    void clear() noexcept { items_.clear(); }

private:
    struct item {
        std::uint16_t keyword = 0;
        std::string text{};
        base::byte_buffer binary{};
    };

    std::vector<item> items_;
};

}  // namespace oraxx::sandbox
