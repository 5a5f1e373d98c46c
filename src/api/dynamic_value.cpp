#include "api/dynamic_value.hpp"

#include <oraxx/object.hpp>

#include "values/type_kind.hpp"

namespace oraxx::detail {
namespace {

template <class T>
errc read_as(const detail::cell_ref& cell, detail::scratch& text, value& out) {
    T held{};
    const errc code = detail::read_present(cell, text, held);
    if (code == errc::ok) out = std::move(held);
    return code;
}

}  // namespace

errc read_dynamic(const cell_ref& cell, scratch& text, value& out) {
    out = value();
    if (cell.is_null()) return errc::ok;
    if (values::is_character_type(cell.type) || values::is_character_lob(cell.type)) {
        return read_as<std::string>(cell, text, out);
    }
    if (values::is_byte_type(cell.type) || values::is_lob(cell.type)) {
        return read_as<std::vector<std::byte>>(cell, text, out);
    }
    switch (cell.type) {
    case db_type::number:
    case db_type::binary_integer: return read_as<number>(cell, text, out);
    case db_type::binary_double: return read_as<double>(cell, text, out);
    case db_type::binary_float: return read_as<float>(cell, text, out);
    case db_type::boolean: return read_as<bool>(cell, text, out);
    // A logical UROWID has no other form than its text.
    case db_type::urowid:
    case db_type::xmltype: return read_as<std::string>(cell, text, out);
    case db_type::date: return read_as<date>(cell, text, out);
    case db_type::timestamp: return read_as<timestamp>(cell, text, out);
    case db_type::timestamp_tz: return read_as<timestamp_tz>(cell, text, out);
    case db_type::timestamp_ltz: return read_as<timestamp_ltz>(cell, text, out);
    case db_type::interval_ds: return read_as<interval_ds>(cell, text, out);
    case db_type::interval_ym: return read_as<interval_ym>(cell, text, out);
    case db_type::rowid: return read_as<rowid>(cell, text, out);
    case db_type::json: return read_as<json>(cell, text, out);
    case db_type::vector: return read_as<vector>(cell, text, out);
    case db_type::object: return read_as<object>(cell, text, out);
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

}  // namespace oraxx::detail
