// Format models of dates and timestamps: TO_CHAR, TO_DATE and the NLS defaults.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/engine/nls.hpp"
#include "server/engine/temporal.hpp"

namespace oraxx::sandbox::engine {

// One element of a format model.
struct date_element {
    enum class code : unsigned char {
        literal,     // punctuation or "quoted text"
        year4,       // YYYY; `flag`: SYYYY
        year_comma,  // Y,YYY
        year3,
        year2,
        year1,
        round_year2,
        round_year4,  // RR, RRRR
        iso_year4,
        iso_year3,
        iso_year2,
        iso_year1,
        month_number,
        month_short,
        month_full,
        month_roman,
        day_of_month,
        day_of_year,
        day_of_week,
        day_short,
        day_full,
        hour12,
        hour24,
        minute,
        second,
        second_of_day,
        fraction,  // FF; `digits` 0 = the value's own
        radix,     // X
        meridian,  // AM, PM; `flag`: with points
        era,       // AD, BC; `flag`: with points
        century,
        quarter,
        week_of_year,
        iso_week,
        week_of_month,
        julian_day,
        zone_hour,
        zone_minute,
        zone_region,
        zone_abbreviation,
        fill_mode,   // FM
        exact_mode,  // FX
    };
    enum class letters : unsigned char { upper, capital, lower };

    code what = code::literal;
    letters letter_case = letters::upper;
    bool flag = false;
    int digits = 0;
    std::string text{};
};

using date_format = std::vector<date_element>;

// Fails with ORA-01821 at `position`.
[[nodiscard]] date_format parse_date_format(std::string_view model, std::size_t position);

struct format_context {
    const nls_settings& nls;
    int fraction_digits = 0;  // of the value's type; FF without digits
};

// `fields` are local time with their offset.
[[nodiscard]] std::string format_date(const date_format& format, const time_fields& fields,
                                      const format_context& context);

struct parse_defaults {
    int year = 1;  // what a format without year or month gives: the current ones
    int month = 1;
    int current_year = 1;  // decides the century of RR and YY
    int offset_minutes = 0;
    const nls_language* language = find_language("AMERICAN");
    char decimal_point = '.';
};

// Fails with the ORA-018xx errors at `position`.
[[nodiscard]] time_fields parse_date(const date_format& format, std::string_view text, const parse_defaults& defaults,
                                     std::size_t position);

}  // namespace oraxx::sandbox::engine
