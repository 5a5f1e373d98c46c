// One value between its bytes and its canonical text: what `oraxx value decode|encode` print.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace oraxx::cli {

// Why a value could not be decoded or encoded, fit to be shown as it is.
class value_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Types: number, binary_float, binary_double, date, timestamp, timestamp_tz_offset, timestamp_tz_region (decode
// only), interval_ds, interval_ym, boolean, rowid, urowid_logical, raw, string (also string:1, string:2 for the
// national form), universal_int (also universal_int:ub2 and so on), length_prefixed, vector, oson,
// object_image:SHAPE, tds (decode only), lob_locator (encode: BFILE only), xmltype.
//
// Text is plain for numbers, strings, rowids and raw (hexadecimal), JSON for the others:
//     date         {"year":2026,"month":11,"day":23,"hour":5,"minute":6,"second":7}
//     interval_ym  {"years":1,"months":2}
// Documents and vectors: value_document.hpp; objects and their shapes: value_object.hpp. A document that is a text
// alone is plain, and so is XML.
// A string whose bytes are not text shows as {"utf16_code_units":[55296]} or {"invalid_utf8":true}.
[[nodiscard]] std::string decode_value(std::string_view type, base::bytes_view bytes);
[[nodiscard]] base::byte_buffer encode_value(std::string_view type, std::string_view text);

}  // namespace oraxx::cli
