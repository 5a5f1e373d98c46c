// Text of character LOBs: the engine has UTF-16, big end first; clients get that or text of their own character set.
#pragma once

#include "server/engine/engine.hpp"
#include "server/session/locator_table.hpp"
#include "server/session/text_coding.hpp"
#include "values/type_kind.hpp"

namespace oraxx::sandbox {

[[nodiscard]] inline bool is_character_lob(const engine::lob& lob) noexcept {
    return values::is_character_lob(lob.type);
}
// Does the LOB's data travel as UTF-16?
[[nodiscard]] inline bool travels_as_utf16(const engine::lob& lob, const locator_table& locators) noexcept {
    return lob.type == db_type::nclob || (lob.type == db_type::clob && locators.uses_utf16());
}

// The whole LOB: UTF-8 of character LOBs, else its bytes.
[[nodiscard]] std::variant<std::string, engine::sql_error> whole_text(const engine::lob& lob);
[[nodiscard]] std::variant<engine::raw_bytes, engine::sql_error> whole_bytes(const engine::lob& lob);

// Data as it is stored to the form it travels in, and back.
[[nodiscard]] base::byte_buffer lob_to_client(const engine::lob& lob, base::byte_buffer stored,
                                              const locator_table& locators, const text_coding& text);
[[nodiscard]] base::byte_buffer lob_from_client(const engine::lob& lob, base::bytes_view data,
                                                const locator_table& locators, const text_coding& text);

[[nodiscard]] std::string utf8_of_stored(base::bytes_view stored);
[[nodiscard]] base::byte_buffer stored_of_utf8(std::string_view text);

}  // namespace oraxx::sandbox
