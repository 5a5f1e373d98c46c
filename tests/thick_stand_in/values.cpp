// Values in the forms of ODPI-C, and which of them go together.
#include <limits>

#include "handles.hpp"

namespace oraxx::stand_in {
namespace {

struct pair_of_types {
    db_type type;
    dpiOracleTypeNum oracle;
    dpiNativeTypeNum native;
    std::uint16_t oci;
    bool is_sized;  // its size is described
};

constexpr pair_of_types pairs[] = {
    {db_type::varchar2, DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_BYTES, 1, true},
    {db_type::nvarchar2, DPI_ORACLE_TYPE_NVARCHAR, DPI_NATIVE_TYPE_BYTES, 1, true},
    {db_type::char_, DPI_ORACLE_TYPE_CHAR, DPI_NATIVE_TYPE_BYTES, 96, true},
    {db_type::nchar, DPI_ORACLE_TYPE_NCHAR, DPI_NATIVE_TYPE_BYTES, 96, true},
    {db_type::rowid, DPI_ORACLE_TYPE_ROWID, DPI_NATIVE_TYPE_ROWID, 104, false},
    {db_type::urowid, DPI_ORACLE_TYPE_UROWID, DPI_NATIVE_TYPE_ROWID, 104, false},
    {db_type::raw, DPI_ORACLE_TYPE_RAW, DPI_NATIVE_TYPE_BYTES, 23, true},
    {db_type::binary_float, DPI_ORACLE_TYPE_NATIVE_FLOAT, DPI_NATIVE_TYPE_FLOAT, 100, false},
    {db_type::binary_double, DPI_ORACLE_TYPE_NATIVE_DOUBLE, DPI_NATIVE_TYPE_DOUBLE, 101, false},
    {db_type::binary_integer, DPI_ORACLE_TYPE_NATIVE_INT, DPI_NATIVE_TYPE_INT64, 265, false},
    {db_type::number, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_DOUBLE, 2, false},
    {db_type::date, DPI_ORACLE_TYPE_DATE, DPI_NATIVE_TYPE_TIMESTAMP, 12, false},
    {db_type::timestamp, DPI_ORACLE_TYPE_TIMESTAMP, DPI_NATIVE_TYPE_TIMESTAMP, 187, false},
    {db_type::timestamp_tz, DPI_ORACLE_TYPE_TIMESTAMP_TZ, DPI_NATIVE_TYPE_TIMESTAMP, 188, false},
    {db_type::timestamp_ltz, DPI_ORACLE_TYPE_TIMESTAMP_LTZ, DPI_NATIVE_TYPE_TIMESTAMP, 232, false},
    {db_type::interval_ds, DPI_ORACLE_TYPE_INTERVAL_DS, DPI_NATIVE_TYPE_INTERVAL_DS, 190, false},
    {db_type::interval_ym, DPI_ORACLE_TYPE_INTERVAL_YM, DPI_NATIVE_TYPE_INTERVAL_YM, 189, false},
    {db_type::clob, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 112, false},
    {db_type::nclob, DPI_ORACLE_TYPE_NCLOB, DPI_NATIVE_TYPE_LOB, 112, false},
    {db_type::blob, DPI_ORACLE_TYPE_BLOB, DPI_NATIVE_TYPE_LOB, 113, false},
    {db_type::bfile, DPI_ORACLE_TYPE_BFILE, DPI_NATIVE_TYPE_LOB, 114, false},
    {db_type::cursor, DPI_ORACLE_TYPE_STMT, DPI_NATIVE_TYPE_STMT, 116, false},
    {db_type::boolean, DPI_ORACLE_TYPE_BOOLEAN, DPI_NATIVE_TYPE_BOOLEAN, 252, false},
    {db_type::json, DPI_ORACLE_TYPE_JSON, DPI_NATIVE_TYPE_JSON, 119, false},
    {db_type::object, DPI_ORACLE_TYPE_OBJECT, DPI_NATIVE_TYPE_OBJECT, 108, false},
    {db_type::long_text, DPI_ORACLE_TYPE_LONG_VARCHAR, DPI_NATIVE_TYPE_BYTES, 8, false},
    {db_type::long_raw, DPI_ORACLE_TYPE_LONG_RAW, DPI_NATIVE_TYPE_BYTES, 24, false},
    {db_type::long_nvarchar, DPI_ORACLE_TYPE_LONG_NVARCHAR, DPI_NATIVE_TYPE_BYTES, 8, false},
    {db_type::xmltype, DPI_ORACLE_TYPE_LONG_VARCHAR, DPI_NATIVE_TYPE_BYTES, 1, false},
};

const pair_of_types* find(db_type type) noexcept {
    for (const auto& each : pairs) {
        if (each.type == type) return &each;
    }
    return nullptr;
}
const pair_of_types* find(dpiOracleTypeNum type) noexcept {
    for (const auto& each : pairs) {
        if (each.oracle == type) return &each;
    }
    return nullptr;
}

dpiTimestamp fields(const timestamp& from, int offset = 0) noexcept {
    return {.year = from.date.year,
            .month = from.date.month,
            .day = from.date.day,
            .hour = from.date.hour,
            .minute = from.date.minute,
            .second = from.date.second,
            .fsecond = from.nanosecond,
            .tzHourOffset = static_cast<std::int8_t>(offset / 60),
            .tzMinuteOffset = static_cast<std::int8_t>(offset % 60)};
}

timestamp fields(const dpiTimestamp& from) noexcept {
    return {.date = {.year = from.year,
                     .month = from.month,
                     .day = from.day,
                     .hour = from.hour,
                     .minute = from.minute,
                     .second = from.second},
            .nanosecond = from.fsecond};
}

// One for each alternative of a value; false: ODPI-C has no such conversion.
struct to_native {
    dpiNativeTypeNum native;
    std::string& room;
    dpiDataBuffer& out;

    bool operator()(std::monostate /*null*/) const { return true; }
    bool operator()(bool held) const {
        out.asBoolean = held ? 1 : 0;
        return native == DPI_NATIVE_TYPE_BOOLEAN;
    }
    bool operator()(const number& held) const {
        if (native == DPI_NATIVE_TYPE_INT64) {
            const auto whole = held.to_int64();
            if (whole) out.asInt64 = *whole;
            return whole.has_value();
        }
        if (native == DPI_NATIVE_TYPE_DOUBLE) return (*this)(held.to_double());
        return bytes(held.is_infinite() ? (held.is_negative() ? "-~" : "~") : held.to_string());
    }
    bool operator()(double held) const {
        out.asDouble = held;
        return native == DPI_NATIVE_TYPE_DOUBLE;
    }
    bool operator()(float held) const {
        out.asFloat = held;
        return native == DPI_NATIVE_TYPE_FLOAT;
    }
    bool operator()(const std::string& held) const { return bytes(held); }
    bool operator()(const std::vector<std::byte>& held) const {
        return bytes({reinterpret_cast<const char*>(held.data()), held.size()});
    }
    bool operator()(const date& held) const { return time(fields(timestamp{.date = held})); }
    bool operator()(const timestamp& held) const { return time(fields(held)); }
    bool operator()(const timestamp_tz& held) const { return time(fields(held.local(), held.offset_minutes)); }
    bool operator()(const timestamp_ltz& held) const { return time(fields(held.value)); }
    bool operator()(const interval_ds& held) const {
        out.asIntervalDS = {held.days, held.hours, held.minutes, held.seconds, held.nanoseconds};
        return native == DPI_NATIVE_TYPE_INTERVAL_DS;
    }
    bool operator()(const interval_ym& held) const {
        out.asIntervalYM = {held.years, held.months};
        return native == DPI_NATIVE_TYPE_INTERVAL_YM;
    }
    template <class T>
    bool operator()(const T& /*held*/) const {
        return false;
    }

private:
    bool bytes(std::string_view held) const {
        room = held;
        out.asBytes = {room.data(), static_cast<std::uint32_t>(room.size()), "UTF-8"};
        return native == DPI_NATIVE_TYPE_BYTES;
    }
    bool time(const dpiTimestamp& held) const {
        out.asTimestamp = held;
        return native == DPI_NATIVE_TYPE_TIMESTAMP;
    }
};

std::optional<value> time_value(dpiOracleTypeNum type, const dpiTimestamp& from) {
    const auto held = fields(from);
    switch (type) {
    case DPI_ORACLE_TYPE_DATE: return value(held.date);
    case DPI_ORACLE_TYPE_TIMESTAMP: return value(held);
    case DPI_ORACLE_TYPE_TIMESTAMP_TZ:
        return value(
            timestamp_tz::from_local(held, static_cast<std::int16_t>(from.tzHourOffset * 60 + from.tzMinuteOffset)));
    case DPI_ORACLE_TYPE_TIMESTAMP_LTZ: return value(timestamp_ltz{.value = held});
    default: return std::nullopt;
    }
}

std::optional<value> bytes_value(dpiOracleTypeNum type, std::string_view from) {
    if (type == DPI_ORACLE_TYPE_NUMBER) {
        if (from == "~" || from == "-~") return value(number::infinity(from.front() == '-'));
        auto parsed = number::parse(from);
        if (!parsed) return std::nullopt;
        return value(*parsed);
    }
    if (type == DPI_ORACLE_TYPE_RAW || type == DPI_ORACLE_TYPE_LONG_RAW) {
        const auto* first = reinterpret_cast<const std::byte*>(from.data());
        return value(std::vector<std::byte>(first, first + from.size()));
    }
    return value(std::string(from));
}

}  // namespace

db_type type_of(dpiOracleTypeNum type) noexcept {
    const auto* found = find(type);
    return found == nullptr ? db_type::unknown : found->type;
}

dpiOracleTypeNum oracle_type(db_type type) noexcept {
    const auto* found = find(type);
    return found == nullptr ? dpiOracleTypeNum{0} : found->oracle;
}

dpiNativeTypeNum default_native(dpiOracleTypeNum type) noexcept {
    const auto* found = find(type);
    return found == nullptr ? dpiNativeTypeNum{0} : found->native;
}

dpiDataTypeInfo info_of(db_type type, int precision, int scale, std::uint32_t bytes, std::uint32_t chars) {
    dpiDataTypeInfo out{};
    const auto* found = find(type);
    if (found == nullptr) return out;  // as ODPI-C: a type without a number
    out.oracleTypeNum = found->oracle;
    out.defaultNativeTypeNum = found->native;
    out.ociTypeCode = found->oci;
    out.precision = static_cast<std::int16_t>(precision);
    const bool has_fraction =
        found->native == DPI_NATIVE_TYPE_TIMESTAMP || found->native == DPI_NATIVE_TYPE_INTERVAL_DS;
    if (has_fraction) {
        out.fsPrecision = static_cast<std::uint8_t>(scale);
    } else {
        out.scale = static_cast<std::int8_t>(scale);
    }
    if (!found->is_sized) return out;
    out.dbSizeInBytes = bytes;
    out.clientSizeInBytes = bytes;
    out.sizeInChars = type == db_type::raw ? 0 : chars;
    return out;
}

bool to_data(const value& from, dpiOracleTypeNum /*type*/, dpiNativeTypeNum native, std::string& room, dpiData& out) {
    out.isNull = from.is_null() ? 1 : 0;
    return std::visit(to_native{native, room, out.value}, from.alternatives());
}

std::optional<value> from_data(const dpiData& from, dpiOracleTypeNum type, dpiNativeTypeNum native) {
    if (from.isNull != 0) return value();
    const auto& held = from.value;
    switch (native) {
    case DPI_NATIVE_TYPE_BYTES: return bytes_value(type, {held.asBytes.ptr, held.asBytes.length});
    case DPI_NATIVE_TYPE_INT64: return value(number(held.asInt64));
    case DPI_NATIVE_TYPE_DOUBLE: return value(held.asDouble);
    case DPI_NATIVE_TYPE_FLOAT: return value(held.asFloat);
    case DPI_NATIVE_TYPE_BOOLEAN: return value(held.asBoolean != 0);
    case DPI_NATIVE_TYPE_TIMESTAMP: return time_value(type, held.asTimestamp);
    case DPI_NATIVE_TYPE_INTERVAL_DS:
        return value(interval_ds{.days = held.asIntervalDS.days,
                                 .hours = held.asIntervalDS.hours,
                                 .minutes = held.asIntervalDS.minutes,
                                 .seconds = held.asIntervalDS.seconds,
                                 .nanoseconds = held.asIntervalDS.fseconds});
    case DPI_NATIVE_TYPE_INTERVAL_YM:
        return value(interval_ym{.years = held.asIntervalYM.years, .months = held.asIntervalYM.months});
    default: return std::nullopt;
    }
}

}  // namespace oraxx::stand_in
