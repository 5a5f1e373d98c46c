// A byte stream to packets, and the bodies of the packets. First byte: bit 0 starts with large lengths, the rest is
// the size of the pieces in which the stream arrives.
#include <algorithm>
#include <cstring>

#include "fuzzer.hpp"
#include "net/frame_reader.hpp"
#include "wire/tns/accept.hpp"
#include "wire/tns/connect.hpp"
#include "wire/tns/control.hpp"
#include "wire/tns/marker.hpp"
#include "wire/tns/redirect.hpp"
#include "wire/tns/refuse.hpp"

namespace oraxx {
namespace {

using wire::tns::packet_type;

template <class Packet>
bool decode_body(base::bytes_view body, Packet& out) {
    const wire::ttc::capabilities caps;
    base::arena scratch;
    wire::ttc::decoder in(body, caps, scratch);
    return decode(in, out) == base::decode_errc::ok;
}

template <class Packet>
void decode_body(base::bytes_view body) {
    Packet packet{};
    (void)decode_body(body, packet);
}

void on_packet(net::frame_reader& reader, const net::packet& packet) {
    switch (packet.type) {
    case packet_type::connect: return decode_body<wire::tns::connect>(packet.body);
    case packet_type::refuse: return decode_body<wire::tns::refuse>(packet.body);
    case packet_type::redirect: return decode_body<wire::tns::redirect>(packet.body);
    case packet_type::marker: return decode_body<wire::tns::marker>(packet.body);
    case packet_type::control: return decode_body<wire::tns::control>(packet.body);
    case packet_type::accept: {
        wire::tns::accept accept{};
        if (decode_body(packet.body, accept)) reader.use_form(wire::tns::length_form_of(accept.version));
        return;
    }
    default: return;
    }
}

void run(base::bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    const std::size_t piece = 1U + choice / 2U;
    net::frame_reader reader;
    if ((choice & 1U) != 0) reader.use_form(wire::tns::length_form::large);
    const auto most_packets = input.size() / wire::tns::header_size;
    std::size_t packets = 0;
    while (!input.empty()) {
        const auto part = input.first(std::min(piece, input.size()));
        std::memcpy(reader.input_space(part.size()).data(), part.data(), part.size());
        reader.received(part.size());
        input = input.subspan(part.size());
        net::packet packet;
        auto status = reader.next(packet);
        for (; status == net::frame_status::packet; status = reader.next(packet)) {
            ORAXX_FUZZ_REQUIRE(packet.whole.size() >= wire::tns::header_size, "a packet has a header");
            on_packet(reader, packet);
            ++packets;
        }
        if (status == net::frame_status::broken) {
            ORAXX_FUZZ_REQUIRE(!reader.error_text().empty(), "a broken stream says why");
            return;
        }
    }
    ORAXX_FUZZ_REQUIRE(packets <= most_packets, "packets are made of bytes");
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
