// Kinds of types, as several layers tell them apart.
#pragma once

#include <oraxx/type.hpp>

namespace oraxx::values {

// VARCHAR2, NVARCHAR2, CHAR, NCHAR, and LONG in both character sets.
[[nodiscard]] constexpr bool is_character_type(db_type type) noexcept {
    switch (type) {
    case db_type::varchar2:
    case db_type::nvarchar2:
    case db_type::char_:
    case db_type::nchar:
    case db_type::long_text:
    case db_type::long_nvarchar: return true;
    default: return false;
    }
}

// RAW and LONG RAW.
[[nodiscard]] constexpr bool is_byte_type(db_type type) noexcept {
    return type == db_type::raw || type == db_type::long_raw;
}

[[nodiscard]] constexpr bool is_character_lob(db_type type) noexcept {
    return type == db_type::clob || type == db_type::nclob;
}

// CLOB, NCLOB, BLOB: kept in the database, as a BFILE is not.
[[nodiscard]] constexpr bool is_stored_lob(db_type type) noexcept {
    return is_character_lob(type) || type == db_type::blob;
}

[[nodiscard]] constexpr bool is_lob(db_type type) noexcept {
    return is_stored_lob(type) || type == db_type::bfile;
}

// Their images travel beside a locator that stands for nothing.
[[nodiscard]] constexpr bool is_image_type(db_type type) noexcept {
    return type == db_type::json || type == db_type::vector;
}

}  // namespace oraxx::values
