#include "wire/ttc/status.hpp"

#include "wire/ttc/error_info.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.ub4("call status", m.call_status);
    if ((m.call_status & call_status_bit::elapsed_time_follows) != 0) c.ub8("elapsed time", m.elapsed_time);
    c.ub2("end to end sequence", m.end_to_end_sequence);
}

}  // namespace

decode_errc decode(decoder& c, status& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const status& message) {
    c.u8("message type", status::type);
    layout(c, message);
}

}  // namespace oraxx::wire::ttc
