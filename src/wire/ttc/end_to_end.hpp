// Piggyback 135: what the application calls itself, for monitoring.
#pragma once

#include <array>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Bits of end_to_end::flags: which values are set (or cleared, with an empty value).
namespace end_to_end_flag {
inline constexpr std::uint32_t client_id = 0x0001;
inline constexpr std::uint32_t module = 0x0008;
inline constexpr std::uint32_t action = 0x0010;
inline constexpr std::uint32_t ecid = 0x0020;
inline constexpr std::uint32_t client_info = 0x0100;
inline constexpr std::uint32_t dbop = 0x0200;
}  // namespace end_to_end_flag

struct end_to_end {
    static constexpr function_code function = function_code::end_to_end;

    struct value {
        bool present = false;
        std::string_view text{};      // empty and present: cleared
        std::uint32_t announced = 0;  // a length that is not the text's; see codec.hpp
    };
    std::uint32_t flags = 0;
    value client_id{};
    value module{};
    value action{};
    value ecid{};
    std::uint8_t context_mark = 0;
    std::uint32_t context_sequence = 0;  // OCI clients count, others send 0
    value client_info{};
    value dbop{};
};

decode_errc decode(decoder& c, end_to_end& out);     // after the function header
void encode(encoder& c, const end_to_end& message);  // body only

}  // namespace oraxx::wire::ttc
