// REDIRECT (5): connect somewhere else.
#pragma once

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

struct redirect {
    static constexpr packet_type type = packet_type::redirect;

    std::uint16_t text_length = 0;
    std::string_view text{};  // empty while it follows in a DATA packet

    [[nodiscard]] bool text_follows() const noexcept { return text_length != 0 && text.empty(); }
    void set_text(std::string_view value) noexcept {
        text_length = static_cast<std::uint16_t>(value.size());
        text = value;
    }
};

// The packet body after its header, all of it.
decode_errc decode(decoder& c, redirect& out);
void encode(encoder& c, const redirect& message);

// The text holds an address and, with packet_flag::redirect_has_data, a NUL byte and the connect data to send there.
struct redirect_target {
    std::string_view address{};
    std::string_view connect_data{};  // empty: send the original connect data again
};
[[nodiscard]] redirect_target split_redirect_text(std::string_view text) noexcept;

}  // namespace oraxx::wire::tns
