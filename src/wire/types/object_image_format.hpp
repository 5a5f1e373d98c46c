// The numbers and lengths of object images that both directions share.
#pragma once

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace oraxx::wire::types::image {

// Flags of an image.
inline constexpr std::uint8_t is_image = 0x80;
inline constexpr std::uint8_t no_prefix_segment = 0x04;
inline constexpr std::uint8_t is_collection = 0x08;
inline constexpr std::uint8_t is_degenerate = 0x10;  // the data lie in a LOB

inline constexpr std::uint8_t version = 1;
inline constexpr std::uint8_t collection_has_keys = 0x10;

inline constexpr std::uint8_t longest_short = 245;
inline constexpr std::uint8_t null_object = 0xFD;
inline constexpr std::uint8_t long_length = 0xFE;
inline constexpr std::uint8_t null_value = 0xFF;

// Not for a NULL, which the caller has looked for.
inline std::uint32_t read_length(base::byte_reader& in) noexcept {
    const auto first = in.u8();
    if (first == long_length) return in.u32be();
    if (first == null_object || first == null_value) in.fail(base::decode_errc::bad_value);
    return first;
}

inline void write_length(base::byte_writer& out, std::size_t length) {
    if (length <= longest_short) return out.u8(static_cast<std::uint8_t>(length));
    out.u8(long_length);
    out.u32be(static_cast<std::uint32_t>(length));
}

// Reads flags, version, length and prefix segment; the length, unless it is zero, has to be that of the input.
inline std::uint8_t read_header(base::byte_reader& in) noexcept {
    const auto size = in.remaining();
    const auto flags = in.u8();
    const auto found = in.u8();
    const auto length = read_length(in);
    if (!in.ok()) return flags;
    if (found != version || (flags & is_image) == 0) in.fail(base::decode_errc::bad_value);
    if ((flags & is_degenerate) != 0) in.fail(base::decode_errc::unsupported);
    if (length != size && length != 0)
        in.fail(length > size ? base::decode_errc::incomplete : base::decode_errc::trailing_bytes);
    if ((flags & no_prefix_segment) == 0) in.skip(read_length(in));
    return flags;
}

}  // namespace oraxx::wire::types::image
