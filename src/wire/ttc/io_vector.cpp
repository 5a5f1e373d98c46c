#include "wire/ttc/io_vector.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

constexpr std::uint32_t binds_per_high = 256;

template <class Codec, class Message>
void layout(Codec& c, Message& m) {
    c.u8("flags", m.flags);
    c.ub2("binds low", m.binds_low);
    c.ub4("binds high", m.binds_high);
    c.ub4("iterations", m.iterations);
    c.ub2("buffer length", m.buffer_length);
    counted_ub4(c, "bit vector", m.bit_vector);
    counted_ub4(c, "rowid", m.rowid);
    const auto count = std::size_t{m.binds_high} * binds_per_high + m.binds_low;
    c.list("bind", count, m.directions, [](auto& codec, auto& direction) { codec.u8("direction", direction); });
}

}  // namespace

decode_errc decode(decoder& c, io_vector& out) {
    layout(c, out);
    return c.error();
}

void encode(encoder& c, const io_vector& message) {
    c.u8("message type", io_vector::type);
    layout(c, message);
}

void set_directions(io_vector& message, std::vector<bind_direction> directions) {
    message.binds_low = static_cast<std::uint16_t>(directions.size() % binds_per_high);
    message.binds_high = static_cast<std::uint32_t>(directions.size() / binds_per_high);
    message.directions = std::move(directions);
}

}  // namespace oraxx::wire::ttc
