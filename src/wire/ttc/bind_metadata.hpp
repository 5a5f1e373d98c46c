// What a statement says about one bind or define, and a describe about one column ("OAC").
#pragma once

#include <oraxx/type.hpp>

#include "wire/ttc/codec.hpp"

namespace oraxx::wire::ttc {

// Bits of bind_metadata::flags.
namespace metadata_flag {
inline constexpr std::uint8_t indicators = 0x01;
inline constexpr std::uint8_t lengths = 0x02;
inline constexpr std::uint8_t return_codes = 0x04;  // OCI clients: an OUT value has one behind its length
inline constexpr std::uint8_t array = 0x40;
inline constexpr std::uint8_t repeats_name = 0x80;  // has no value: that of the first bind of its name (go-ora)
}  // namespace metadata_flag

// Bits of bind_metadata::continuation_flags.
namespace continuation_flag {
// Of LOBs, JSON and VECTOR: more than the locator comes with the value; of a define, `max_size` units of it.
inline constexpr std::uint64_t lob_prefetch = 0x02000000;
}  // namespace continuation_flag

// The code of a type without the national mark, as bind_metadata::type.
[[nodiscard]] constexpr std::uint8_t type_code(db_type type) noexcept {
    return static_cast<std::uint8_t>(static_cast<std::uint16_t>(type) & 0xFFU);
}

// Character set form.
enum class charset_form : std::uint8_t { none = 0, implicit = 1, national = 2 };

struct bind_metadata {
    std::uint8_t type = 0;  // external type code without the national mark
    std::uint8_t flags = metadata_flag::indicators;
    std::int8_t precision = 0;
    std::int8_t scale = 0;
    std::uint32_t buffer_size = 0;   // bytes
    std::uint32_t max_elements = 0;  // PL/SQL arrays
    std::uint64_t continuation_flags = 0;
    bytes_view type_oid{};
    std::uint32_t type_version = 0;
    std::uint16_t charset = 0;
    std::uint8_t form = 0;        // charset_form; garbage is possible for types without text
    std::uint32_t max_size = 0;   // characters, or LOB prefetch length
    std::uint32_t collation = 0;  // field version 8 and later

    // The type with its character set form.
    [[nodiscard]] db_type database_type() const noexcept;
    [[nodiscard]] bool prefetches() const noexcept {
        return (continuation_flags & continuation_flag::lob_prefetch) != 0;
    }
    // Of a define: how much of each LOB comes with its row, in characters or bytes; 0: only its locator.
    [[nodiscard]] std::uint32_t lob_prefetch_length() const noexcept { return prefetches() ? max_size : 0; }
};

// The layout is shared by execute requests and describes.
void layout(decoder& c, bind_metadata& m);
void layout(encoder& c, const bind_metadata& m);

}  // namespace oraxx::wire::ttc
