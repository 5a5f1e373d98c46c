// TIMESTAMP WITH TIME ZONE values in named regions: what their clocks show, by the time zone rules of this machine.
//
// Needs Howard Hinnant's date library (Debian: libhowardhinnant-date-dev; link date::date-tz) and the system's time
// zone files, and is therefore no part of <oraxx/oraxx.hpp>. The server may have other rules than this machine.
// Errors: error(errc::unsupported) for a region whose name is not certain (region.hpp) or not known to this machine,
// errc::value_out_of_range for days before 1582-10-15.
// Thread safety: functions may be called from any thread.
#pragma once

#include <date/tz.h>

#include <chrono>
#include <exception>
#include <string>

#include <oraxx/datetime.hpp>
#include <oraxx/error.hpp>
#include <oraxx/region.hpp>

namespace oraxx {

// The rules of a region by Oracle's number of it, or by its name.
[[nodiscard]] inline const ::date::time_zone& find_zone(std::string_view name) {
    try {
        return *::date::locate_zone(std::string(name));
    } catch (const std::exception&) {
        throw_failure(failure{
            .code = errc::unsupported,
            .message = "the time zone region \"" + std::string(name) + "\" is not known to this machine",
            .advice = "install its time zone files (package tzdata), or convert in SQL: AT TIME ZONE '+00:00'"});
    }
}
[[nodiscard]] inline const ::date::time_zone& find_zone(std::uint16_t region) {
    const auto name = region_name(region);
    if (name.empty()) {
        throw_failure(failure{
            .code = errc::unsupported,
            .message = "the name of time zone region " + std::to_string(region) + " is not certain",
            .advice = "select TO_CHAR(column, 'TZR') for the name, or convert in SQL: AT TIME ZONE '+00:00'"});
    }
    return find_zone(name);
}

// The value with the offset that its region had at that instant, so that local() and to_string() show what clocks
// showed there; the region stays. A value without a region is returned as it is. Offsets of seconds, as local mean
// times have them, lose their seconds.
[[nodiscard]] inline timestamp_tz in_its_region(timestamp_tz value) {
    if (value.region_id == 0) return value;
    const auto info = find_zone(value.region_id).get_info(::date::sys_seconds(value.utc.date.to_sys()));
    value.offset_minutes =
        static_cast<std::int16_t>(std::chrono::duration_cast<std::chrono::minutes>(info.offset).count());
    return value;
}

// A time on the clocks of a region ("Europe/Paris"), with its offset; fit to be bound, which a value with a region_id
// is not. Of a time that clocks showed twice the earlier; a time that they left out is shown as it would have been
// without the change.
[[nodiscard]] inline timestamp_tz from_region(const timestamp& local, std::string_view region) {
    const ::date::local_seconds shown(local.date.to_sys().time_since_epoch());
    const auto info = find_zone(region).get_info(shown);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(info.first.offset);
    return timestamp_tz::from_local(local, static_cast<std::int16_t>(minutes.count()));
}

}  // namespace oraxx
