// How a column's value is framed in a row.
#pragma once

#include <cstdint>

namespace oraxx::session {

enum class cell_form : std::uint8_t {
    counted,          // length byte and bytes, or chunks: nearly everything
    long_value,       // as counted, then null indicator and return code: LONG, LONG RAW
    rowid,            // length byte, then a structure of universal integers
    universal_rowid,  // length as an integer, then as counted: UROWID
    absent,           // described with size 0: NULL in every row and without a single byte
    cursor,           // a describe and the number of a cursor: see child_cursors
    unsupported,      // framing of a later release of this library
    // Of several fields: see composite_decoder.
    lob,               // length of the locator, size, chunk size, locator
    prefetched_text,   // CLOB, NCLOB: the same with encoding and data in front of the locator
    prefetched_bytes,  // BLOB: the same with data in front of the locator
    bfile,             // length of the locator, locator
    image,             // JSON, VECTOR: length of the locator, size, chunk size, image, locator
    object,            // ids, version, size, flags, image
};

[[nodiscard]] constexpr bool is_composite(cell_form form) noexcept {
    return form >= cell_form::lob;
}

}  // namespace oraxx::session
