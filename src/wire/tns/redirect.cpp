#include "wire/tns/redirect.hpp"

#include "wire/tns/fields.hpp"

namespace oraxx::wire::tns {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u16be("text length", m.text_length);
    text_or_nothing(c, "text", m.text_length, m.text);
}

}  // namespace

decode_errc decode(decoder& c, redirect& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const redirect& message) {
    layout(c, message);
}

redirect_target split_redirect_text(std::string_view text) noexcept {
    const auto nul = text.find('\0');
    if (nul == std::string_view::npos) return {.address = text};
    return {.address = text.substr(0, nul), .connect_data = text.substr(nul + 1)};
}

}  // namespace oraxx::wire::tns
