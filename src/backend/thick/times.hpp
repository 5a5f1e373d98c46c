// Times and intervals in the structs of ODPI-C.
#pragma once

#include <dpi.h>

#include <oraxx/datetime.hpp>

namespace oraxx::backend::thick {

[[nodiscard]] inline dpiTimestamp to_dpi(const timestamp& value, int offset_minutes = 0) noexcept {
    dpiTimestamp out{};
    out.year = value.date.year;
    out.month = value.date.month;
    out.day = value.date.day;
    out.hour = value.date.hour;
    out.minute = value.date.minute;
    out.second = value.date.second;
    out.fsecond = value.nanosecond;
    out.tzHourOffset = static_cast<std::int8_t>(offset_minutes / 60);
    out.tzMinuteOffset = static_cast<std::int8_t>(offset_minutes % 60);
    return out;
}
[[nodiscard]] inline dpiIntervalDS to_dpi(const interval_ds& value) noexcept {
    return {value.days, value.hours, value.minutes, value.seconds, value.nanoseconds};
}
[[nodiscard]] inline dpiIntervalYM to_dpi(const interval_ym& value) noexcept {
    return {value.years, value.months};
}

[[nodiscard]] inline timestamp timestamp_of(const dpiTimestamp& value) noexcept {
    return {.date = {.year = value.year,
                     .month = value.month,
                     .day = value.day,
                     .hour = value.hour,
                     .minute = value.minute,
                     .second = value.second},
            .nanosecond = value.fsecond};
}
[[nodiscard]] inline interval_ds interval_of(const dpiIntervalDS& value) noexcept {
    return {.days = value.days,
            .hours = value.hours,
            .minutes = value.minutes,
            .seconds = value.seconds,
            .nanoseconds = value.fseconds};
}
[[nodiscard]] inline interval_ym interval_of(const dpiIntervalYM& value) noexcept {
    return {.years = value.years, .months = value.months};
}

}  // namespace oraxx::backend::thick
