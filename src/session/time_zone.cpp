#include "session/time_zone.hpp"

#include <cstdlib>

#include <oraxx/region.hpp>

namespace oraxx::session {
namespace {

constexpr std::size_t news_size = 11;
constexpr std::size_t region_at = 2;
constexpr std::size_t hour_at = 4;
constexpr std::size_t minute_at = 5;
constexpr int bias = 60;                 // of hours and minutes
constexpr std::uint8_t last_hour = 120;  // above it the zone is a region: its number stands before the hour
constexpr std::uint8_t region_bit = 0x80;
constexpr int max_offset_minutes = 15 * 60;

std::string offset_name(int minutes) {
    const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    const int size = std::abs(minutes);
    return (minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
}

}  // namespace

std::optional<std::int16_t> parse_zone_offset(std::string_view text) noexcept {
    if (text.size() < 2 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    const bool negative = text.front() == '-';
    int fields[2] = {0, 0};
    std::size_t field = 0;
    std::size_t digits = 0;
    for (const char c : text.substr(1)) {
        if (c == ':' && field == 0 && digits != 0) {
            field = 1;
            digits = 0;
        } else if (c >= '0' && c <= '9' && digits < 2) {
            fields[field] = fields[field] * 10 + (c - '0');
            ++digits;
        } else {
            return std::nullopt;
        }
    }
    const int minutes = fields[0] * 60 + fields[1];
    if (digits == 0 || fields[1] > 59 || minutes > max_offset_minutes) return std::nullopt;
    return static_cast<std::int16_t>(negative ? -minutes : minutes);
}

std::optional<zone_news> decode_zone_news(base::bytes_view bytes) {
    if (bytes.size() != news_size) return std::nullopt;
    zone_news out;
    if (bytes[hour_at] > last_hour) {
        // The two bytes are those that end a TIMESTAMP WITH TIME ZONE in a region; the hour holds its offset of
        // today.
        const auto region = static_cast<std::uint16_t>(((bytes[region_at] & ~region_bit & 0xFFU) << 6U) |
                                                       (bytes[region_at + 1] >> 2U));
        out.name = oraxx::region_name(region);
        return out;
    }
    const int minutes = (bytes[hour_at] - bias) * 60 + (bytes[minute_at] - bias);
    if (std::abs(minutes) > max_offset_minutes) return std::nullopt;
    out.offset_minutes = static_cast<std::int16_t>(minutes);
    out.name = offset_name(minutes);
    return out;
}

}  // namespace oraxx::session
