// Oracle's date functions and the TO_ conversions that take a format model.
#include <algorithm>

#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

sql_type zoned_type() {
    return timestamp_type(db_type::timestamp_tz, 9);
}

typed to_char_with(const function_call& c, bool national) {
    const auto& value = c.args[0];
    const auto sized = [&](std::uint32_t chars) {
        auto type = text_type(chars, chars);
        if (national) type = {db_type::nvarchar2, 0, 0, std::min(chars * 2, max_text_bytes), chars};
        return type;
    };
    if (!c.has(1) || is_text(value.type.kind)) {
        const auto text = c.b.to_text(value);
        return c.result(text.sql, is_text(value.type.kind) && !national ? text_type(text.type.bytes, text.type.chars)
                                                                        : sized(std::max(text.type.chars, 1U)));
    }
    // The model and, with a third argument, the NLS settings it is read by.
    const auto model = c.has(2) ? c.text(1) + "," + c.text(2) : c.text(1);
    if (is_numeric(value.type.kind)) {
        const auto width = std::max(c.b.to_text(c.args[1]).type.chars + 2, number_text_bytes);
        return c.result(call_at("text_from_n", {c.number(0), model}, c.position), sized(width));
    }
    const auto digits = std::to_string(value.type.scale);
    // A model can stretch: MONTH takes nine characters.
    const auto width = std::max(c.b.to_text(c.args[1]).type.chars * 3, date_text_bytes);
    switch (value.type.kind) {
    case db_type::date: return c.result(call_at("text_from_d", {value.sql, model}, c.position), sized(width));
    case db_type::timestamp:
        return c.result(call_at("text_from_ts", {value.sql, digits, model}, c.position), sized(width));
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz:
        return c.result(call_at("text_from_tz", {c.as(0, zoned_type()), digits, model}, c.position), sized(width));
    default: return c.result(c.text(0), sized(width));
    }
}
typed to_char(const function_call& c) {
    return to_char_with(c, false);
}
typed to_nchar(const function_call& c) {
    return to_char_with(c, true);
}

// From text with a model; from other types as the implicit conversion.
typed from_text(const function_call& c, const char* name, const sql_type& type) {
    if (c.has(2)) return c.result(call_at(name, {c.text(0), c.text(1), c.text(2)}, c.position), type);
    if (c.has(1)) return c.result(call_at(name, {c.text(0), c.text(1)}, c.position), type);
    auto value = c.args[0];
    value.position = c.position;
    return c.result(c.b.convert(value, type).sql, type);
}
typed to_date(const function_call& c) {
    return from_text(c, "d_from_text", date_type());
}
typed to_timestamp(const function_call& c) {
    return from_text(c, "ts_from_text", timestamp_type(db_type::timestamp, 9));
}
typed to_timestamp_tz(const function_call& c) {
    return from_text(c, "tz_from_text", zoned_type());
}

typed add_months(const function_call& c) {
    return c.result(call_at("d_add_months", {c.as(0, date_type()), c.number(1)}, c.position), date_type());
}
typed last_day(const function_call& c) {
    return c.result(call_sql("d_last_day", {c.as(0, date_type())}), date_type());
}
typed months_between(const function_call& c) {
    return c.result(call_sql("d_months_between", {c.as(0, date_type()), c.as(1, date_type())}), number_expression());
}
typed next_day(const function_call& c) {
    return c.result(call_at("d_next_day", {c.as(0, date_type()), c.text(1)}, c.position), date_type());
}
typed number_to_span(const function_call& c) {
    return c.result(call_at("ds_from_n", {c.number(0), c.text(1)}, c.position), {db_type::interval_ds, 9, 9, 11, 0});
}
typed number_to_months(const function_call& c) {
    return c.result(call_at("ym_from_n", {c.number(0), c.text(1)}, c.position), {db_type::interval_ym, 9, 0, 5, 0});
}
typed to_span(const function_call& c) {
    return c.result(call_at("ds_from_text", {c.text(0)}, c.position), {db_type::interval_ds, 9, 9, 11, 0});
}
typed to_months(const function_call& c) {
    return c.result(call_at("ym_from_text", {c.text(0)}, c.position), {db_type::interval_ym, 9, 0, 5, 0});
}
typed from_zone(const function_call& c) {
    const auto plain = c.as(0, timestamp_type(db_type::timestamp, 9));
    return c.result(call_at("tz_from_zone", {plain, c.text(1)}, c.position), zoned_type());
}

// The offset a zone has now.
typed zone_offset(const function_call& c) {
    const auto now = call_at("tz_at", {"systimestamp()", c.text(0)}, c.position);
    return c.result(call_at("text_from_tz", {now, "0", "'TZH:TZM'"}, c.position), text_type(7, 7));
}
typed instant_in_utc(const function_call& c) {
    return c.result(call_sql("tz_key", {c.as(0, zoned_type())}), timestamp_type(db_type::timestamp, 9));
}

constexpr scalar_function functions[] = {
    {"TO_CHAR", 1, 3, to_char},
    {"TO_NCHAR", 1, 3, to_nchar},
    {"TO_DATE", 1, 3, to_date},
    {"TO_TIMESTAMP", 1, 3, to_timestamp},
    {"TO_TIMESTAMP_TZ", 1, 3, to_timestamp_tz},
    {"ADD_MONTHS", 2, 2, add_months},
    {"LAST_DAY", 1, 1, last_day},
    {"MONTHS_BETWEEN", 2, 2, months_between},
    {"NEXT_DAY", 2, 2, next_day},
    {"NUMTODSINTERVAL", 2, 2, number_to_span},
    {"NUMTOYMINTERVAL", 2, 2, number_to_months},
    {"TO_DSINTERVAL", 1, 1, to_span},
    {"TO_YMINTERVAL", 1, 1, to_months},
    {"FROM_TZ", 2, 2, from_zone},
    {"TZ_OFFSET", 1, 1, zone_offset},
    {"SYS_EXTRACT_UTC", 1, 1, instant_in_utc},
};

}  // namespace

std::span<const scalar_function> date_function_table() {
    return functions;
}

}  // namespace oraxx::sandbox::engine
