// Time zones as sessions name them: offsets, or regions by number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace oraxx::session {

// "+02:00", "-3:30": minutes east of UTC. nullopt: a region, or no zone at all.
[[nodiscard]] std::optional<std::int16_t> parse_zone_offset(std::string_view text) noexcept;

struct zone_news {
    std::optional<std::int16_t> offset_minutes{};  // of a zone that is a plain offset
    std::string name{};                            // "+02:00", "Europe/Paris"; empty: a region without a known name
};

// As wire::types::encode_zone_offset() writes it, or a region. nullopt: not that.
[[nodiscard]] std::optional<zone_news> decode_zone_news(base::bytes_view bytes);

// What it takes to show a TIMESTAMP WITH LOCAL TIME ZONE, which travels in the database's time zone.
struct time_zones {
    // Minutes east of UTC; nullopt: not known yet, or a region, whose offset changes over the year.
    std::optional<std::int16_t> database{};
    std::optional<std::int16_t> session{};
    bool changes_are_told = false;  // by the server, in session news
    bool asked = false;             // the server was asked for both zones

    // Nothing would be learned by asking: it was done, or both came with the logon and are kept up to date.
    [[nodiscard]] bool are_known() const noexcept {
        return asked || (changes_are_told && database.has_value() && session.has_value());
    }

    // From the database's time to the session's.
    [[nodiscard]] std::optional<std::int16_t> shift_minutes() const noexcept {
        if (!database || !session) return std::nullopt;
        return static_cast<std::int16_t>(*session - *database);
    }
};

}  // namespace oraxx::session
