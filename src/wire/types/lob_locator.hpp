// What a LOB locator says about its LOB. Locators stay opaque otherwise: whoever holds one sends it back as it came,
// and replaces it by the one that comes with each answer.
#pragma once

#include <array>

#include "wire/types/character.hpp"

namespace oraxx::wire::types {

struct lob_locator {
    std::uint16_t version = 0;
    std::array<std::uint8_t, 4> flags{};
    std::size_t size = 0;  // bytes, the length field included; what follows them is no part of it

    [[nodiscard]] bool is_blob() const noexcept { return (flags[0] & 0x01U) != 0; }
    [[nodiscard]] bool is_clob() const noexcept { return (flags[0] & 0x02U) != 0; }
    [[nodiscard]] bool is_bfile() const noexcept { return (flags[0] & 0x08U) != 0; }
    [[nodiscard]] bool is_value_based() const noexcept { return (flags[0] & 0x20U) != 0; }
    [[nodiscard]] bool is_abstract() const noexcept { return (flags[0] & 0x40U) != 0; }
    [[nodiscard]] bool is_initialized() const noexcept { return (flags[1] & 0x08U) != 0; }
    [[nodiscard]] bool is_empty() const noexcept { return (flags[1] & 0x10U) != 0; }
    [[nodiscard]] bool is_read_only() const noexcept { return (flags[2] & 0x01U) != 0; }
    [[nodiscard]] bool has_variable_width_charset() const noexcept { return (flags[2] & 0x80U) != 0; }
    // To be freed by whoever got it: temporary LOBs, and abstract ones, which a query made.
    [[nodiscard]] bool is_temporary() const noexcept { return (flags[3] & 0x01U) != 0 || is_abstract(); }
    [[nodiscard]] bool is_little_endian() const noexcept { return (flags[3] & 0x40U) != 0; }

    // How data of this LOB is encoded when the LOB's declared form is `form`; a locator does not tell NCLOBs apart.
    enum class text_encoding : std::uint8_t { utf8, utf16be, utf16le };
    [[nodiscard]] text_encoding encoding(charset_form form) const noexcept {
        if (form == charset_form::national) return text_encoding::utf16be;
        if (!has_variable_width_charset()) return text_encoding::utf8;
        return is_little_endian() ? text_encoding::utf16le : text_encoding::utf16be;
    }
};

decode_errc decode_lob_locator(bytes_view in, lob_locator& out) noexcept;

// Views of a BFILE's locator.
struct bfile_names {
    std::string_view directory{};
    std::string_view file_name{};
};
// bad_value: the locator holds too little.
decode_errc decode_bfile_names(bytes_view in, bfile_names& out) noexcept;
// The locator of a file that the server has not seen yet. False: names of more than 65535 bytes together.
[[nodiscard]] bool encode_bfile_locator(std::string_view directory, std::string_view file_name, byte_buffer& out);

}  // namespace oraxx::wire::types
