#include "values/calendar.hpp"

#include <chrono>
#include <tuple>

namespace oraxx::values {
namespace {

// From 1 March of astronomical year 0 (Julian) to 1970-01-01: the Julian calendar counts years from March, so that
// the leap day is the last day of its year.
constexpr std::int64_t julian_epoch = 719'470;
constexpr int days_in_four_years = 1461;

bool is_before_gregorian(const calendar_day& d) noexcept {
    return std::tie(d.year, d.month, d.day) < std::tuple(1582, 10, 15);
}

// Year 0 of astronomers is 1 BC.
int to_astronomical(int year) noexcept {
    return year < 0 ? year + 1 : year;
}
int from_astronomical(int year) noexcept {
    return year <= 0 ? year - 1 : year;
}

int days_in_month(int year, int month) noexcept {
    if (month == 2) {
        const int y = to_astronomical(year);
        const bool leap = y % 4 == 0 && (y <= 1582 || y % 100 != 0 || y % 400 == 0);
        return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Days from 1 March to the first of `month`; March is 0.
int days_before_month(int months_since_march) noexcept {
    return (153 * months_since_march + 2) / 5;
}

}  // namespace

bool is_valid(const calendar_day& d) noexcept {
    if (d.year < min_year || d.year > max_year || d.year == 0 || d.month < 1 || d.month > 12) return false;
    if (d.year == 1582 && d.month == 10 && d.day > 4 && d.day < 15) return false;
    return d.day >= 1 && d.day <= days_in_month(d.year, d.month);
}

std::int64_t to_day_number(const calendar_day& d) noexcept {
    if (!is_before_gregorian(d)) {
        const auto first = std::chrono::year{d.year} / std::chrono::month{static_cast<unsigned>(d.month)} / 1;
        return std::chrono::sys_days{first}.time_since_epoch().count() + d.day - 1;
    }
    const bool counts_to_last_year = d.month < 3;
    const int year = to_astronomical(d.year) - (counts_to_last_year ? 1 : 0);
    const int month = d.month + (counts_to_last_year ? 9 : -3);
    return divide_down(std::int64_t{year} * days_in_four_years, 4).value + days_before_month(month) + d.day - 1 -
           julian_epoch;
}

calendar_day from_day_number(std::int64_t number) noexcept {
    if (number >= first_gregorian_day) {
        const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{number}}};
        return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                static_cast<int>(static_cast<unsigned>(ymd.day()))};
    }
    const std::int64_t days = number + julian_epoch;
    const auto year = divide_down(4 * days + 3, days_in_four_years).value;
    const auto day_of_year = static_cast<int>(days - divide_down(year * days_in_four_years, 4).value);
    const int month = (5 * day_of_year + 2) / 153;
    const bool is_next_year = month >= 10;
    return {from_astronomical(static_cast<int>(year) + (is_next_year ? 1 : 0)), month + (is_next_year ? -9 : 3),
            day_of_year - days_before_month(month) + 1};
}

}  // namespace oraxx::values
