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

// Keyword 163 of session news: an interval of 11 bytes. nullopt: not that.
[[nodiscard]] std::optional<zone_news> decode_zone_news(base::bytes_view bytes);

// What it takes to show a TIMESTAMP WITH LOCAL TIME ZONE, which travels in the database's time zone.
struct time_zones {
    // Minutes east of UTC; nullopt: not known yet, or a region, whose offset changes over the year.
    std::optional<std::int16_t> database{};
    std::optional<std::int16_t> session{};
    bool asked = false;  // the server was asked for both

    // From the database's time to the session's.
    [[nodiscard]] std::optional<std::int16_t> shift_minutes() const noexcept {
        if (!database || !session) return std::nullopt;
        return static_cast<std::int16_t>(*session - *database);
    }
};

}  // namespace oraxx::session
