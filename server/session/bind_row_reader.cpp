#include "server/session/bind_row_reader.hpp"

#include "server/session/value_codec.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

bind_row_reader::bind_row_reader(std::vector<ttc::bind_metadata> binds, bind_row_shape shape,
                                 std::uint32_t iterations, const text_coding& text)
    : binds_(std::move(binds)),
      shape_(std::move(shape)),
      iterations_(iterations),
      text_(&text),
      nulls_(binds_.size()) {
    for (std::size_t i = 0; i < binds_.size(); ++i) (void)from_wire(binds_[i], {}, text, nulls_[i]);
}

ttc::decode_errc bind_row_reader::read(ttc::decoder& c) {
    while (!is_complete()) {
        const auto start = c.reader().position();
        const auto code = read_row(c);
        if (code == ttc::decode_errc::incomplete) c.reader().rewind(start);
        if (code != ttc::decode_errc::ok) return code;
    }
    return ttc::decode_errc::ok;
}

ttc::decode_errc bind_row_reader::read_row(ttc::decoder& c) {
    std::uint8_t type = 0;
    c.u8("message type", type);
    if (c.ok() && type != static_cast<std::uint8_t>(ttc::message_type::row_data)) {
        c.fail("message type", ttc::decode_errc::bad_value);
    }
    auto row = nulls_;
    bool bad_value = false;
    for (const auto i : shape_.present) {
        ttc::wire_value value;
        if (decode_value(c, ttc::value_role::bind, form_of(ttc::value_role::bind, binds_[i]), value) !=
            ttc::decode_errc::ok) {
            return c.error();
        }
        bad_value = !from_wire(binds_[i], value, *text_, row[i]) || bad_value;
    }
    c.scratch().reset();
    if (!c.ok()) return c.error();
    for (const auto& copy : shape_.copies) row[copy.to] = row[copy.from];
    bad_value_ = bad_value_ || bad_value;
    rows_.push_back(std::move(row));
    return ttc::decode_errc::ok;
}

}  // namespace oraxx::sandbox
