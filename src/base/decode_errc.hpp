// Why a decoder refused its input. Values, never exceptions: input comes from a peer.
#pragma once

#include <cstdint>
#include <string_view>

namespace oraxx::base {

enum class [[nodiscard]] decode_errc : std::uint8_t{
    ok,
    incomplete,      // the bytes end inside a field; more input may complete it
    bad_value,       // a field holds a value the protocol does not allow
    limit_exceeded,  // a length or count passes a named limit
    trailing_bytes,  // the message ended before its bytes did
    unsupported,     // well-formed, but a feature this build does not speak
};

constexpr std::string_view to_string(decode_errc code) noexcept {
    switch (code) {
    case decode_errc::ok: return "ok";
    case decode_errc::incomplete: return "incomplete";
    case decode_errc::bad_value: return "bad value";
    case decode_errc::limit_exceeded: return "limit exceeded";
    case decode_errc::trailing_bytes: return "trailing bytes";
    case decode_errc::unsupported: return "unsupported";
    }
    return "unknown";
}

}  // namespace oraxx::base
