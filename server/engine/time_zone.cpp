#include "server/engine/time_zone.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/ascii.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t header_size = 44;

// A TZif file (RFC 8536): a block of 32-bit times, then, from version 2 on, one of 64-bit times.
class zone_file {
public:
    explicit zone_file(std::vector<unsigned char> bytes) : bytes_(std::move(bytes)) {}

    // Seconds east of UTC at `utc_seconds`.
    [[nodiscard]] std::optional<std::int64_t> offset_at(std::int64_t utc_seconds) const {
        if (bytes_.size() < header_size || bytes_[0] != 'T' || bytes_[1] != 'Z') return std::nullopt;
        const bool has_wide_times = bytes_[4] >= '2';
        std::size_t at = 0;
        std::size_t width = 4;
        if (has_wide_times) {
            at = block_end(0, 4);
            width = 8;
            if (at + header_size > bytes_.size()) return std::nullopt;
        }
        return search(at, width, utc_seconds);
    }

private:
    [[nodiscard]] std::int64_t read(std::size_t at, std::size_t width) const {
        if (at + width > bytes_.size()) return 0;
        std::uint64_t value = (bytes_[at] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = 0; i < width; ++i) value = (value << 8U) | bytes_[at + i];
        return static_cast<std::int64_t>(value);
    }
    [[nodiscard]] std::size_t count(std::size_t header, std::size_t index) const {
        return static_cast<std::size_t>(std::clamp<std::int64_t>(read(header + 20 + 4 * index, 4), 0, 100'000));
    }
    // Counts in the header: UT indicators, standard indicators, leap seconds, times, types, characters.
    [[nodiscard]] std::size_t block_end(std::size_t header, std::size_t width) const {
        return header + header_size + count(header, 3) * (width + 1) + count(header, 4) * 6 + count(header, 5) +
               count(header, 2) * (width + 4) + count(header, 1) + count(header, 0);
    }

    [[nodiscard]] std::optional<std::int64_t> search(std::size_t header, std::size_t width,
                                                     std::int64_t utc_seconds) const {
        const auto times = count(header, 3);
        const auto first_time = header + header_size;
        const auto first_index = first_time + times * width;
        const auto first_type = first_index + times;
        if (count(header, 4) == 0 || first_type + 6 > bytes_.size()) return std::nullopt;
        std::size_t type = 0;
        for (std::size_t i = 0; i < times && read(first_time + i * width, width) <= utc_seconds; ++i) {
            type = bytes_[first_index + i];
        }
        return read(first_type + type * 6, 4);
    }

    std::vector<unsigned char> bytes_;
};

}  // namespace

std::optional<std::int16_t> region_offset(std::string_view region, std::int64_t utc_seconds) {
    const bool is_plain =
        !region.empty() && region.front() != '/' && region.find("..") == std::string_view::npos &&
        std::all_of(region.begin(), region.end(), [](char c) {
            return base::is_letter(c) || base::is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
        });
    if (!is_plain) return std::nullopt;
    if (region == "UTC" || region == "GMT") return 0;
    std::ifstream in("/usr/share/zoneinfo/" + std::string(region), std::ios::binary);
    if (!in) return std::nullopt;
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    const auto seconds = zone_file({bytes.begin(), bytes.end()}).offset_at(utc_seconds);
    return seconds ? std::optional(static_cast<std::int16_t>(*seconds / 60)) : std::nullopt;
}

}  // namespace oraxx::sandbox::engine
