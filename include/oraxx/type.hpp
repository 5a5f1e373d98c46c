// Oracle data types as a statement describes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oraxx {

// The numbers are Oracle's external type codes as they stand on the wire, plus 0x100 for the national
// character form of the same code, plus 0x200 for types that are objects on the wire.
enum class db_type : std::uint16_t {
    unknown = 0,
    varchar2 = 1,
    number = 2,
    binary_integer = 3,
    long_text = 8,
    rowid = 11,
    date = 12,
    raw = 23,
    long_raw = 24,
    char_ = 96,
    binary_float = 100,
    binary_double = 101,
    cursor = 102,
    object = 109,
    clob = 112,
    blob = 113,
    bfile = 114,
    json = 119,
    vector = 127,
    timestamp = 180,
    timestamp_tz = 181,
    interval_ym = 182,
    interval_ds = 183,
    urowid = 208,
    timestamp_ltz = 231,
    boolean = 252,
    nvarchar2 = 0x100 + 1,
    nchar = 0x100 + 96,
    nclob = 0x100 + 112,
    long_nvarchar = 0x100 + 8,
    xmltype = 0x200 + 109,  // an object on the wire, known by its type name; text to everybody else
};

// "VARCHAR2", "TIMESTAMP WITH TIME ZONE", ...; "type 58" style for codes without a name.
[[nodiscard]] std::string to_string(db_type type);

// A name and a text that the database keeps with a column (23ai).
struct column_annotation {
    std::string name{};
    std::string value{};

    friend bool operator==(const column_annotation&, const column_annotation&) = default;
};

// One column of a result set.
struct column_info {
    std::string name{};
    db_type type = db_type::unknown;
    // NUMBER: decimal digits (0 = not declared). FLOAT: binary digits. Intervals: leading field digits.
    int precision = 0;
    // NUMBER: digits after the point, -127 = not declared. TIMESTAMP, INTERVAL: fraction digits.
    int scale = 0;
    std::uint32_t size_bytes = 0;  // maximum size of a value; 0 = the column is NULL in every row
    std::uint32_t size_chars = 0;  // character types: declared length in characters
    bool nullable = true;
    // Character types: how values compare, as the data dictionary numbers collations (16382 = BINARY); 0 = not told
    // (servers before 12.2).
    std::uint32_t collation_id = 0;
    // Of an object type, and of XMLTYPE ("SYS", "XMLTYPE").
    std::string type_schema{};
    std::string type_name{};
    // The SQL domain (23ai); empty = none.
    std::string domain_schema{};
    std::string domain_name{};
    std::vector<column_annotation> annotations{};  // 23ai
    bool is_json = false;                          // JSON, or text or bytes with an IS JSON constraint
    bool is_oson = false;                          // of these, bytes in the format of JSON columns
    // VECTOR.
    std::uint32_t vector_dimensions = 0;  // 0 = any number, or no VECTOR
    std::uint8_t vector_format = 0;       // as enum vector_format; 0 = any, or no VECTOR
    bool vector_sparse = false;

    friend bool operator==(const column_info&, const column_info&) = default;
};

}  // namespace oraxx
