#include "base/utf.hpp"

#include "base/code_point.hpp"

namespace oraxx::base {
namespace {

void append_unit(byte_buffer& out, std::uint32_t unit) {
    out.push_back(static_cast<std::uint8_t>(unit >> 8U));
    out.push_back(static_cast<std::uint8_t>(unit & 0xFFU));
}

}  // namespace

std::optional<byte_buffer> utf8_to_utf16be(std::string_view text) {
    byte_buffer out;
    out.reserve(text.size() * 2);
    for (std::size_t at = 0; at < text.size();) {
        const auto cp = next_utf8(text, at);
        if (cp.length == 0) return std::nullopt;
        at += cp.length;
        if (cp.value < 0x10000) {
            append_unit(out, cp.value);
        } else {
            const std::uint32_t rest = cp.value - 0x10000;
            append_unit(out, 0xD800U | (rest >> 10U));
            append_unit(out, 0xDC00U | (rest & 0x3FFU));
        }
    }
    return out;
}

std::optional<std::string> utf16be_to_utf8(bytes_view bytes, bad_text policy) {
    std::string out(utf8_room_for_utf16(bytes.size()), '\0');
    const auto size = utf16be_to_utf8(bytes, out, policy);
    if (!size) return std::nullopt;
    out.resize(*size);
    return out;
}

std::optional<std::size_t> utf16be_to_utf8(bytes_view bytes, std::span<char> out, bad_text policy) noexcept {
    if (bytes.size() % 2 != 0) return std::nullopt;
    std::size_t size = 0;
    const auto unit_at = [bytes](std::size_t at) -> std::uint32_t {
        return (static_cast<std::uint32_t>(bytes[at]) << 8U) | bytes[at + 1];
    };
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        std::uint32_t value = unit_at(at);
        const bool high = value >= 0xD800 && value <= 0xDBFF;
        const bool low = value >= 0xDC00 && value <= 0xDFFF;
        const std::uint32_t follower = high && at + 2 < bytes.size() ? unit_at(at + 2) : 0;
        if (high && follower >= 0xDC00 && follower <= 0xDFFF) {
            value = 0x10000 + ((value & 0x3FFU) << 10U) + (follower & 0x3FFU);
            at += 2;
        } else if (high || low) {
            if (policy == bad_text::refuse) return std::nullopt;
            value = 0xFFFD;
        }
        size += put_utf8(out.data() + size, value);
    }
    return size;
}

bool is_valid_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const auto cp = next_utf8(text, at);
        if (cp.length == 0) return false;
        at += cp.length;
    }
    return true;
}

std::size_t utf8_length(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char c : text) {
        if ((static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U) ++count;
    }
    return count;
}

}  // namespace oraxx::base
