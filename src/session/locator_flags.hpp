// What a client has to know of a LOB by its locator.
#pragma once

#include <oraxx/detail/lob_record.hpp>
#include <oraxx/type.hpp>

#include "wire/types/lob_locator.hpp"

namespace oraxx::session {

// It has to be given back.
[[nodiscard]] inline bool is_temporary(base::bytes_view locator) noexcept {
    wire::types::lob_locator seen;
    return wire::types::decode_lob_locator(locator, seen) == base::decode_errc::ok && seen.is_temporary();
}

// How the server sends and takes the text of a LOB.
[[nodiscard]] inline oraxx::detail::lob_text text_of(base::bytes_view locator, db_type type) noexcept {
    using encoding = wire::types::lob_locator::text_encoding;
    using oraxx::detail::lob_text;
    if (type != db_type::clob && type != db_type::nclob) return lob_text::bytes;
    const auto form =
        type == db_type::nclob ? wire::types::charset_form::national : wire::types::charset_form::database;
    wire::types::lob_locator seen;
    (void)wire::types::decode_lob_locator(locator, seen);  // of a broken one nothing is known: no flag is set
    switch (seen.encoding(form)) {
    case encoding::utf16be: return lob_text::utf16be;
    case encoding::utf16le: return lob_text::utf16le;
    case encoding::utf8: break;
    }
    return lob_text::utf8;
}

}  // namespace oraxx::session
