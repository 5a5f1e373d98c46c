// Conversions between the date types, and between them and text.
#include <oraxx/region.hpp>

#include "server/engine/interval_text.hpp"
#include "server/engine/runtime.hpp"
#include "server/engine/time_zone.hpp"

namespace oraxx::sandbox::engine {
namespace {

instant minutes(std::int64_t count) {
    return {count * 60, 0};
}
instant local_of(const zoned_instant& t) {
    return add(t.utc, minutes(with_offset(t).offset_minutes));
}
zoned_instant from_local(const instant& local, int offset) {
    return {add(local, negate(minutes(offset))), static_cast<std::int16_t>(offset), 0};
}

// Text to a date type: (text, position) by the NLS format, (text, model, position), or (text, model, NLS
// arguments, position).
time_fields parse(call& c, nls_parameter default_model) {
    const auto& settings = c.count() == 4 ? c.state().nls_with(c.text(2), c.position()) : c.state().nls();
    const auto model = c.count() >= 3 ? c.text(1) : std::string_view(settings[default_model]);
    auto defaults = c.state().date_defaults();
    defaults.language = &settings.date_language();
    return parse_date(c.state().format(model, c.position()), c.text(0), defaults, c.position());
}
void date_from_text(call& c) {
    const auto t = to_instant(parse(c, nls_parameter::date_format));
    c.result_date({t.seconds, 0});
}
void timestamp_from_text(call& c) {
    c.result_timestamp(to_instant(parse(c, nls_parameter::timestamp_format)));
}
void zoned_from_text(call& c) {
    const auto f = parse(c, nls_parameter::timestamp_tz_format);
    c.result(from_local(to_instant(f), f.offset_minutes));
}

// The model with the names of the region and of its time in the place of TZR and TZD.
date_format with_region(date_format format, std::uint16_t region, const instant& utc) {
    const auto name = oraxx::region_name(region);
    for (auto& element : format) {
        const bool is_name = element.what == date_element::code::zone_region;
        if (!is_name && element.what != date_element::code::zone_abbreviation) continue;
        element.what = date_element::code::literal;
        element.text = is_name ? upper_ascii(name) : region_abbreviation(name, utc.seconds);
    }
    return format;
}

// Arguments `first`, `first` + 1 where they are given: the model and the NLS arguments; then the position.
std::string as_text(call& c, const time_fields& fields, std::size_t first, nls_parameter default_model, int digits,
                    std::uint16_t region = 0) {
    const bool has_arguments = c.count() > first + 2;
    const auto& settings = has_arguments ? c.state().nls_with(c.text(first + 1), c.position()) : c.state().nls();
    const auto model = c.count() > first + 1 ? c.text(first) : std::string_view(settings[default_model]);
    const auto& format = c.state().format(model, c.position());
    if (region == 0) return format_date(format, fields, {settings, digits});
    return format_date(with_region(format, region, c.zoned(0).utc), fields, {settings, digits});
}
// (value, [model, [NLS arguments,]] position)
void text_from_date(call& c) {
    const auto fields = to_fields({c.integer(0), 0});
    c.result(std::string_view(as_text(c, fields, 1, nls_parameter::date_format, 0)));
}
// (value, digits, [model, [NLS arguments,]] position)
void text_from_timestamp(call& c) {
    const auto digits = static_cast<int>(c.integer(1));
    c.result(std::string_view(as_text(c, to_fields(c.time(0)), 2, nls_parameter::timestamp_format, digits)));
}
void text_from_zoned(call& c) {
    const auto t = with_offset(c.zoned(0));
    auto fields = to_fields(local_of(t));
    fields.offset_minutes = t.offset_minutes;
    const auto digits = static_cast<int>(c.integer(1));
    c.result(std::string_view(as_text(c, fields, 2, nls_parameter::timestamp_tz_format, digits, t.region_id)));
}

void date_from_timestamp(call& c) {
    c.result(c.time(0).seconds);
}
void timestamp_from_date(call& c) {
    c.result(instant{c.integer(0), 0});
}
void zoned_from_timestamp(call& c) {
    c.result(from_local(c.time(0), c.state().zone_offset));
}
void timestamp_from_zoned(call& c) {
    c.result(local_of(c.zoned(0)));
}
void local_from_timestamp(call& c) {  // session time to UTC
    c.result(add(c.time(0), negate(minutes(c.state().zone_offset))));
}
void timestamp_from_local(call& c) {  // UTC to session time
    c.result(add(c.time(0), minutes(c.state().zone_offset)));
}
void zoned_from_local(call& c) {
    c.result(zoned_instant{c.time(0), c.state().zone_offset, 0});
}
void local_from_zoned(call& c) {
    c.result(c.zoned(0).utc);
}
// For comparisons: the instant alone.
void zoned_key(call& c) {
    c.result(c.zoned(0).utc);
}
void zoned_offset(call& c) {
    c.result(std::int64_t{with_offset(c.zoned(0)).offset_minutes});
}
// (value, digits)
void round_timestamp(call& c) {
    c.result(round_fraction(c.time(0), static_cast<int>(c.integer(1))));
}
void round_zoned(call& c) {
    auto t = c.zoned(0);
    t.utc = round_fraction(t.utc, static_cast<int>(c.integer(1)));
    c.result(t);
}

zone_name zone_argument(call& c, std::size_t at) {
    const auto zone = parse_zone(c.text(at));
    if (!zone) fail(ora::region_not_found, c.position());
    return *zone;
}
// AT TIME ZONE: (zoned, zone, position); AT LOCAL: (zoned, position)
void at_zone(call& c) {
    auto t = c.zoned(0);
    const auto zone = c.count() == 3 ? zone_argument(c, 1) : zone_name{c.state().zone_offset, 0};
    t.offset_minutes = zone.offset_minutes;
    t.region_id = zone.region_id;
    c.result(with_offset(t));
}
// FROM_TZ (timestamp, zone, position)
void from_zone(call& c) {
    const auto t = at_local_time(c.time(0), zone_argument(c, 1));
    if (!t) fail(ora::field_not_in_datetime, c.position());
    c.result(*t);
}
void session_zone(call& c) {
    c.result(std::string_view(c.state().zone_name));
}
void database_zone(call& c) {
    c.result(std::string_view(offset_text(c.state().database_zone)));
}

// Intervals
void span_from_text(call& c) {
    const auto span = parse_day_interval(c.text(0), interval_field::day, interval_field::second);
    if (!span) fail(ora::invalid_interval, c.position());
    c.result(*span);
}
void months_from_text(call& c) {
    const auto months = parse_year_interval(c.text(0), interval_field::year, interval_field::month);
    if (!months) fail(ora::invalid_interval, c.position());
    c.result(*months);
}
// (value, leading digits, fraction digits)
void text_from_span(call& c) {
    c.result(std::string_view(
        day_interval_text(c.time(0), static_cast<int>(c.integer(1)), static_cast<int>(c.integer(2)))));
}
void text_from_months(call& c) {
    c.result(std::string_view(year_interval_text(c.integer(0), static_cast<int>(c.integer(1)))));
}

constexpr function_entry entries[] = {
    {"d_from_text", 2, date_from_text},
    {"d_from_text", 3, date_from_text},
    {"d_from_text", 4, date_from_text},
    {"ts_from_text", 2, timestamp_from_text},
    {"ts_from_text", 3, timestamp_from_text},
    {"ts_from_text", 4, timestamp_from_text},
    {"tz_from_text", 2, zoned_from_text},
    {"tz_from_text", 3, zoned_from_text},
    {"tz_from_text", 4, zoned_from_text},
    {"text_from_d", 2, text_from_date},
    {"text_from_d", 3, text_from_date},
    {"text_from_d", 4, text_from_date},
    {"text_from_ts", 3, text_from_timestamp},
    {"text_from_ts", 4, text_from_timestamp},
    {"text_from_ts", 5, text_from_timestamp},
    {"text_from_tz", 3, text_from_zoned},
    {"text_from_tz", 4, text_from_zoned},
    {"text_from_tz", 5, text_from_zoned},
    {"d_from_ts", 1, date_from_timestamp},
    {"ts_from_d", 1, timestamp_from_date},
    {"tz_from_ts", 1, zoned_from_timestamp},
    {"ts_from_tz", 1, timestamp_from_zoned},
    {"ltz_from_ts", 1, local_from_timestamp},
    {"ts_from_ltz", 1, timestamp_from_local},
    {"tz_from_ltz", 1, zoned_from_local},
    {"ltz_from_tz", 1, local_from_zoned},
    {"tz_key", 1, zoned_key},
    {"tz_offset", 1, zoned_offset},
    {"ts_round", 2, round_timestamp},
    {"tz_round", 2, round_zoned},
    {"tz_at", 2, at_zone},
    {"tz_at", 3, at_zone},
    {"tz_from_zone", 3, from_zone},
    {"session_zone", 0, session_zone},
    {"database_zone", 0, database_zone},
    {"ds_from_text", 2, span_from_text},
    {"ym_from_text", 2, months_from_text},
    {"text_from_ds", 3, text_from_span},
    {"text_from_ym", 2, text_from_months},
};

}  // namespace

std::span<const function_entry> date_conversions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
