#include "backend/thick/value_forms.hpp"

namespace oraxx::backend::thick {
namespace {

struct type_entry {
    db_type type;
    dpiOracleTypeNum oracle;
    dpiNativeTypeNum native;
    std::uint32_t size_bytes;  // of a column, as the wire describes it; 0 = ODPI-C tells
};

// How ODPI-C tells XMLTYPE, which it fetches as text, from LONG.
constexpr std::uint16_t oci_varchar = 1;

constexpr type_entry entries[] = {
    {db_type::varchar2, DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::nvarchar2, DPI_ORACLE_TYPE_NVARCHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::char_, DPI_ORACLE_TYPE_CHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::nchar, DPI_ORACLE_TYPE_NCHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::number, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_BYTES, 22},
    {db_type::binary_integer, DPI_ORACLE_TYPE_NATIVE_INT, DPI_NATIVE_TYPE_INT64, 22},
    {db_type::binary_float, DPI_ORACLE_TYPE_NATIVE_FLOAT, DPI_NATIVE_TYPE_FLOAT, 4},
    {db_type::binary_double, DPI_ORACLE_TYPE_NATIVE_DOUBLE, DPI_NATIVE_TYPE_DOUBLE, 8},
    {db_type::date, DPI_ORACLE_TYPE_DATE, DPI_NATIVE_TYPE_TIMESTAMP, 7},
    {db_type::timestamp, DPI_ORACLE_TYPE_TIMESTAMP, DPI_NATIVE_TYPE_TIMESTAMP, 11},
    {db_type::timestamp_tz, DPI_ORACLE_TYPE_TIMESTAMP_TZ, DPI_NATIVE_TYPE_TIMESTAMP, 13},
    {db_type::timestamp_ltz, DPI_ORACLE_TYPE_TIMESTAMP_LTZ, DPI_NATIVE_TYPE_TIMESTAMP, 11},
    {db_type::interval_ds, DPI_ORACLE_TYPE_INTERVAL_DS, DPI_NATIVE_TYPE_INTERVAL_DS, 11},
    {db_type::interval_ym, DPI_ORACLE_TYPE_INTERVAL_YM, DPI_NATIVE_TYPE_INTERVAL_YM, 5},
    {db_type::raw, DPI_ORACLE_TYPE_RAW, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::rowid, DPI_ORACLE_TYPE_ROWID, DPI_NATIVE_TYPE_ROWID, 0},
    {db_type::urowid, DPI_ORACLE_TYPE_UROWID, DPI_NATIVE_TYPE_ROWID, 0},
    {db_type::long_text, DPI_ORACLE_TYPE_LONG_VARCHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::long_nvarchar, DPI_ORACLE_TYPE_LONG_NVARCHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::long_raw, DPI_ORACLE_TYPE_LONG_RAW, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::clob, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 0},
    {db_type::nclob, DPI_ORACLE_TYPE_NCLOB, DPI_NATIVE_TYPE_LOB, 0},
    {db_type::blob, DPI_ORACLE_TYPE_BLOB, DPI_NATIVE_TYPE_LOB, 0},
    {db_type::bfile, DPI_ORACLE_TYPE_BFILE, DPI_NATIVE_TYPE_LOB, 0},
    {db_type::cursor, DPI_ORACLE_TYPE_STMT, DPI_NATIVE_TYPE_STMT, 0},
    {db_type::object, DPI_ORACLE_TYPE_OBJECT, DPI_NATIVE_TYPE_OBJECT, 0},
    {db_type::xmltype, DPI_ORACLE_TYPE_LONG_VARCHAR, DPI_NATIVE_TYPE_BYTES, 0},
    {db_type::json, DPI_ORACLE_TYPE_JSON, DPI_NATIVE_TYPE_JSON, 0},
    {db_type::boolean, DPI_ORACLE_TYPE_BOOLEAN, DPI_NATIVE_TYPE_BOOLEAN, 0},
};

std::string text_of(const char* text, std::uint32_t size) {
    return text == nullptr ? std::string() : std::string(text, size);
}

void add_type_name(dpiObjectType* type, column_info& out) {
    dpiObjectTypeInfo told{};
    if (type == nullptr || dpiObjectType_getInfo(type, &told) != DPI_SUCCESS) return;
    out.type_schema = text_of(told.schema, told.schemaLength);
    out.type_name = text_of(told.name, told.nameLength);
}

const type_entry* find(db_type type) noexcept {
    for (const auto& each : entries) {
        if (each.type == type) return &each;
    }
    return nullptr;
}

}  // namespace

value_form form_of(db_type type) noexcept {
    const auto* found = find(type);
    return found == nullptr ? value_form{} : value_form{.oracle = found->oracle, .native = found->native};
}

db_type type_of(const dpiDataTypeInfo& told) noexcept {
    if (told.oracleTypeNum == DPI_ORACLE_TYPE_LONG_VARCHAR && told.ociTypeCode == oci_varchar)
        return db_type::xmltype;
    for (const auto& each : entries) {
        if (each.oracle == told.oracleTypeNum) return each.type;
    }
    return db_type::unknown;
}

column_info column_of(const dpiQueryInfo& described) {
    const auto& told = described.typeInfo;
    column_info out;
    out.name = text_of(described.name, described.nameLength);
    out.type = type_of(told);
    out.precision = told.precision;
    out.scale = int{told.scale};
    switch (out.type) {
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz:
    case db_type::interval_ds: out.scale = told.fsPrecision; break;
    default: break;
    }
    const auto* known = find(out.type);
    out.size_bytes = known != nullptr && known->size_bytes != 0 ? known->size_bytes : told.dbSizeInBytes;
    out.size_chars = told.sizeInChars;
    out.nullable = described.nullOk != 0;
    add_type_name(told.objectType, out);
    if (out.type == db_type::xmltype) {
        out.type_schema = "SYS";
        out.type_name = "XMLTYPE";
    }
    return out;
}

}  // namespace oraxx::backend::thick
