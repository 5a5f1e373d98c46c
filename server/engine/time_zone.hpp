// Named time zones, from the system's compiled time-zone files.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace oraxx::sandbox::engine {

// Minutes east of UTC that hold in `region` ("Europe/Paris") at `utc_seconds`; nullopt when the region is not
// known to the system.
[[nodiscard]] std::optional<std::int16_t> region_offset(std::string_view region, std::int64_t utc_seconds);

}  // namespace oraxx::sandbox::engine
