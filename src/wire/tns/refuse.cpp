#include "wire/tns/refuse.hpp"

#include <charconv>

#include "base/ascii.hpp"
#include "wire/tns/fields.hpp"

namespace oraxx::wire::tns {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u8("user reason", m.user_reason);
    c.u8("system reason", m.system_reason);
    c.u16be("text length", m.text_length);
    text_or_nothing(c, "text", m.text_length, m.text);
}

constexpr bool is_blank(char ch) noexcept {
    return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

std::string_view skip_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    return text;
}

// `text` stands right behind an opening parenthesis: the number of "name = number", if that is what it says.
// `name` is lower case.
std::optional<std::uint32_t> number_of(std::string_view text, std::string_view name) noexcept {
    text = skip_blanks(text);
    if (text.size() < name.size()) return std::nullopt;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (base::to_lower(text[i]) != name[i]) return std::nullopt;
    }
    text = skip_blanks(text.substr(name.size()));
    if (text.empty() || text.front() != '=') return std::nullopt;
    text = skip_blanks(text.substr(1));
    std::uint32_t value = 0;
    const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
    if (done.ec != std::errc{}) return std::nullopt;
    return value;
}

// The first "(name=number" anywhere in the text.
std::optional<std::uint32_t> first_number(std::string_view text, std::string_view name) noexcept {
    for (auto at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1)) {
        if (const auto found = number_of(text.substr(at + 1), name)) return found;
    }
    return std::nullopt;
}

}  // namespace

decode_errc decode(decoder& c, refuse& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const refuse& message) {
    layout(c, message);
}

refuse_reason parse_refuse_reason(std::string_view text) noexcept {
    refuse_reason out;
    out.code = first_number(text, "code");
    out.facility = first_number(text, "emfi");
    out.server_version = first_number(text, "vsnnum").value_or(0);
    out.error = first_number(text, "err").value_or(out.code.value_or(0));
    return out;
}

}  // namespace oraxx::wire::tns
