// Static types of expressions, and how their values lie in SQLite.
//
//   NUMBER                   BLOB, order-preserving base-100 digits (decimal.hpp)
//   VARCHAR2, CHAR, N...     TEXT in UTF-8; CHAR is blank-padded to its length; never empty
//   LONG                     TEXT in UTF-8; stored and fetched, nothing else
//   RAW, LONG RAW            BLOB, never empty
//   DATE                     INTEGER, seconds since 1970-01-01
//   TIMESTAMP, LOCAL TZ      BLOB of 12: instant (LOCAL TIME ZONE: in UTC)
//   TIMESTAMP WITH TIME ZONE BLOB of 16: instant in UTC, offset, region
//   INTERVAL DAY TO SECOND   BLOB of 12: instant
//   INTERVAL YEAR TO MONTH   INTEGER, months
//   BINARY_FLOAT, _DOUBLE    BLOB of 4 or 8, order-preserving; NaN last
//   BOOLEAN                  INTEGER 0 or 1
//   ROWID                    BLOB of 12
//   UROWID                   TEXT
//   CLOB, NCLOB              TEXT in UTF-8, perhaps empty
//   BLOB                     BLOB, perhaps empty
//   BFILE                    TEXT: directory, U+001F, file
//   JSON                     BLOB (json_form.hpp)
//   VECTOR                   BLOB (vector_form.hpp)
//   XMLTYPE                  TEXT in UTF-8
//   objects, collections     BLOB (object_form.hpp)
//
// Two values of one type compare in SQLite as they do in Oracle (time zones: by their first 12 bytes; CHAR:
// by the collation ora_padded).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <oraxx/type.hpp>

#include "server/engine/ast.hpp"
#include "server/engine/decimal.hpp"
#include "server/engine/engine.hpp"
#include "server/engine/temporal.hpp"
#include "values/type_kind.hpp"

namespace oraxx::sandbox::engine {

struct sql_type {
    db_type kind = db_type::unknown;
    int precision = 0;
    int scale = 0;
    std::uint32_t bytes = 0;
    std::uint32_t chars = 0;
    // VECTOR; 0 = any.
    std::uint32_t dimensions = 0;
    std::uint8_t vector_format = 0;  // as oraxx::vector_format
    bool is_sparse = false;
    const object_type* object = nullptr;  // db_type::object; kept by the catalogue as long as the database is open

    friend bool operator==(const sql_type&, const sql_type&) = default;
};

inline constexpr std::uint32_t max_text_bytes = 4000;
inline constexpr std::uint32_t max_long_bytes = 0x7FFFFFFF;
inline constexpr std::uint32_t lob_described_bytes = 4000;
inline constexpr std::uint32_t bytes_per_char = 4;  // AL32UTF8
inline constexpr std::uint32_t number_text_bytes = 40;
inline constexpr std::uint32_t date_text_bytes = 75;

// NUMBER as an expression describes it: no precision, no scale.
[[nodiscard]] constexpr sql_type number_expression() noexcept {
    return {db_type::number, 0, 0, 22, 0};
}
[[nodiscard]] constexpr sql_type simple_type(db_type kind, std::uint32_t bytes) noexcept {
    return {kind, 0, 0, bytes, 0};
}
[[nodiscard]] constexpr sql_type date_type() noexcept {
    return simple_type(db_type::date, 7);
}
[[nodiscard]] constexpr sql_type boolean_type() noexcept {
    return simple_type(db_type::boolean, 1);
}
// VARCHAR2 of at most `chars` characters and `bytes` bytes.
[[nodiscard]] sql_type text_type(std::uint32_t bytes, std::uint32_t chars) noexcept;
[[nodiscard]] sql_type timestamp_type(db_type kind, int fraction_digits) noexcept;
// The type of NULL: VARCHAR2 of no length.
[[nodiscard]] constexpr sql_type null_type() noexcept {
    return {db_type::varchar2, 0, 0, 0, 0};
}
[[nodiscard]] constexpr bool is_null_type(const sql_type& t) noexcept {
    return t.kind == db_type::varchar2 && t.bytes == 0;
}

[[nodiscard]] sql_type type_of(const type_attribute& attribute) noexcept;
[[nodiscard]] sql_type from_type_name(const type_name& name) noexcept;
// What a bind declared as `type` with room for `bytes` counts as.
[[nodiscard]] sql_type bind_type(db_type type, std::uint32_t bytes) noexcept;

[[nodiscard]] bool is_text(db_type kind) noexcept;
[[nodiscard]] bool is_fixed_text(db_type kind) noexcept;    // CHAR, NCHAR
[[nodiscard]] bool is_national(db_type kind) noexcept;      // NVARCHAR2, NCHAR
[[nodiscard]] bool is_long(db_type kind) noexcept;          // LONG, LONG RAW
[[nodiscard]] bool is_numeric(db_type kind) noexcept;       // NUMBER, BINARY_FLOAT, BINARY_DOUBLE
[[nodiscard]] bool is_binary_float(db_type kind) noexcept;  // BINARY_FLOAT, BINARY_DOUBLE
[[nodiscard]] bool is_datetime(db_type kind) noexcept;      // DATE and the timestamps
[[nodiscard]] bool is_timestamp(db_type kind) noexcept;     // the timestamps
[[nodiscard]] bool is_interval(db_type kind) noexcept;
using values::is_character_lob;
using values::is_lob;
// LOBs, JSON, VECTOR, XMLTYPE, objects, UROWID: what scalar conversions know nothing of.
[[nodiscard]] bool is_large_kind(db_type kind) noexcept;
[[nodiscard]] constexpr sql_type lob_type(db_type kind) noexcept {
    return simple_type(kind, lob_described_bytes);
}
[[nodiscard]] constexpr sql_type json_type() noexcept {
    return simple_type(db_type::json, lob_described_bytes);
}
// As error messages name it: "NUMBER", "CHAR" for every character type, ...
[[nodiscard]] std::string type_label(db_type kind);
[[nodiscard]] column_info describe(const std::string& name, const sql_type& type, bool nullable);

// Stored forms.
using stored_bytes = std::vector<std::uint8_t>;
inline constexpr std::size_t stored_instant_size = 12;
inline constexpr std::size_t stored_zoned_size = 16;
inline constexpr std::size_t stored_rowid_size = 12;

[[nodiscard]] std::array<std::uint8_t, stored_instant_size> store(const instant& t) noexcept;
[[nodiscard]] instant load_instant(std::span<const std::uint8_t> bytes) noexcept;
[[nodiscard]] std::array<std::uint8_t, stored_zoned_size> store(const zoned_instant& t) noexcept;
[[nodiscard]] zoned_instant load_zoned(std::span<const std::uint8_t> bytes) noexcept;
[[nodiscard]] std::array<std::uint8_t, stored_rowid_size> store(const rowid& r) noexcept;
[[nodiscard]] rowid load_rowid(std::span<const std::uint8_t> bytes) noexcept;
[[nodiscard]] std::array<std::uint8_t, 8> store_double(double v) noexcept;
[[nodiscard]] double load_double(std::span<const std::uint8_t> bytes) noexcept;
[[nodiscard]] std::array<std::uint8_t, 4> store_float(float v) noexcept;
[[nodiscard]] float load_float(std::span<const std::uint8_t> bytes) noexcept;

// Rows of one table have ids 1, 2, ...; a rowid spreads them over blocks.
[[nodiscard]] rowid make_rowid(std::uint32_t object, std::int64_t row) noexcept;
[[nodiscard]] std::int64_t row_of(const rowid& r) noexcept;

}  // namespace oraxx::sandbox::engine
