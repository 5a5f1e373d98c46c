#include "wire/types/interval.hpp"

#include "wire/types/big_endian.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::size_t day_to_second_size = 11;
constexpr std::size_t year_to_month_size = 5;

constexpr int small_bias = 60;                     // of fields in one byte
constexpr std::uint32_t wide_bias = 0x8000'0000U;  // of fields in four bytes

std::int32_t load_wide(const std::uint8_t* from) noexcept {
    return static_cast<std::int32_t>(load_be<std::uint32_t>(from) - wide_bias);
}

void store_wide(std::int32_t value, std::uint8_t* to) noexcept {
    store_be(static_cast<std::uint32_t>(value) + wide_bias, to);
}

std::uint8_t small(std::int32_t value) noexcept {
    return static_cast<std::uint8_t>(value + small_bias);
}

}  // namespace

decode_errc decode(bytes_view in, interval_ds& out) noexcept {
    if (const auto error = check_size(in.size(), day_to_second_size); error != decode_errc::ok) return error;
    out = {.days = load_wide(in.data()),
           .hours = in[4] - small_bias,
           .minutes = in[5] - small_bias,
           .seconds = in[6] - small_bias,
           .nanoseconds = load_wide(in.data() + 7)};
    return out.is_valid() ? decode_errc::ok : decode_errc::bad_value;
}

decode_errc decode(bytes_view in, interval_ym& out) noexcept {
    if (const auto error = check_size(in.size(), year_to_month_size); error != decode_errc::ok) return error;
    out = {.years = load_wide(in.data()), .months = in[4] - small_bias};
    return out.is_valid() ? decode_errc::ok : decode_errc::bad_value;
}

std::size_t encode(const interval_ds& value, scalar_out out) noexcept {
    if (!value.is_valid()) return 0;
    store_wide(value.days, out.data());
    out[4] = small(value.hours);
    out[5] = small(value.minutes);
    out[6] = small(value.seconds);
    store_wide(value.nanoseconds, out.data() + 7);
    return day_to_second_size;
}

std::size_t encode(const interval_ym& value, scalar_out out) noexcept {
    if (!value.is_valid()) return 0;
    store_wide(value.years, out.data());
    out[4] = small(value.months);
    return year_to_month_size;
}

}  // namespace oraxx::wire::types
