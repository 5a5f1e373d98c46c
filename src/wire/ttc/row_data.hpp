// Message 7, "RXD": one row. The message is the type byte and then values, back to back; how each value is framed
// depends on its type and on the role of the row. The functions here read and write ONE value.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include <oraxx/rowid.hpp>

#include "wire/ttc/describe.hpp"

namespace oraxx::wire::ttc {

enum class value_role : std::uint8_t {
    fetch,  // column of a query
    bind,   // value sent with an execute
    out,    // value of an OUT, IN OUT or RETURNING bind; an actual length follows each
};

enum class value_form : std::uint8_t {
    absent,      // no byte at all: columns with buffer size 0
    counted,     // CLR
    boolean,     // CLR, with a NULL of its own in binds and out values
    long_value,  // CLR, then null indicator and return code
    physical_rowid,
    universal_rowid,      // DALC
    lob,                  // length, chunk size, locator
    lob_with_text,        // the same with the beginning of a CLOB: columns defined with a prefetch length
    lob_with_bytes,       // of a BLOB
    lob_locator,          // DALC locator: binds, BFILE
    image_and_locator,    // JSON, VECTOR
    quasi_locator_image,  // JSON, VECTOR in binds
    object,
    cursor,
};

// `prefetches`: an OUT bind was declared with continuation_flag::lob_prefetch; without it LOBs, JSON and VECTOR come
// out as locators alone.
[[nodiscard]] value_form form_of(value_role role, std::uint8_t type, std::uint32_t buffer_size,
                                 bool prefetches = true) noexcept;
[[nodiscard]] inline value_form form_of(value_role role, const bind_metadata& m) noexcept {
    return form_of(role, m.type, m.buffer_size, m.prefetches());
}

// What stands in front of the image of a JSON or VECTOR in a bind: a locator of a value that is sent along.
inline constexpr std::size_t quasi_locator_bytes = 40;
[[nodiscard]] std::array<std::uint8_t, quasi_locator_bytes> quasi_locator(std::uint64_t image_size) noexcept;

// First byte of a NULL BOOLEAN in binds and out values, and of every NULL that OCI clients bind.
inline constexpr std::uint8_t null_escape = 0xFD;
inline constexpr std::size_t null_escape_size = 2;

// One value as it stands on the wire. Which members are used depends on the form.
struct wire_value {
    bool is_null = true;
    bytes_view bytes{};           // counted, boolean, long, universal rowid, object and JSON images
    oraxx::rowid rowid{};         // physical_rowid
    std::uint8_t rowid_mark = 1;  // physical_rowid: a length no one relies on; 0 and 0xFF mean NULL
    std::uint8_t rowid_reserved = 0;
    bytes_view locator{};        // lob, lob_locator, image_and_locator
    std::uint64_t lob_size = 0;  // lob, image_and_locator: bytes, or characters of a CLOB
    std::uint32_t chunk_size = 0;
    // lob_with_text: of the text in `bytes`; 0: UTF-8.
    std::uint16_t data_charset = 0;
    std::uint8_t data_form = 1;
    std::int32_t null_indicator = 0;  // long_value
    std::uint32_t return_code = 0;    // long_value
    // object
    bytes_view type_id{};
    bytes_view object_id{};
    bytes_view snapshot{};
    std::uint32_t object_version = 0;
    std::uint32_t object_flags = 0;
    // cursor
    std::uint8_t cursor_mark = 0;
    std::uint32_t cursor_id = 0;
    // Servers before 23ai leave it out of rows that a plain fetch asked for.
    std::optional<describe_block> described{};
    // out role: 0 = whole, above zero = truncated from this length, below zero = NULL
    std::int32_t actual_length = 0;
};

decode_errc decode_value(decoder& c, value_role role, value_form form, wire_value& out);
void encode_value(encoder& c, value_role role, value_form form, const wire_value& value);

// The order in which the values of a bind row stand: binds larger than the server's largest string come last
// (not in PL/SQL). Indices into `binds`.
[[nodiscard]] std::vector<std::uint16_t> bind_row_order(std::span<const bind_metadata> binds, bool is_plsql,
                                                        const capabilities& caps);

}  // namespace oraxx::wire::ttc
