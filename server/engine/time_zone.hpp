// Named time zones, from the system's compiled time-zone files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/engine/temporal.hpp"

namespace oraxx::sandbox::engine {

// Minutes east of UTC that hold in `region` ("Europe/Paris") at `utc_seconds`; nullopt when the region is not
// known to the system.
[[nodiscard]] std::optional<std::int16_t> region_offset(std::string_view region, std::int64_t utc_seconds);
// What is written for it at that time: "CET". Empty when it is not known.
[[nodiscard]] std::string region_abbreviation(std::string_view region, std::int64_t utc_seconds);

// A zone as SQL names it: "+02:00", "UTC" or a region.
struct zone_name {
    std::int16_t offset_minutes = 0;  // of an offset
    std::uint16_t region_id = 0;      // else: the region's number
};
// nullopt: no offset, and no region whose number and clocks are known.
[[nodiscard]] std::optional<zone_name> parse_zone(std::string_view text);

// The time in that zone when its clocks show `local`; of two such times the later one. nullopt: they never do.
[[nodiscard]] std::optional<zoned_instant> at_local_time(const instant& local, const zone_name& zone);
// With the offset that its region has then.
[[nodiscard]] zoned_instant with_offset(zoned_instant t);

}  // namespace oraxx::sandbox::engine
