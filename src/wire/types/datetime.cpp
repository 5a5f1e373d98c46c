#include "wire/types/datetime.hpp"

#include "wire/types/big_endian.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::size_t date_size = 7;
constexpr std::size_t timestamp_size = 11;
constexpr std::size_t zoned_size = 13;

constexpr int year_bias = 100;  // of the century and of the year in it, both with the sign of the year
constexpr int min_year = -4712;
constexpr int max_year = 9999;
constexpr std::uint32_t nanoseconds_per_second = 1'000'000'000;

constexpr int zone_hour_bias = 20;
constexpr int zone_minute_bias = 60;
constexpr std::uint8_t region_bit = 0x80;  // the two zone bytes are a region's number
constexpr std::uint16_t max_region_id = 0x1FFF;
// The fields are local time instead of UTC: servers send that to clients with runtime capability 6, bit 0x02
// (goora_free23_26_temporal). This driver does not ask for it, but never takes one for the other.
constexpr std::uint8_t local_time_bit = 0x40;

bool have_one_sign(int a, int b) noexcept {
    return (a >= 0 && b >= 0) || (a <= 0 && b <= 0);
}

decode_errc decode_fields(bytes_view in, date& out) noexcept {
    const int century = in[0] - year_bias;
    const int year_of_century = in[1] - year_bias;
    const int year = century * 100 + year_of_century;
    const auto within = [](std::uint8_t byte, std::uint8_t first, std::uint8_t last) {
        return byte >= first && byte <= last;
    };
    const bool year_is_good = year_of_century > -100 && year_of_century < 100 &&
                              have_one_sign(century, year_of_century) && year >= min_year && year <= max_year &&
                              year != 0;
    if (!year_is_good || !within(in[2], 1, 12) || !within(in[3], 1, 31) || !within(in[4], 1, 24) ||
        !within(in[5], 1, 60) || !within(in[6], 1, 60)) {
        return decode_errc::bad_value;
    }
    out = {.year = static_cast<std::int16_t>(year),
           .month = in[2],
           .day = in[3],
           .hour = static_cast<std::uint8_t>(in[4] - 1),
           .minute = static_cast<std::uint8_t>(in[5] - 1),
           .second = static_cast<std::uint8_t>(in[6] - 1)};
    return decode_errc::ok;
}

decode_errc decode_fraction(bytes_view in, std::uint32_t& out) noexcept {
    out = load_be<std::uint32_t>(in.data());
    return out < nanoseconds_per_second ? decode_errc::ok : decode_errc::bad_value;
}

decode_errc decode_zone(std::uint8_t first, std::uint8_t second, timestamp_tz& out) noexcept {
    if (first == 0 && second == 0) return decode_errc::ok;
    if ((first & region_bit) != 0) {
        // The low two bits of the second byte are no part of the number; what they mean is not known.
        out.region_id = static_cast<std::uint16_t>(((first & ~region_bit & 0xFFU) << 6U) | (second >> 2U));
        return out.region_id != 0 ? decode_errc::ok : decode_errc::bad_value;
    }
    const bool is_local = (first & local_time_bit) != 0;
    const int hours = (first & ~local_time_bit & 0xFF) - zone_hour_bias;
    const int minutes = second - zone_minute_bias;
    const int offset = hours * 60 + minutes;
    if (minutes <= -60 || minutes >= 60 || !have_one_sign(hours, minutes) ||
        offset < timestamp_tz::min_offset_minutes || offset > timestamp_tz::max_offset_minutes) {
        return decode_errc::bad_value;
    }
    out.offset_minutes = static_cast<std::int16_t>(offset);
    if (!is_local) return decode_errc::ok;
    if (!out.utc.is_valid()) return decode_errc::bad_value;  // there is no way from a day that does not exist
    out = timestamp_tz::from_local(out.utc, out.offset_minutes);
    return out.utc.is_valid() ? decode_errc::ok : decode_errc::bad_value;
}

void encode_fields(const date& value, scalar_out out) noexcept {
    out[0] = static_cast<std::uint8_t>(value.year / 100 + year_bias);
    out[1] = static_cast<std::uint8_t>(value.year % 100 + year_bias);
    out[2] = value.month;
    out[3] = value.day;
    out[4] = static_cast<std::uint8_t>(value.hour + 1);
    out[5] = static_cast<std::uint8_t>(value.minute + 1);
    out[6] = static_cast<std::uint8_t>(value.second + 1);
}

// Always with a fraction.
void encode_instant(const timestamp& value, scalar_out out) noexcept {
    encode_fields(value.date, out);
    store_be(value.nanosecond, out.data() + date_size);
}

}  // namespace

decode_errc decode(bytes_view in, date& out) noexcept {
    const auto error = check_size(in.size(), date_size);
    return error == decode_errc::ok ? decode_fields(in, out) : error;
}

decode_errc decode(bytes_view in, timestamp& out) noexcept {
    const bool has_fraction = in.size() != date_size;
    if (has_fraction) {
        if (const auto error = check_size(in.size(), timestamp_size); error != decode_errc::ok) return error;
    }
    out.nanosecond = 0;
    if (const auto error = decode_fields(in, out.date); error != decode_errc::ok || !has_fraction) return error;
    return decode_fraction(in.subspan(date_size), out.nanosecond);
}

decode_errc decode(bytes_view in, timestamp_ltz& out) noexcept {
    return decode(in, out.value);
}

decode_errc decode(bytes_view in, timestamp_tz& out) noexcept {
    out.offset_minutes = 0;
    out.region_id = 0;
    if (in.size() == date_size || in.size() == timestamp_size) return decode(in, out.utc);
    if (const auto error = check_size(in.size(), zoned_size); error != decode_errc::ok) return error;
    if (const auto error = decode(in.first(timestamp_size), out.utc); error != decode_errc::ok) return error;
    return decode_zone(in[timestamp_size], in[timestamp_size + 1], out);
}

std::size_t encode(const date& value, scalar_out out) noexcept {
    if (!value.is_valid()) return 0;
    encode_fields(value, out);
    return date_size;
}

std::size_t encode(const timestamp& value, scalar_out out) noexcept {
    if (!value.is_valid()) return 0;
    encode_fields(value.date, out);
    if (value.nanosecond == 0) return date_size;
    store_be(value.nanosecond, out.data() + date_size);
    return timestamp_size;
}

std::size_t encode(const timestamp_ltz& value, scalar_out out) noexcept {
    return encode(value.value, out);
}

std::size_t encode(const timestamp_tz& value, scalar_out out) noexcept {
    const int offset = value.offset_minutes;
    if (!value.utc.is_valid() || value.region_id != 0 || offset < timestamp_tz::min_offset_minutes ||
        offset > timestamp_tz::max_offset_minutes) {
        return 0;
    }
    encode_instant(value.utc, out);
    out[timestamp_size] = static_cast<std::uint8_t>(offset / 60 + zone_hour_bias);
    out[timestamp_size + 1] = static_cast<std::uint8_t>(offset % 60 + zone_minute_bias);
    return zoned_size;
}

std::size_t encode_in_region(const timestamp_tz& value, scalar_out out) noexcept {
    if (!value.utc.is_valid() || value.region_id == 0 || value.region_id > max_region_id) return 0;
    encode_instant(value.utc, out);
    out[timestamp_size] = static_cast<std::uint8_t>(region_bit | (value.region_id >> 6U));
    out[timestamp_size + 1] = static_cast<std::uint8_t>((value.region_id & 0x3FU) << 2U);
    return zoned_size;
}

}  // namespace oraxx::wire::types
