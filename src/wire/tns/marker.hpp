// MARKER (12): break and reset inside a session.
#pragma once

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

enum class marker_type : std::uint8_t { no_data = 0, data = 1, attention = 2 };
enum class marker_kind : std::uint8_t { none = 0, break_ = 1, reset = 2, interrupt = 3 };

struct marker {
    static constexpr packet_type type = packet_type::marker;

    marker_type form = marker_type::data;
    std::uint8_t reserved = 0;
    marker_kind kind = marker_kind::reset;
};

decode_errc decode(decoder& c, marker& out);
void encode(encoder& c, const marker& message);

}  // namespace oraxx::wire::tns
