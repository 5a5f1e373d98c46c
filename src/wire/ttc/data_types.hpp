// Message 2, "DTY": client capabilities, time zone, and how each data type is represented.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Bits of data_types_request::flags.
namespace data_types_flag {
inline constexpr std::uint8_t multi_byte = 0x01;
inline constexpr std::uint8_t request_text_has_length = 0x02;  // CLR length before user names and SQL
}  // namespace data_types_flag

namespace representation {
inline constexpr std::uint16_t native = 0;
inline constexpr std::uint16_t universal = 1;
inline constexpr std::uint16_t oracle = 10;
}  // namespace representation

inline constexpr std::size_t time_zone_size = 11;

// Types that stand for structures of the protocol itself.
namespace data_type {
inline constexpr std::uint16_t unsigned_long = 26;         // "UB4"
inline constexpr std::uint16_t signed_byte = 27;           // "SB1"
inline constexpr std::uint16_t error = 290;                // message 4 without its last two fields ("OER8")
inline constexpr std::uint16_t error_with_sql_type = 652;  // message 4 with SQL type and checksum
}  // namespace data_type

// The type list as the wire has it, one word a number: type, then {conversion, representation} in order of
// preference, then 0; without the 0 that ends the list. Most entries are four words, an unsupported type
// is two (type, 0), OCI clients offer several pairs.
struct data_type_list {
    std::vector<std::uint16_t> words{};

    // Calls visit(type, std::span<const std::uint16_t> pairs) for each entry; pairs come two words each.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::size_t at = 0; at < words.size();) {
            std::size_t end = at + 1;
            while (end + 1 < words.size() && words[end] != 0) end += 2;
            visit(words[at], std::span(words).subspan(at + 1, (end < words.size() ? end : words.size()) - at - 1));
            at = end + 1;
        }
    }
    // The representation of `type` in the first pair of its entry; nullopt when the type is absent or unsupported.
    [[nodiscard]] std::optional<std::uint16_t> representation_of(std::uint16_t type) const {
        std::optional<std::uint16_t> found;
        for_each([&](std::uint16_t entry, std::span<const std::uint16_t> pairs) {
            if (entry == type && pairs.size() >= 2) found = pairs[1];
        });
        return found;
    }
    [[nodiscard]] bool supports(std::uint16_t type) const { return representation_of(type).has_value(); }
    [[nodiscard]] std::size_t entry_count() const {
        std::size_t count = 0;
        for_each([&count](std::uint16_t, std::span<const std::uint16_t>) { ++count; });
        return count;
    }
};

struct data_types_request {
    static constexpr message_type type = message_type::data_types;

    std::uint16_t charset = 0;
    std::uint16_t national_charset = 0;
    std::uint8_t flags = data_types_flag::multi_byte | data_types_flag::request_text_has_length;
    bytes_view compile_capabilities{};
    bytes_view runtime_capabilities{};
    // The time zone block travels when runtime capability 1 has bit 0x01; the file version with it when compile
    // capability 37 has bit 0x02.
    bytes_view time_zone{};  // time_zone_size bytes, interval day to second format
    std::uint32_t time_zone_file_version = 0;
    // Oracle's own client library would like integers as its machine has them, or takes that for granted.
    [[nodiscard]] bool is_of_oci() const {
        const auto integers = types.representation_of(data_type::unsigned_long);
        return !has_list || (integers && *integers != representation::universal);
    }

    bool has_trailing_charset = false;  // go-ora, OCI and old clients repeat a national charset after the block
    std::uint16_t trailing_charset = 0;
    bool has_list = true;  // false: an OCI client whose banner equals the server's
    data_type_list types{};
};

struct data_types_reply {
    static constexpr message_type type = message_type::data_types;

    // Present when capabilities::data_types_time_zone says so.
    bytes_view time_zone{};
    std::uint32_t time_zone_file_version = 0;
    bool has_list = true;
    data_type_list types{};
};

// Bodies after the type byte. The request tells its own layout by its capability vectors, but for one thing:
// capabilities::data_types_list false means that no list follows. The reply needs what was negotiated.
decode_errc decode(decoder& c, data_types_request& out);
decode_errc decode(decoder& c, data_types_reply& out);
// Type byte and body.
void encode(encoder& c, const data_types_request& message);
void encode(encoder& c, const data_types_reply& message);

}  // namespace oraxx::wire::ttc
