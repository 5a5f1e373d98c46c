#include "server/engine/time_zone.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <oraxx/region.hpp>

#include "base/ascii.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t header_size = 44;

// A TZif file (RFC 8536): a block of 32-bit times, then, from version 2 on, one of 64-bit times.
class zone_file {
public:
    explicit zone_file(std::vector<unsigned char> bytes) : bytes_(std::move(bytes)) {}

    // What holds from some moment on.
    struct period {
        std::int64_t offset = 0;  // seconds east of UTC
        std::string abbreviation{};
    };
    [[nodiscard]] std::optional<period> period_at(std::int64_t utc_seconds) const {
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

    [[nodiscard]] std::optional<period> search(std::size_t header, std::size_t width,
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
        period out;
        out.offset = read(first_type + type * 6, 4);
        auto name = first_type + count(header, 4) * 6;
        if (first_type + type * 6 + 5 < bytes_.size()) name += bytes_[first_type + type * 6 + 5];
        for (; name < bytes_.size() && bytes_[name] != 0; ++name) out.abbreviation += static_cast<char>(bytes_[name]);
        return out;
    }

    std::vector<unsigned char> bytes_;
};

// Each file is read once a thread; what is no region is known as an empty one.
const zone_file& file_of(std::string_view region) {
    thread_local std::map<std::string, zone_file, std::less<>> known;
    if (const auto found = known.find(region); found != known.end()) return found->second;
    const bool is_plain =
        !region.empty() && region.front() != '/' && region.find("..") == std::string_view::npos &&
        std::all_of(region.begin(), region.end(), [](char c) {
            return base::is_letter(c) || base::is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
        });
    std::vector<char> bytes;
    if (is_plain) {
        std::ifstream in("/usr/share/zoneinfo/" + std::string(region), std::ios::binary);
        if (in) bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    return known.emplace(region, zone_file({bytes.begin(), bytes.end()})).first->second;
}

}  // namespace

std::optional<std::int16_t> region_offset(std::string_view region, std::int64_t utc_seconds) {
    if (region == "UTC" || region == "GMT") return 0;
    const auto found = file_of(region).period_at(utc_seconds);
    return found ? std::optional(static_cast<std::int16_t>(found->offset / 60)) : std::nullopt;
}

std::string region_abbreviation(std::string_view region, std::int64_t utc_seconds) {
    if (region == "UTC" || region == "GMT") return std::string(region);
    const auto found = file_of(region).period_at(utc_seconds);
    return found ? found->abbreviation : std::string{};
}

std::optional<zone_name> parse_zone(std::string_view text) {
    if (text == "UTC" || text == "GMT" || text == "Etc/UTC" || text == "Z") return zone_name{};
    if (const auto offset = parse_offset(text)) return zone_name{*offset, 0};
    const auto id = oraxx::region_id(text);
    if (id == 0 || !region_offset(oraxx::region_name(id), 0)) return std::nullopt;
    return zone_name{0, id};
}

std::optional<zoned_instant> at_local_time(const instant& local, const zone_name& zone) {
    const auto at = [&](std::int16_t offset) {
        return zoned_instant{add(local, {-std::int64_t{offset} * 60, 0}), offset, zone.region_id};
    };
    if (zone.region_id == 0) return at(zone.offset_minutes);
    const auto region = oraxx::region_name(zone.region_id);
    // The offsets before and after any change near by; the one that holds at the time it leads to is right.
    for (const auto days : {1, -1}) {
        const auto offset = region_offset(region, local.seconds + days * seconds_per_day);
        if (!offset) return std::nullopt;
        const auto out = at(*offset);
        if (region_offset(region, out.utc.seconds) == offset) return out;
    }
    return std::nullopt;
}

zoned_instant with_offset(zoned_instant t) {
    if (t.region_id == 0) return t;
    if (const auto offset = region_offset(oraxx::region_name(t.region_id), t.utc.seconds)) t.offset_minutes = *offset;
    return t;
}

}  // namespace oraxx::sandbox::engine
