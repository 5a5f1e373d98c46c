#include "server/engine/types.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;

template <std::size_t Size>
void put(std::array<std::uint8_t, Size>& out, std::size_t at, std::uint64_t value, std::size_t width) noexcept {
    for (std::size_t i = 0; i < width; ++i) {
        out[at + i] = static_cast<std::uint8_t>(value >> (8 * (width - 1 - i)));
    }
}

std::uint64_t get(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t width) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) value = (value << 8U) | bytes[at + i];
    return value;
}

// Bit pattern of a float in an order that memcmp understands.
template <class Bits>
Bits to_ordered(Bits bits, Bits sign) noexcept {
    return (bits & sign) != 0 ? static_cast<Bits>(~bits) : static_cast<Bits>(bits | sign);
}
template <class Bits>
Bits from_ordered(Bits bits, Bits sign) noexcept {
    return (bits & sign) != 0 ? static_cast<Bits>(bits & ~sign) : static_cast<Bits>(~bits);
}

}  // namespace

sql_type text_type(std::uint32_t bytes, std::uint32_t chars) noexcept {
    return {db_type::varchar2, 0, 0, std::min(bytes, max_text_bytes), std::min(chars, max_text_bytes)};
}

sql_type timestamp_type(db_type kind, int fraction_digits) noexcept {
    return {kind, 0, fraction_digits, kind == db_type::timestamp_tz ? 13U : 11U, 0};
}

sql_type type_of(const type_attribute& a) noexcept {
    sql_type out{a.type, a.precision, a.scale, a.size_bytes, a.size_chars};
    out.object = a.object_type.get();
    return out;
}

sql_type from_type_name(const type_name& name) noexcept {
    sql_type out{name.type, 0, 0, 0, 0};
    switch (name.type) {
    case db_type::number: return {name.type, name.precision, name.scale, 22, 0};
    case db_type::varchar2:
    case db_type::char_: {
        const std::uint32_t limit = name.type == db_type::char_ ? 2000 : max_text_bytes;
        out.bytes = name.in_chars ? std::min(name.length * bytes_per_char, limit) : name.length;
        out.chars = name.length;
        return out;
    }
    case db_type::nvarchar2:
    case db_type::nchar: return {name.type, 0, 0, name.length * 2, name.length};
    case db_type::raw: return {name.type, 0, 0, name.length, 0};
    case db_type::date: return date_type();
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz: return timestamp_type(name.type, name.scale);
    case db_type::interval_ym: return {name.type, name.precision, 0, 5, 0};
    case db_type::interval_ds: return {name.type, name.precision, name.scale, 11, 0};
    case db_type::binary_float: return simple_type(name.type, 4);
    case db_type::binary_double: return simple_type(name.type, 8);
    case db_type::rowid: return simple_type(name.type, 10);
    case db_type::long_text:
    case db_type::long_raw: return simple_type(name.type, max_long_bytes);
    case db_type::boolean: return boolean_type();
    case db_type::vector:
        out.bytes = lob_described_bytes;
        out.dimensions = name.dimensions;
        out.vector_format = name.vector_format;
        out.is_sparse = name.is_sparse;
        return out;
    case db_type::urowid: return simple_type(name.type, name.length);
    case db_type::clob:
    case db_type::nclob:
    case db_type::blob:
    case db_type::bfile:
    case db_type::json:
    case db_type::xmltype:
    case db_type::object: return simple_type(name.type, lob_described_bytes);
    default: return out;
    }
}

sql_type bind_type(db_type type, std::uint32_t bytes) noexcept {
    // Text binds count as the smallest of a few sizes that holds them, so that a statement keeps its shape.
    constexpr std::array<std::uint32_t, 4> steps{32, 128, 2000, 4000};
    const auto step = *std::find_if(steps.begin(), steps.end() - 1, [bytes](std::uint32_t s) { return bytes <= s; });
    switch (type) {
    case db_type::varchar2:
    case db_type::long_text: return text_type(step, step);
    case db_type::char_: return {type, 0, 0, std::max(bytes, 1U), std::max(bytes, 1U)};
    case db_type::nvarchar2:
    case db_type::long_nvarchar: return {db_type::nvarchar2, 0, 0, step, std::max(step / 2, 1U)};
    case db_type::nchar: return {type, 0, 0, std::max(bytes, 2U), std::max(bytes / 2, 1U)};
    case db_type::raw:
    case db_type::long_raw: return {db_type::raw, 0, 0, std::max(bytes, 1U), 0};
    case db_type::number:
    case db_type::binary_integer: return {db_type::number, 0, -127, 22, 0};
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz: return timestamp_type(type, 9);
    case db_type::interval_ds: return {type, 9, 9, 11, 0};
    case db_type::interval_ym: return {type, 9, 0, 5, 0};
    default: {
        type_name name;
        name.type = type;
        name.scale = 0;
        return from_type_name(name);
    }
    }
}

bool is_fixed_text(db_type kind) noexcept {
    return kind == db_type::char_ || kind == db_type::nchar;
}
bool is_national(db_type kind) noexcept {
    return kind == db_type::nvarchar2 || kind == db_type::nchar;
}
bool is_text(db_type kind) noexcept {
    return kind == db_type::varchar2 || kind == db_type::nvarchar2 || is_fixed_text(kind);
}
bool is_long(db_type kind) noexcept {
    return kind == db_type::long_text || kind == db_type::long_raw;
}
bool is_binary_float(db_type kind) noexcept {
    return kind == db_type::binary_float || kind == db_type::binary_double;
}
bool is_numeric(db_type kind) noexcept {
    return kind == db_type::number || is_binary_float(kind);
}
bool is_timestamp(db_type kind) noexcept {
    return kind == db_type::timestamp || kind == db_type::timestamp_tz || kind == db_type::timestamp_ltz;
}
bool is_datetime(db_type kind) noexcept {
    return kind == db_type::date || is_timestamp(kind);
}
bool is_interval(db_type kind) noexcept {
    return kind == db_type::interval_ds || kind == db_type::interval_ym;
}
bool is_large_kind(db_type kind) noexcept {
    return is_lob(kind) || kind == db_type::json || kind == db_type::vector || kind == db_type::xmltype ||
           kind == db_type::object || kind == db_type::urowid;
}

std::string type_label(db_type kind) {
    if (is_national(kind)) return "NCHAR";
    if (is_text(kind)) return "CHAR";
    if (kind == db_type::raw) return "BINARY";
    return to_string(kind);
}

column_info describe(const std::string& name, const sql_type& type, bool nullable) {
    column_info out;
    out.name = name;
    out.type = type.kind;
    out.precision = type.precision;
    out.scale = type.scale;
    out.size_bytes = type.bytes;
    out.size_chars = is_text(type.kind) ? type.chars : 0;
    out.nullable = nullable;
    out.is_json = out.is_oson = type.kind == db_type::json;
    out.vector_dimensions = type.dimensions;
    out.vector_format = type.vector_format;
    out.vector_sparse = type.is_sparse;
    if (type.kind == db_type::xmltype) {
        out.type_schema = "SYS";
        out.type_name = "XMLTYPE";
    } else if (type.object != nullptr) {
        out.type_schema = type.object->schema;
        out.type_name = type.object->name;
    }
    return out;
}

std::array<std::uint8_t, stored_instant_size> store(const instant& t) noexcept {
    std::array<std::uint8_t, stored_instant_size> out{};
    put(out, 0, static_cast<std::uint64_t>(t.seconds) ^ sign_bit, 8);
    put(out, 8, t.nanos, 4);
    return out;
}

instant load_instant(std::span<const std::uint8_t> bytes) noexcept {
    return {static_cast<std::int64_t>(get(bytes, 0, 8) ^ sign_bit), static_cast<std::uint32_t>(get(bytes, 8, 4))};
}

std::array<std::uint8_t, stored_zoned_size> store(const zoned_instant& t) noexcept {
    std::array<std::uint8_t, stored_zoned_size> out{};
    const auto utc = store(t.utc);
    std::copy(utc.begin(), utc.end(), out.begin());
    put(out, 12, static_cast<std::uint16_t>(t.offset_minutes), 2);
    put(out, 14, t.region_id, 2);
    return out;
}

zoned_instant load_zoned(std::span<const std::uint8_t> bytes) noexcept {
    return {load_instant(bytes), static_cast<std::int16_t>(get(bytes, 12, 2)),
            static_cast<std::uint16_t>(get(bytes, 14, 2))};
}

std::array<std::uint8_t, stored_rowid_size> store(const rowid& r) noexcept {
    std::array<std::uint8_t, stored_rowid_size> out{};
    put(out, 0, r.object, 4);
    put(out, 4, r.file, 2);
    put(out, 6, r.block, 4);
    put(out, 10, r.slot, 2);
    return out;
}

rowid load_rowid(std::span<const std::uint8_t> bytes) noexcept {
    return {static_cast<std::uint32_t>(get(bytes, 0, 4)), static_cast<std::uint16_t>(get(bytes, 4, 2)),
            static_cast<std::uint32_t>(get(bytes, 6, 4)), static_cast<std::uint16_t>(get(bytes, 10, 2))};
}

std::array<std::uint8_t, 8> store_double(double v) noexcept {
    if (v == 0) v = 0;  // no negative zero
    if (std::isnan(v)) v = std::nan("");
    std::array<std::uint8_t, 8> out{};
    put(out, 0, to_ordered(std::bit_cast<std::uint64_t>(v), sign_bit), 8);
    return out;
}

double load_double(std::span<const std::uint8_t> bytes) noexcept {
    return std::bit_cast<double>(from_ordered(get(bytes, 0, 8), sign_bit));
}

std::array<std::uint8_t, 4> store_float(float v) noexcept {
    if (v == 0) v = 0;
    if (std::isnan(v)) v = std::nanf("");
    std::array<std::uint8_t, 4> out{};
    put(out, 0, to_ordered(std::bit_cast<std::uint32_t>(v), std::uint32_t{1} << 31U), 4);
    return out;
}

float load_float(std::span<const std::uint8_t> bytes) noexcept {
    const auto bits = static_cast<std::uint32_t>(get(bytes, 0, 4));
    return std::bit_cast<float>(from_ordered(bits, std::uint32_t{1} << 31U));
}

namespace {

constexpr std::uint16_t data_file = 12;
constexpr std::int64_t first_block = 131;
constexpr std::int64_t rows_per_block = 512;

}  // namespace

rowid make_rowid(std::uint32_t object, std::int64_t row) noexcept {
    return {object, data_file, static_cast<std::uint32_t>(first_block + row / rows_per_block),
            static_cast<std::uint16_t>(row % rows_per_block)};
}

std::int64_t row_of(const rowid& r) noexcept {
    return (std::int64_t{r.block} - first_block) * rows_per_block + r.slot;
}

}  // namespace oraxx::sandbox::engine
