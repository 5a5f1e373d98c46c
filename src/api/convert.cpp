// Cells to C++ values.
#include <oraxx/detail/convert.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "api/decode_failure.hpp"
#include "api/dynamic_value.hpp"
#include "api/read_document.hpp"
#include "api/read_lob.hpp"
#include "base/charset.hpp"
#include "values/datetime_text.hpp"
#include "values/type_kind.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::detail {
namespace {

namespace types = wire::types;
using base::bytes_view;

bytes_view payload(const cell_ref& cell) noexcept {
    return {cell.data, cell.size};
}

bool is_number(db_type type) noexcept {
    return type == db_type::number || type == db_type::binary_integer;
}

bool is_national_text(db_type type) noexcept {
    return type == db_type::nvarchar2 || type == db_type::nchar || type == db_type::long_nvarchar;
}

errc read_binary_float(const cell_ref& cell, double& out) noexcept {
    if (cell.type == db_type::binary_double) return to_errc(types::decode_binary_double(payload(cell), out));
    float narrow = 0;
    const auto code = types::decode_binary_float(payload(cell), narrow);
    out = narrow;
    return to_errc(code);
}

bool is_binary_float(db_type type) noexcept {
    return type == db_type::binary_double || type == db_type::binary_float;
}

// A floating point value as an integer: only when it is one.
template <class Integer>
errc to_integer(double value, Integer& out) noexcept {
    constexpr double low = std::is_signed_v<Integer> ? -0x1p63 : 0.0;
    constexpr double high = std::is_signed_v<Integer> ? 0x1p63 : 0x1p64;
    if (!(value >= low && value < high) || std::trunc(value) != value) return errc::value_out_of_range;
    out = static_cast<Integer>(value);
    return errc::ok;
}

template <class Integer, class Decode>
errc read_integer(const cell_ref& cell, Integer& out, Decode decode) noexcept {
    const auto type = cell.type;
    if (is_number(type)) return to_errc(decode(payload(cell), out));
    if (!is_binary_float(type)) return errc::type_mismatch;
    double value = 0;
    const errc code = read_binary_float(cell, value);
    return code == errc::ok ? to_integer(value, out) : code;
}

// A value of the one column type that holds T.
template <class T>
errc read_only_from(db_type type, const cell_ref& cell, T& out) noexcept {
    return cell.type == type ? to_errc(types::decode(payload(cell), out)) : errc::type_mismatch;
}

// Of a NUMBER, straight from its digits: by way of double it would be rounded twice.
errc nearest_float(const number& value, float& out) noexcept {
    if (value.is_infinite()) {
        out = value.is_negative() ? -HUGE_VALF : HUGE_VALF;
        return errc::ok;
    }
    std::array<char, number::max_text_size> digits{};
    const auto size = value.to_chars(digits);
    const auto parsed = std::from_chars(digits.data(), digits.data() + size, out);
    return parsed.ec == std::errc() ? errc::ok : errc::value_out_of_range;
}

std::string_view keep(scratch& text, std::string_view made) {
    const auto room = text.allocate(made.size());
    std::copy(made.begin(), made.end(), room.begin());
    return {room.data(), made.size()};
}

errc read_national_text(const cell_ref& cell, scratch& text, base::bad_text policy, std::string_view& out) {
    if (cell.encoding == cell_encoding::wire_national_utf8) {
        const auto made = base::to_utf8(base::charset::cesu8, payload(cell));
        if (!made) return errc::protocol_violation;
        out = keep(text, *made);
        return errc::ok;
    }
    const auto room = text.allocate(base::utf8_room_for_utf16(cell.size));
    const auto size = base::utf16be_to_utf8(payload(cell), room, policy);
    if (!size) return errc::protocol_violation;
    out = {room.data(), *size};
    return errc::ok;
}

errc read_number_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    number value;
    const errc code = to_errc(types::decode(payload(cell), value));
    if (code != errc::ok) return code;
    const auto room = text.allocate(number::max_text_size);
    out = {room.data(), value.to_chars(room)};
    return errc::ok;
}

errc read_address_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    std::string made;
    if (cell.type == db_type::urowid) {
        const errc code = to_errc(types::decode_urowid_text(payload(cell), made));
        if (code != errc::ok) return code;
    } else {
        rowid address;
        const errc code = read_value(cell, text, address);
        if (code != errc::ok) return code;
        made = address.to_string();
    }
    out = keep(text, made);
    return errc::ok;
}

errc seconds_of(const timestamp& value, std::chrono::sys_seconds& out) {
    constexpr date first_gregorian{.year = 1582, .month = 10, .day = 15};
    if (!value.is_valid() || value.date < first_gregorian || value.nanosecond != 0) return errc::value_out_of_range;
    out = value.date.to_sys();
    return errc::ok;
}

}  // namespace

errc read_value(const cell_ref& cell, scratch& /*text*/, std::int64_t& out) {
    return read_integer(cell, out, types::decode_int64);
}

errc read_value(const cell_ref& cell, scratch& /*text*/, std::uint64_t& out) {
    return read_integer(cell, out, types::decode_uint64);
}

errc read_value(const cell_ref& cell, scratch& /*text*/, double& out) {
    const auto type = cell.type;
    if (is_number(type)) return to_errc(types::decode_double(payload(cell), out));
    return is_binary_float(type) ? read_binary_float(cell, out) : errc::type_mismatch;
}

errc read_value(const cell_ref& cell, scratch& text, float& out) {
    const auto type = cell.type;
    if (is_number(type)) {
        number value;
        const errc code = read_value(cell, text, value);
        return code == errc::ok ? nearest_float(value, out) : code;
    }
    if (!is_binary_float(type)) return errc::type_mismatch;
    double value = 0;
    const errc code = read_binary_float(cell, value);
    if (code != errc::ok) return code;
    const bool too_large = std::isfinite(value) && std::fabs(value) > std::numeric_limits<float>::max();
    if (too_large) return errc::value_out_of_range;
    out = static_cast<float>(value);
    return std::isnan(value) || static_cast<double>(out) == value ? errc::ok : errc::value_out_of_range;
}

errc read_value(const cell_ref& cell, scratch& text, bool& out) {
    if (cell.type == db_type::boolean) return to_errc(types::decode_boolean(payload(cell), out));
    if (!is_number(cell.type)) return errc::type_mismatch;
    std::uint64_t value = 0;
    const errc code = read_value(cell, text, value);
    if (code == errc::ok && value > 1) return errc::value_out_of_range;
    out = value == 1;
    return code;
}

errc read_value(const cell_ref& cell, scratch& /*text*/, number& out) {
    return is_number(cell.type) ? to_errc(types::decode(payload(cell), out)) : errc::type_mismatch;
}

errc read_value(const cell_ref& cell, scratch& text, date& out) {
    if (cell.type != db_type::timestamp) return read_only_from(db_type::date, cell, out);
    timestamp value;
    const errc code = read_value(cell, text, value);
    if (code == errc::ok && value.nanosecond != 0) return errc::value_out_of_range;
    out = value.date;
    return code;
}

errc read_value(const cell_ref& cell, scratch& /*text*/, timestamp& out) {
    if (cell.type != db_type::date) return read_only_from(db_type::timestamp, cell, out);
    out.nanosecond = 0;
    return to_errc(types::decode(payload(cell), out.date));
}

errc read_value(const cell_ref& cell, scratch& /*text*/, timestamp_tz& out) {
    return read_only_from(db_type::timestamp_tz, cell, out);
}

errc read_value(const cell_ref& cell, scratch& /*text*/, timestamp_ltz& out) {
    const errc code = read_only_from(db_type::timestamp_ltz, cell, out);
    if (code != errc::ok || cell.local_shift == 0) return code;
    if (cell.local_shift == column_batch::unknown_shift) return errc::unsupported;
    if (!out.value.is_valid()) return errc::protocol_violation;  // there is no way from a day that does not exist
    out.value = timestamp_tz{.utc = out.value, .offset_minutes = cell.local_shift}.local();
    return out.value.is_valid() ? errc::ok : errc::value_out_of_range;
}

errc read_value(const cell_ref& cell, scratch& /*text*/, interval_ds& out) {
    return read_only_from(db_type::interval_ds, cell, out);
}

errc read_value(const cell_ref& cell, scratch& /*text*/, interval_ym& out) {
    return read_only_from(db_type::interval_ym, cell, out);
}

errc read_value(const cell_ref& cell, scratch& /*text*/, rowid& out) {
    // Rows carry addresses as integers (17 bytes at most), OUT values as their 18 characters.
    constexpr std::size_t text_size = 18;
    const auto type = cell.type;
    if (is_plain_text(cell) || (type == db_type::rowid && cell.size == text_size)) {
        const auto parsed = rowid::parse(base::as_text(payload(cell)));
        if (!parsed) return errc::value_out_of_range;
        out = *parsed;
        return errc::ok;
    }
    if (type == db_type::urowid) return to_errc(types::decode_physical_urowid(payload(cell), out));
    return read_only_from(db_type::rowid, cell, out);
}

errc read_value(const cell_ref& cell, scratch& text, std::chrono::sys_seconds& out) {
    if (cell.type == db_type::timestamp_tz) {
        timestamp_tz value;
        const errc code = read_value(cell, text, value);
        return code == errc::ok ? seconds_of(value.utc, out) : code;
    }
    timestamp value;
    const errc code = read_value(cell, text, value);
    return code == errc::ok ? seconds_of(value, out) : code;
}

errc read_value(const cell_ref& cell, scratch& text, std::span<const std::byte>& out) {
    const auto type = cell.type;
    if (type == db_type::blob || type == db_type::bfile) return read_lob_bytes(cell, text, out);
    if (type != db_type::raw && type != db_type::long_raw && !is_plain_text(cell) && !is_national_text(type)) {
        return errc::type_mismatch;
    }
    out = {reinterpret_cast<const std::byte*>(cell.data), cell.size};
    return errc::ok;
}

errc read_made_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    const auto type = cell.type;
    if (is_national_text(type)) return read_national_text(cell, text, base::bad_text::refuse, out);
    if (is_number(type)) return read_number_text(cell, text, out);
    if (values::is_character_lob(type)) return read_lob_text(cell, text, out);
    if (type == db_type::json) return read_json_text(cell, text, out);
    if (type == db_type::vector) return read_vector_text(cell, text, out);
    if (type == db_type::xmltype) return read_xml_text(cell, text, out);
    if (type == db_type::rowid || type == db_type::urowid) return read_address_text(cell, text, out);
    return errc::type_mismatch;
}

namespace {

// Results have too many of them for a string each.
template <class T>
errc read_time_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    T held;
    const errc code = read_value(cell, text, held);
    if (code != errc::ok) return code;
    values::short_text made;
    values::append_text(made, held);
    out = keep(text, made.view());
    return code;
}

}  // namespace

errc read_canonical_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    switch (cell.type) {
    case db_type::date: return read_time_text<date>(cell, text, out);
    case db_type::timestamp: return read_time_text<timestamp>(cell, text, out);
    case db_type::timestamp_tz: return read_time_text<timestamp_tz>(cell, text, out);
    default: break;
    }
    if (is_national_text(cell.type)) return read_national_text(cell, text, base::bad_text::replace, out);
    const errc direct = read_value(cell, text, out);
    if (direct != errc::type_mismatch) return direct;
    value held;
    const errc code = read_dynamic(cell, text, held);
    if (code == errc::ok) out = keep(text, held.to_string());
    return code;
}

}  // namespace oraxx::detail
