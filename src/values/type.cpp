#include <oraxx/type.hpp>

namespace oraxx {
namespace {

std::string_view name_of(db_type type) noexcept {
    switch (type) {
    case db_type::unknown: return {};
    case db_type::varchar2: return "VARCHAR2";
    case db_type::number: return "NUMBER";
    case db_type::binary_integer: return "BINARY_INTEGER";
    case db_type::long_text: return "LONG";
    case db_type::rowid: return "ROWID";
    case db_type::date: return "DATE";
    case db_type::raw: return "RAW";
    case db_type::long_raw: return "LONG RAW";
    case db_type::char_: return "CHAR";
    case db_type::binary_float: return "BINARY_FLOAT";
    case db_type::binary_double: return "BINARY_DOUBLE";
    case db_type::cursor: return "REF CURSOR";
    case db_type::object: return "OBJECT";
    case db_type::clob: return "CLOB";
    case db_type::blob: return "BLOB";
    case db_type::bfile: return "BFILE";
    case db_type::json: return "JSON";
    case db_type::vector: return "VECTOR";
    case db_type::timestamp: return "TIMESTAMP";
    case db_type::timestamp_tz: return "TIMESTAMP WITH TIME ZONE";
    case db_type::interval_ym: return "INTERVAL YEAR TO MONTH";
    case db_type::interval_ds: return "INTERVAL DAY TO SECOND";
    case db_type::urowid: return "UROWID";
    case db_type::timestamp_ltz: return "TIMESTAMP WITH LOCAL TIME ZONE";
    case db_type::boolean: return "BOOLEAN";
    case db_type::nvarchar2: return "NVARCHAR2";
    case db_type::nchar: return "NCHAR";
    case db_type::nclob: return "NCLOB";
    case db_type::long_nvarchar: return "LONG NVARCHAR";
    case db_type::xmltype: return "XMLTYPE";
    }
    return {};
}

}  // namespace

std::string to_string(db_type type) {
    const auto name = name_of(type);
    if (!name.empty()) return std::string(name);
    return "type " + std::to_string(static_cast<unsigned>(type) & 0xFFU);  // without the mark of national text
}

}  // namespace oraxx
