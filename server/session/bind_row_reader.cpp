#include "server/session/bind_row_reader.hpp"

#include "server/session/value_codec.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

bind_row_reader::bind_row_reader(std::vector<ttc::bind_metadata> binds, bind_row_shape shape,
                                 std::uint32_t iterations, const value_context& context,
                                 const std::vector<engine::object_type_ref>& object_types)
    : binds_(std::move(binds)),
      shape_(std::move(shape)),
      iterations_(iterations),
      context_(context),
      nulls_(binds_.size()) {
    for (std::size_t i = 0; i < binds_.size(); ++i) {
        declare(binds_[i], nulls_[i]);
        if (i < object_types.size()) nulls_[i].object_type = object_types[i];
    }
}

ttc::decode_errc bind_row_reader::read(ttc::decoder& c) {
    if (!has_rows()) skip_row_of_nulls(c);
    while (!is_complete()) {
        const auto start = c.reader().position();
        const auto code = read_row(c);
        if (code == ttc::decode_errc::incomplete) c.reader().rewind(start);
        if (code != ttc::decode_errc::ok) return code;
    }
    return ttc::decode_errc::ok;
}

void bind_row_reader::read_value(ttc::decoder& c, std::size_t bind, engine::value& out, bool& is_bad) const {
    ttc::wire_value value;
    const auto form = form_of(ttc::value_role::bind, binds_[bind]);
    if (decode_value(c, ttc::value_role::bind, form, value) != ttc::decode_errc::ok) return;
    is_bad = !from_wire(binds_[bind], nulls_[bind].object_type, value, context_, out) || is_bad;
}

// Each element has a byte at least, so that what arrived bounds them.
void bind_row_reader::read_elements(ttc::decoder& c, std::size_t bind, engine::bind_value& out, bool& is_bad) const {
    std::uint32_t count = 0;
    c.ub4("element count", count);
    for (std::uint32_t i = 0; i < count && c.ok(); ++i) read_value(c, bind, out.elements.emplace_back(), is_bad);
}

// No message has the type 0 or that of OCI's NULLs: such bytes belong to the row.
void bind_row_reader::skip_returning(ttc::decoder& c) const {
    for (std::size_t i = 0; i < shape_.returning; ++i) {
        const auto first = c.reader().peek();
        if (first != 0 && first != ttc::null_escape) return;
        c.reader().skip(first == 0 ? 1 : ttc::null_escape_size);
    }
}

// Nothing but NULLs for binds behind RETURNING.
void bind_row_reader::skip_row_of_nulls(ttc::decoder& c) const {
    const auto row_type = static_cast<std::uint8_t>(ttc::message_type::row_data);
    if (shape_.returning == 0 || c.reader().peek() != row_type) return;
    c.reader().skip(1);
    skip_returning(c);
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
        if (row[i].is_array) {
            read_elements(c, i, row[i], bad_value);
        } else {
            read_value(c, i, row[i].data, bad_value);
        }
        if (!c.ok()) return c.error();
    }
    c.scratch().reset();
    if (!c.ok()) return c.error();
    skip_returning(c);
    for (const auto& copy : shape_.copies) row[copy.to] = row[copy.from];
    bad_value_ = bad_value_ || bad_value;
    rows_.push_back(std::move(row));
    return ttc::decode_errc::ok;
}

}  // namespace oraxx::sandbox
