// ROWID and UROWID. Rows carry the first as integers and the second as a body of bytes; binds and OUT values
// carry both as text.
#pragma once

#include <oraxx/rowid.hpp>

#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

// The integers of a ROWID column, after its length byte, with a codec of wire/ttc.
template <class Codec, class Rowid>
void rowid_layout(Codec& c, Rowid& row) {
    c.ub4("rowid object", row.object);
    c.ub2("rowid file", row.file);
    c.constant_u8("rowid reserved", 0);
    c.ub4("rowid block", row.block);
    c.ub2("rowid slot", row.slot);
}

// The same integers in universal form, as a payload of its own.
decode_errc decode(bytes_view in, rowid& out) noexcept;
[[nodiscard]] std::size_t encode(const rowid& value, scalar_out out);

// The body of a UROWID column: physical, the address of a row of a heap table.
decode_errc decode_physical_urowid(bytes_view body, rowid& out) noexcept;
[[nodiscard]] std::size_t encode_physical_urowid(const rowid& value, scalar_out out) noexcept;

// Any UROWID body as the text SQL knows: 18 characters for a physical one, else `*` and the logical address.
decode_errc decode_urowid_text(bytes_view body, std::string& out);
// From such text. False: neither form.
[[nodiscard]] bool encode_urowid_text(std::string_view text, byte_buffer& out);

}  // namespace oraxx::wire::types
