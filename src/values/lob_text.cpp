#include "values/lob_text.hpp"

#include <algorithm>

#include "base/utf.hpp"

namespace oraxx::detail {
namespace {

void swap_pairs(std::span<std::uint8_t> bytes) noexcept {
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) std::swap(bytes[i], bytes[i + 1]);
}

bool is_continuation(std::uint8_t byte) noexcept {
    return (byte & 0xC0U) == 0x80U;
}

bool is_high_surrogate(std::uint8_t high_byte) noexcept {
    return (high_byte & 0xFCU) == 0xD8U;
}

// Bytes of the UTF-8 sequence that begins so.
std::size_t utf8_sequence_size(std::uint8_t first) noexcept {
    if (first < 0xC0U) return 1;
    return first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
}

std::size_t unfinished_utf8(std::span<const std::uint8_t> bytes) noexcept {
    constexpr std::size_t longest = 4;
    for (std::size_t back = 1; back <= std::min(longest, bytes.size()); ++back) {
        const auto byte = bytes[bytes.size() - back];
        if (!is_continuation(byte)) return utf8_sequence_size(byte) > back ? back : 0;
    }
    return 0;
}

}  // namespace

std::optional<std::string> lob_text_to_utf8(lob_text encoding, std::span<const std::uint8_t> bytes) {
    switch (encoding) {
    case lob_text::utf16be: return base::utf16be_to_utf8(bytes);
    case lob_text::utf16le: {
        std::vector<std::uint8_t> turned(bytes.begin(), bytes.end());
        swap_pairs(turned);
        return base::utf16be_to_utf8(turned);
    }
    case lob_text::utf8:
    case lob_text::bytes: break;
    }
    std::string out(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!base::is_valid_utf8(out)) return std::nullopt;
    return out;
}

std::optional<std::vector<std::uint8_t>> utf8_to_lob_text(lob_text encoding, std::string_view text) {
    if (encoding == lob_text::utf8 || encoding == lob_text::bytes) {
        if (!base::is_valid_utf8(text)) return std::nullopt;
        const auto bytes = base::as_bytes(text);
        return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
    }
    auto out = base::utf8_to_utf16be(text);
    if (out && encoding == lob_text::utf16le) swap_pairs(*out);
    return out;
}

std::uint64_t lob_units(lob_text encoding, std::span<const std::uint8_t> bytes) noexcept {
    switch (encoding) {
    case lob_text::bytes: return bytes.size();
    case lob_text::utf16be:
    case lob_text::utf16le: return bytes.size() / 2;
    case lob_text::utf8: break;
    }
    // What takes four bytes takes two units.
    return static_cast<std::uint64_t>(
        std::count_if(bytes.begin(), bytes.end(), [](auto b) { return !is_continuation(b); }) +
        std::count_if(bytes.begin(), bytes.end(), [](auto b) { return b >= 0xF0U; }));
}

std::size_t unfinished_bytes(lob_text encoding, std::span<const std::uint8_t> bytes) noexcept {
    switch (encoding) {
    case lob_text::bytes: return 0;
    case lob_text::utf8: return unfinished_utf8(bytes);
    case lob_text::utf16be:
    case lob_text::utf16le: break;
    }
    const std::size_t odd = bytes.size() % 2;
    if (bytes.size() < 2) return odd;
    const auto last = bytes.size() - odd - (encoding == lob_text::utf16be ? 2 : 1);
    return is_high_surrogate(bytes[last]) ? odd + 2 : odd;
}

}  // namespace oraxx::detail
