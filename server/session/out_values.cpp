#include "server/session/out_values.hpp"

#include <algorithm>

#include "server/session/value_codec.hpp"
#include "wire/ttc/io_vector.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint8_t io_vector_flags = 5;

ttc::bind_direction direction_of(const engine::bind_slot& slot) noexcept {
    if (!slot.is_output) return ttc::bind_direction::in;
    return slot.is_input ? ttc::bind_direction::in_out : ttc::bind_direction::out;
}

bool append_out_value(ttc::encoder& c, const ttc::bind_metadata& stated, const engine::value& value,
                      const value_context& context, base::byte_buffer& scratch) {
    if (!append_value(c, ttc::value_role::out, stated, value, context, scratch)) return false;
    if (c.caps().dialect.oci && (stated.flags & ttc::metadata_flag::return_codes) != 0) c.ub2("return code", 0);
    return true;
}

// A count, then so many values.
bool append_values(ttc::encoder& c, const ttc::bind_metadata& stated, const std::vector<engine::value>& values,
                   const value_context& context, base::byte_buffer& scratch) {
    c.ub4("value count", static_cast<std::uint32_t>(values.size()));
    return std::all_of(values.begin(), values.end(), [&](const engine::value& each) {
        return append_out_value(c, stated, each, context, scratch);
    });
}

}  // namespace

bool has_out_values(const cursor& of) {
    const auto& slots = of.statement->binds();
    return std::any_of(slots.begin(), slots.end(), [](const auto& slot) { return slot.is_output; });
}

void encode_io_vector(ttc::encoder& c, const cursor& of) {
    const auto& slots = of.statement->binds();
    std::vector<ttc::bind_direction> directions;
    std::transform(slots.begin(), slots.end(), std::back_inserter(directions), direction_of);
    ttc::io_vector message;
    message.flags = io_vector_flags;
    message.iterations = 1;
    set_directions(message, std::move(directions));
    encode(c, message);
}

bool encode_out_row(ttc::encoder& c, const cursor& of, const engine::execute_result& row,
                    const value_context& context) {
    const auto& slots = of.statement->binds();
    base::byte_buffer scratch;
    c.u8("message type", ttc::message_type::row_data);
    std::size_t returned = 0;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (!slots[i].is_output) continue;
        const auto& stated = of.binds[i];
        bool is_whole = false;
        if (slots[i].is_returning) {
            is_whole = returned < row.returned.size() &&
                       append_values(c, stated, row.returned[returned++], context, scratch);
        } else if ((stated.flags & ttc::metadata_flag::array) != 0) {
            is_whole = i < row.array_values.size() && append_values(c, stated, row.array_values[i], context, scratch);
        } else {
            is_whole = i < row.out_values.size() && append_out_value(c, stated, row.out_values[i], context, scratch);
        }
        if (!is_whole) return false;
    }
    return true;
}

}  // namespace oraxx::sandbox
