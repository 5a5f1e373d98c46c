#include "backend/thick/bind_value.hpp"

#include "backend/thick/times.hpp"

namespace oraxx::backend::thick {
namespace {

std::optional<double> floating(const bind_data& value) noexcept {
    if (const auto* held = std::get_if<double>(&value)) return *held;
    if (const auto* held = std::get_if<float>(&value)) return *held;
    if (const auto* held = std::get_if<std::int64_t>(&value)) return static_cast<double>(*held);
    if (const auto* held = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*held);
    if (const auto* held = std::get_if<number>(&value)) return held->to_double();
    return std::nullopt;
}

std::optional<number> exact(const bind_data& value) {
    if (const auto* held = std::get_if<number>(&value)) return *held;
    if (const auto* held = std::get_if<std::int64_t>(&value)) return number(*held);
    if (const auto* held = std::get_if<std::uint64_t>(&value)) return number(*held);
    if (const auto* held = std::get_if<double>(&value)) return number::from_double(*held);
    if (const auto* held = std::get_if<float>(&value)) return number::from_double(static_cast<double>(*held));
    return std::nullopt;
}

std::optional<dpiTimestamp> time_of(db_type type, const bind_data& value) {
    switch (type) {
    case db_type::date:
        if (const auto* held = std::get_if<date>(&value)) return to_dpi({.date = *held});
        break;
    case db_type::timestamp:
        if (const auto* held = std::get_if<timestamp>(&value)) return to_dpi(*held);
        if (const auto* held = std::get_if<date>(&value)) return to_dpi({.date = *held});
        break;
    case db_type::timestamp_tz:
        // In a named region the offset is not known here.
        if (const auto* held = std::get_if<timestamp_tz>(&value); held != nullptr && held->region_id == 0) {
            return to_dpi(held->local(), held->offset_minutes);
        }
        break;
    case db_type::timestamp_ltz:
        if (const auto* held = std::get_if<timestamp_ltz>(&value)) return to_dpi(held->value);
        break;
    default: break;
    }
    return std::nullopt;
}

}  // namespace

bool byte_form::make_number(const bind_data& value) {
    const auto held = exact(value);
    if (!held) return false;
    // ODPI-C's form of infinities: a mark instead of digits.
    made_ = held->is_infinite() ? (held->is_negative() ? "-~" : "~") : held->to_string();
    bytes_ = made_;
    return true;
}

bool byte_form::make(db_type type, const bind_data& value) {
    if (type == db_type::number) return make_number(value);
    if (const auto* held = std::get_if<std::string_view>(&value)) {
        bytes_ = *held;
        return true;
    }
    if (const auto* held = std::get_if<std::span<const std::byte>>(&value)) {
        bytes_ = {reinterpret_cast<const char*>(held->data()), held->size()};
        return true;
    }
    if (const auto* held = std::get_if<rowid>(&value)) {
        made_ = held->to_string();
        bytes_ = made_;
        return true;
    }
    return false;
}

bool to_native(db_type type, const bind_data& value, dpiDataBuffer& out) {
    switch (type) {
    case db_type::binary_integer: {
        const auto held = exact(value);
        const auto whole = held ? held->to_int64() : std::nullopt;
        if (whole) out.asInt64 = *whole;
        return whole.has_value();
    }
    case db_type::binary_double:
    case db_type::binary_float: {
        const auto held = floating(value);
        if (!held) return false;
        if (type == db_type::binary_double) {
            out.asDouble = *held;
        } else {
            out.asFloat = static_cast<float>(*held);
        }
        return true;
    }
    case db_type::boolean: {
        const auto* held = std::get_if<bool>(&value);
        if (held != nullptr) out.asBoolean = *held ? 1 : 0;
        return held != nullptr;
    }
    case db_type::interval_ds: {
        const auto* held = std::get_if<interval_ds>(&value);
        if (held != nullptr) {
            out.asIntervalDS = to_dpi(*held);
        }
        return held != nullptr;
    }
    case db_type::interval_ym: {
        const auto* held = std::get_if<interval_ym>(&value);
        if (held != nullptr) out.asIntervalYM = to_dpi(*held);
        return held != nullptr;
    }
    default: {
        const auto time = time_of(type, value);
        if (time) out.asTimestamp = *time;
        return time.has_value();
    }
    }
}

}  // namespace oraxx::backend::thick
