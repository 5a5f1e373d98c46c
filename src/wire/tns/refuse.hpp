// REFUSE (4): the listener or the server turns the connection down, with the reason as text.
#pragma once

#include <optional>

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

struct refuse {
    static constexpr packet_type type = packet_type::refuse;

    std::uint8_t user_reason = 0;
    std::uint8_t system_reason = 0;
    std::uint16_t text_length = 0;
    std::string_view text{};  // empty while it follows in a DATA packet

    [[nodiscard]] bool text_follows() const noexcept { return text_length != 0 && text.empty(); }
    void set_text(std::string_view value) noexcept {
        text_length = static_cast<std::uint16_t>(value.size());
        text = value;
    }
};

// The packet body after its header, all of it.
decode_errc decode(decoder& c, refuse& out);
void encode(encoder& c, const refuse& message);

// What the text of a REFUSE says: (DESCRIPTION=(ERR=12514)(VSNNUM=0)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4)))).
struct refuse_reason {
    std::uint32_t error = 0;                  // ERR, else CODE of the first ERROR; 0 = the text names none
    std::uint32_t server_version = 0;         // VSNNUM: 8.4.4.8.8 bits; 0 = not told
    std::optional<std::uint32_t> code{};      // CODE of the first ERROR
    std::optional<std::uint32_t> facility{};  // EMFI: 4 = network messages (TNS), 22 = ORA
};
// Never fails: names are looked for case-insensitively, blanks are allowed, whatever is missing stays empty.
[[nodiscard]] refuse_reason parse_refuse_reason(std::string_view text) noexcept;

}  // namespace oraxx::wire::tns
