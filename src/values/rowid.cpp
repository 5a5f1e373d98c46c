#include <oraxx/rowid.hpp>

#include "values/base64.hpp"

namespace oraxx {
namespace {

constexpr std::size_t text_size = 18;

// A field is right-aligned in its characters: "AAB" is 1.
void append_field(std::string& out, std::uint64_t value, unsigned characters) {
    for (unsigned shift = characters * 6; shift != 0; shift -= 6) {
        out.push_back(values::base64_digit(static_cast<unsigned>(value >> (shift - 6))));
    }
}

// The first `characters` of `text`, taken off; nullopt for other characters or a value above `limit`.
std::optional<std::uint64_t> take_field(std::string_view& text, std::size_t characters,
                                        std::uint64_t limit) noexcept {
    std::uint64_t value = 0;
    for (const char c : text.substr(0, characters)) {
        const int digit = values::base64_value(c);
        if (digit < 0) return std::nullopt;
        value = value << 6U | static_cast<unsigned>(digit);
    }
    text.remove_prefix(characters);
    return value <= limit ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string rowid::to_string() const {
    std::string out;
    out.reserve(text_size);
    append_field(out, object, 6);
    append_field(out, file, 3);
    append_field(out, block, 6);
    append_field(out, slot, 3);
    return out;
}

std::optional<rowid> rowid::parse(std::string_view text) noexcept {
    if (text.size() != text_size) return std::nullopt;
    const auto object = take_field(text, 6, 0xFFFFFFFF);
    if (!object) return std::nullopt;
    const auto file = take_field(text, 3, 0xFFFF);
    if (!file) return std::nullopt;
    const auto block = take_field(text, 6, 0xFFFFFFFF);
    if (!block) return std::nullopt;
    const auto slot = take_field(text, 3, 0xFFFF);
    if (!slot) return std::nullopt;
    return rowid{.object = static_cast<std::uint32_t>(*object),
                 .file = static_cast<std::uint16_t>(*file),
                 .block = static_cast<std::uint32_t>(*block),
                 .slot = static_cast<std::uint16_t>(*slot)};
}

}  // namespace oraxx
