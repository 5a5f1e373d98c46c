#include <oraxx/value.hpp>

#include <array>
#include <charconv>
#include <cmath>

#include "api/dynamic_value.hpp"
#include "base/hex.hpp"

namespace oraxx {
namespace {

// The shortest text that reads back as the same value; to_chars() calls the special ones otherwise.
template <class Float>
std::string float_text(Float value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    std::array<char, 32> room;
    const auto written = std::to_chars(room.data(), room.data() + room.size(), value);
    return {room.data(), written.ptr};
}

struct canonical_text {
    std::string operator()(std::monostate /*null*/) const { return {}; }
    std::string operator()(bool held) const { return held ? "true" : "false"; }
    std::string operator()(double held) const { return float_text(held); }
    std::string operator()(float held) const { return float_text(held); }
    std::string operator()(const std::string& held) const { return held; }
    std::string operator()(const std::vector<std::byte>& held) const {
        return base::hex_upper({reinterpret_cast<const std::uint8_t*>(held.data()), held.size()});
    }
    std::string operator()(const detail::shared_value<json>& held) const { return (*held).to_text(); }
    std::string operator()(const detail::shared_value<vector>& held) const { return (*held).to_string(); }
    template <class T>
    std::string operator()(const T& held) const {
        return held.to_string();
    }
};

template <class T>
errc read_as(const detail::cell_ref& cell, detail::scratch& text, value& out) {
    T held{};
    const errc code = detail::read_scalar(cell, text, held);
    if (code == errc::ok) out = std::move(held);
    return code;
}

}  // namespace

std::string value::to_string() const {
    return std::visit(canonical_text{}, held_);
}

namespace detail {

errc read_dynamic(const cell_ref& cell, scratch& text, value& out) {
    out = value();
    if (cell.is_null()) return errc::ok;
    switch (cell.type) {
    case db_type::number:
    case db_type::binary_integer: return read_as<number>(cell, text, out);
    case db_type::binary_double: return read_as<double>(cell, text, out);
    case db_type::binary_float: return read_as<float>(cell, text, out);
    case db_type::boolean: return read_as<bool>(cell, text, out);
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text:
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar:
    case db_type::clob:
    case db_type::nclob:
    // A logical UROWID has no other form than its text.
    case db_type::urowid: return read_as<std::string>(cell, text, out);
    case db_type::raw:
    case db_type::long_raw:
    case db_type::blob:
    case db_type::bfile: return read_as<std::vector<std::byte>>(cell, text, out);
    case db_type::date: return read_as<date>(cell, text, out);
    case db_type::timestamp: return read_as<timestamp>(cell, text, out);
    case db_type::timestamp_tz: return read_as<timestamp_tz>(cell, text, out);
    case db_type::timestamp_ltz: return read_as<timestamp_ltz>(cell, text, out);
    case db_type::interval_ds: return read_as<interval_ds>(cell, text, out);
    case db_type::interval_ym: return read_as<interval_ym>(cell, text, out);
    case db_type::rowid: return read_as<rowid>(cell, text, out);
    case db_type::json: return read_as<json>(cell, text, out);
    case db_type::vector: return read_as<vector>(cell, text, out);
    case db_type::xmltype: return read_as<std::string>(cell, text, out);
    default: return errc::unsupported;
    }
}

void explain_conversion(errc code, std::string_view type_name, failure& out) {
    const std::string name(type_name);
    switch (code) {
    case errc::unexpected_null:
        out.message += "is NULL, which " + name + " cannot hold";
        out.advice = "use std::optional";
        break;
    case errc::type_mismatch:
        out.message += "cannot be read as " + name;
        out.advice = "see oraxx/row.hpp for the types it can be read into";
        break;
    case errc::value_out_of_range: out.message += "holds a value that does not fit " + name; break;
    case errc::unsupported: out.message += "holds a value in a form this build does not read"; break;
    default:
        out.message += "holds bytes that are no value of its type";
        out.advice = "read text columns as bytes to see what the database stores";
        break;
    }
}

}  // namespace detail
}  // namespace oraxx
