#include "server/session/session_news.hpp"

#include <algorithm>
#include <charconv>

#include "wire/types/zone_offset.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

struct setting_keyword {
    std::string_view name;
    std::uint16_t keyword;
};
// Settings that have a keyword, NLS ones by the numbers of the protocol.
constexpr setting_keyword keywords[] = {{"NLS_CURRENCY", 0},
                                        {"NLS_ISO_CURRENCY", 1},
                                        {"NLS_NUMERIC_CHARACTERS", 2},
                                        {"NLS_DATE_FORMAT", 7},
                                        {"NLS_DATE_LANGUAGE", 8},
                                        {"NLS_TERRITORY", 9},
                                        {"NLS_SORT", 11},
                                        {"NLS_CALENDAR", 12},
                                        {"NLS_LANGUAGE", 16},
                                        {"NLS_COMP", 50},
                                        {"NLS_DUAL_CURRENCY", 52},
                                        {"NLS_TIME_FORMAT", 57},
                                        {"NLS_TIMESTAMP_FORMAT", 58},
                                        {"NLS_TIME_TZ_FORMAT", 59},
                                        {"NLS_TIMESTAMP_TZ_FORMAT", 60},
                                        {"NLS_LENGTH_SEMANTICS", 61},
                                        {"NLS_NCHAR_CONV_EXCP", 62},
                                        {"CURRENT_SCHEMA", ttc::session_keyword::current_schema},
                                        {"EDITION", ttc::session_keyword::edition}};

// Minutes of "+02:00"; 0 for anything else, a region for one: how those are told is not known.
std::int16_t offset_of(std::string_view text) noexcept {
    if (text.size() != 6 || text[3] != ':') return 0;
    int hours = 0;
    int minutes = 0;
    std::from_chars(text.data() + 1, text.data() + 3, hours);
    std::from_chars(text.data() + 4, text.data() + 6, minutes);
    const int total = hours * 60 + minutes;
    return static_cast<std::int16_t>(text[0] == '-' ? -total : total);
}

}  // namespace

void session_news::set_time_zone(std::int16_t offset_minutes) {
    const auto bytes = wire::types::encode_zone_offset(offset_minutes);
    items_.push_back({ttc::session_keyword::time_zone, {}, base::byte_buffer(bytes.begin(), bytes.end())});
}

void session_news::add(std::vector<engine::changed_setting> changed) {
    for (auto& setting : changed) {
        if (setting.name == "TIME_ZONE") {
            set_time_zone(offset_of(setting.value));
            continue;
        }
        const auto* known = std::find_if(std::begin(keywords), std::end(keywords),
                                         [&](const setting_keyword& each) { return each.name == setting.name; });
        if (known != std::end(keywords)) items_.push_back({known->keyword, std::move(setting.value), {}});
    }
}

std::vector<ttc::keyword_value> session_news::pairs() const {
    std::vector<ttc::keyword_value> out;
    for (const auto& each : items_) out.push_back({each.text, each.binary, each.keyword});
    return out;
}

void session_news::encode(ttc::encoder& c, std::span<const session_keyword> more) const {
    ttc::server_piggyback message;
    message.code = ttc::server_piggyback_code::session_sync;
    message.type_count = 1;
    message.type_mark = ttc::server_piggyback::known_type_mark;
    message.pairs_mark = 0x16;
    message.pairs = pairs();
    for (const auto& pair : more) message.pairs.push_back({pair.text, pair.binary, pair.keyword});
    ttc::encode(c, message);
}

}  // namespace oraxx::sandbox
