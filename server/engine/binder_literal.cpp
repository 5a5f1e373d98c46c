// Literals and binds.
#include <algorithm>
#include <array>
#include <charconv>

#include "server/engine/binder.hpp"
#include "server/engine/date_format.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/interval_text.hpp"
#include "server/engine/time_zone.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

double parse_double(const expression& e) {
    double parsed = 0;
    const auto error = std::from_chars(e.text.data(), e.text.data() + e.text.size(), parsed).ec;
    if (error != std::errc{}) fail(ora::numeric_overflow, e.position);
    return parsed;
}

typed null_value(std::size_t position) {
    typed out;
    out.sql = "NULL";
    out.type = null_type();
    out.position = position;
    return out;
}

}  // namespace

typed binder::bind_literal(const expression& e) const {
    typed out;
    out.position = e.position;
    switch (e.kind) {
    case expression_kind::number: {
        const auto parsed = decimal::parse(e.text);
        if (!parsed) fail(ora::numeric_overflow, e.position);
        std::array<std::uint8_t, decimal::max_stored_size> stored{};
        out.sql = number_literal(*parsed);
        // A literal describes as NUMBER of just its size.
        out.type = {db_type::number, 0, -127, static_cast<std::uint32_t>(parsed->store(stored)), 0};
        out.label = e.text;
        return out;
    }
    case expression_kind::binary_float:
        out.sql = bytes_literal(store_float(static_cast<float>(parse_double(e))));
        out.type = simple_type(db_type::binary_float, 4);
        return out;
    case expression_kind::binary_double:
        out.sql = bytes_literal(store_double(parse_double(e)));
        out.type = simple_type(db_type::binary_double, 8);
        return out;
    case expression_kind::text:
    case expression_kind::national_text: {
        if (e.text.empty()) return null_value(e.position);
        const auto chars = static_cast<std::uint32_t>(character_count(e.text));
        out.sql = text_literal(e.text);
        out.label = "'" + e.text + "'";
        out.type = e.kind == expression_kind::text
                       ? sql_type{db_type::char_, 0, 0, static_cast<std::uint32_t>(e.text.size()), chars}
                       : sql_type{db_type::nchar, 0, 0, chars * 2, chars};
        return out;
    }
    case expression_kind::boolean:
        out.sql = e.text == "TRUE" ? "1" : "0";
        out.type = boolean_type();
        return out;
    case expression_kind::date_literal: {
        const auto format = parse_date_format("FXYYYY-MM-DD", e.position);
        out.sql = std::to_string(to_instant(parse_date(format, e.text, {}, e.position)).seconds);
        out.type = date_type();
        return out;
    }
    case expression_kind::timestamp_literal: return bind_timestamp_literal(e);
    case expression_kind::interval_ym:
    case expression_kind::interval_ds: return bind_interval_literal(e);
    default: return null_value(e.position);
    }
}

// TIMESTAMP 'YYYY-MM-DD HH24:MI:SS[.FF] [zone]'
typed binder::bind_timestamp_literal(const expression& e) const {
    typed out;
    out.position = e.position;
    std::string_view text = e.text;
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    // A zone stands behind the time: after its last blank, or as a sign after the date.
    const auto time = text.find_first_of(" T", text.empty() ? 0 : 1);
    const auto zone = time == std::string_view::npos ? time : text.find_first_of("+- ", time + 1);
    const auto local = to_instant(
        parse_date(parse_date_format("SYYYY-MM-DD HH24:MI:SSXFF", e.position), text.substr(0, zone), {}, e.position));
    if (zone == std::string_view::npos) {
        out.type = timestamp_type(db_type::timestamp, 9);
        out.sql = bytes_literal(store(local));
        return out;
    }
    auto name = text.substr(zone);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    const auto named = parse_zone(name);
    if (!named) fail(ora::region_not_found, e.position);
    const auto zoned = at_local_time(local, *named);
    if (!zoned) fail(ora::field_not_in_datetime, e.position);
    out.type = timestamp_type(db_type::timestamp_tz, 9);
    out.sql = bytes_literal(store(*zoned));
    return out;
}

typed binder::bind_interval_literal(const expression& e) const {
    typed out;
    out.position = e.position;
    const auto first = parse_interval_field(e.first_field);
    const auto last = parse_interval_field(e.last_field);
    if (!first || !last || *last < *first) fail(ora::invalid_interval_field, e.position);
    const int leading = e.leading_digits < 0 ? 2 : e.leading_digits;
    const auto check_leading = [&](std::int64_t parsed) {
        if (static_cast<int>(std::to_string(std::abs(parsed)).size()) > std::max(leading, 1))
            fail(ora::leading_precision_too_small, e.position);
    };
    if (e.kind == expression_kind::interval_ym) {
        const auto months = parse_year_interval(e.text, *first, *last);
        if (!months) fail(ora::invalid_interval, e.position);
        check_leading(*first == interval_field::year ? *months / 12 : *months);
        out.type = {db_type::interval_ym, leading, 0, 5, 0};
        out.sql = std::to_string(*months);
        return out;
    }
    const auto span = parse_day_interval(e.text, *first, *last);
    if (!span) fail(ora::invalid_interval, e.position);
    const auto size = span->seconds < 0 ? negate(*span) : *span;
    constexpr std::array<std::int64_t, 6> unit{0, 0, seconds_per_day, 3600, 60, 1};
    check_leading(size.seconds / unit[static_cast<std::size_t>(*first)]);
    const int digits = e.fraction_digits < 0 ? 6 : e.fraction_digits;
    out.type = {db_type::interval_ds, leading, digits, 11, 0};
    out.sql = bytes_literal(store(round_fraction(*span, digits)));
    return out;
}

typed binder::bind_variable(const expression& e) const {
    typed out;
    out.position = e.position;
    out.sql = "?" + std::to_string(e.bind_index + 1);
    out.type = e.bind_index < binds_.size() ? binds_[e.bind_index] : bind_type(db_type::varchar2, 1);
    out.label = ":" + e.text;
    return out;
}

}  // namespace oraxx::sandbox::engine
