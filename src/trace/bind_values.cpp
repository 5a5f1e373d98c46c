// The values of binds, in both directions.
#include "trace/message_reader.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

bool message_reader::bind_rows(decoder& c, const cursor_shape& shape, bool only_in) {
    std::vector<bind_metadata> records(shape.binds.size());
    for (std::size_t i = 0; i < records.size(); ++i) records[i].buffer_size = shape.binds[i].buffer_size;
    const auto order = bind_row_order(records, shape.is_plsql, state_->caps);
    while (c.reader().peek() == static_cast<int>(message_type::row_data)) {
        c.begin("bind row");
        auto type = message_type::row_data;
        c.u8("message type", type);
        reencode(c, [](encoder& e) { e.u8("message type", message_type::row_data); });
        ++summary_->messages;
        order_->happens(net::event::client_bind_row);
        for (const auto index : order) {
            const bool is_out = index < shape.directions.size() && shape.directions[index] == bind_direction::out;
            if (index >= shape.first_returning || (only_in && is_out)) continue;
            const auto& bind = shape.binds[index];
            const bool ok =
                bind.is_array ? counted_values(c, value_role::bind, bind) : value(c, value_role::bind, bind);
            if (!ok) return false;
        }
        skip_returning(c, shape);
        c.end();
    }
    return c.ok();
}

// ojdbc and OCI send a NULL, each its own, for each bind behind RETURNING, other clients nothing. No message has such
// a type.
void message_reader::skip_returning(decoder& c, const cursor_shape& shape) {
    for (auto i = shape.first_returning; i < shape.binds.size(); ++i) {
        const auto first = c.reader().peek();
        if (first != 0 && first != null_escape) return;
        bytes_view null;
        c.raw("null", first == 0 ? 1 : null_escape_size, null);
        if (c.ok()) reencode(c, [null](encoder& e) { e.raw("null", null.size(), null); });
    }
}

// A value that comes back, and what OCI clients wanted to stand behind it.
bool message_reader::out_value(decoder& c, const value_shape& shape) {
    if (!value(c, value_role::out, shape)) return false;
    if (!shape.has_return_code || !c.caps().dialect.oci) return true;
    std::uint16_t code = 0;
    c.ub2("return code", code);
    if (c.ok()) reencode(c, [code](encoder& e) { e.ub2("return code", code); });
    return c.ok();
}

bool message_reader::out_row(decoder& c, const pending_call& call) {
    const auto& shape = call.shape;
    if (shape.directions.size() != shape.binds.size()) return false;
    for (std::size_t i = 0; i < shape.binds.size(); ++i) {
        if (shape.directions[i] == bind_direction::in) continue;
        const bool is_counted = shape.binds[i].is_array || i >= shape.first_returning;
        const bool ok =
            is_counted ? counted_values(c, value_role::out, shape.binds[i]) : out_value(c, shape.binds[i]);
        if (!ok) return false;
    }
    return true;
}

bool message_reader::counted_values(decoder& c, value_role role, const value_shape& shape) {
    std::uint32_t count = 0;
    c.ub4("value count", count);
    if (c.ok()) reencode(c, [count](encoder& e) { e.ub4("value count", count); });
    for (std::uint32_t i = 0; i < count && c.ok(); ++i) {
        if (!(role == value_role::out ? out_value(c, shape) : value(c, role, shape))) return false;
    }
    return c.ok();
}

}  // namespace oraxx::trace
