#include "trace/message_reader.hpp"

#include <algorithm>

#include "base/arena.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

// Columns and binds of which only the type is known; any size will do that is not that of an absent value.
std::vector<value_shape> shapes_of(const std::vector<std::uint8_t>& types) {
    std::vector<value_shape> shapes;
    shapes.reserve(types.size());
    for (const auto type : types) shapes.push_back({type, 1, {}});
    return shapes;
}

}  // namespace

void message_reader::read_turn(bytes_view turn, bool from_client, const stated_body& stated) {
    base::arena scratch;
    decoder c(turn, state_->caps, scratch);
    c.trace_to(out_);
    if (!stated.columns.empty()) current_call().shape.columns = shapes_of(stated.columns);
    if (!stated.out_binds.empty()) current_call().shape.binds = shapes_of(stated.out_binds);
    if (stated.continues) current_call().shape.columns = state_->described;
    stated_binds_ = shapes_of(stated.binds);
    auto begun = stated.begun;
    while (c.reader().remaining() != 0) {
        const auto start = c.reader().position();
        ++summary_->messages;
        const bool done = message(c, from_client, begun);
        if (done) {
            report(from_client, c.reader().since(start), !begun);
        } else {
            if (c.ok()) c.fail("message", decode_errc::unsupported);
            unread_ = c.reader().remaining() + 1;
            std::string reason(to_string(c.error()));
            if (!c.failed_field().empty()) reason += " at \"" + std::string(c.failed_field()) + "\"";
            out_->undecoded(name_, reason, turn.subspan(start));
            summary_->undecoded_bytes += turn.size() - start;
            order_->lose_track();
        }
        out_->end_message(name_, done ? c.reader().since(start) : bytes_view{});
        if (!done) return;
        begun.reset();
    }
}

bool message_reader::message(decoder& c, bool from_client, std::optional<message_type> begun) {
    auto type = begun ? *begun : static_cast<message_type>(c.reader().peek());
    name_ = name_of(type);
    if (name_.empty()) name_ = "message " + std::to_string(static_cast<unsigned>(type));
    out_->begin_message(from_client, name_);
    if (!begun) c.u8("message type", type);
    encoded_.clear();
    encoded_shortest_.clear();
    if (!(from_client ? client_message(c, type) : server_message(c, type))) return false;
    // function() told the order already, before the bind rows behind its message.
    const bool is_told = from_client && (type == message_type::function || type == message_type::piggyback ||
                                         type == message_type::one_way_function);
    if (!is_told) order_->happens(net::event_of(from_client ? net::side::client : net::side::server, type));
    return true;
}

void message_reader::report(bool from_client, bytes_view wire, bool has_type_byte) {
    if (!reencodes_) return;
    const auto without_type = [&](bytes_view encoded) {
        return has_type_byte || encoded.empty() ? encoded : encoded.subspan(1);
    };
    auto encoded = without_type(encoded_);
    // Servers and some clients write the shortest integers, the official thin clients do not.
    if (!std::equal(wire.begin(), wire.end(), encoded.begin(), encoded.end())) {
        encoded = without_type(encoded_shortest_);
    }
    out_->reencoded(from_client, name_, wire, encoded);
}

pending_call& message_reader::begin_call(function_code function) {
    state_->calls.push_back({.function = function, .is_known = true});
    return state_->calls.back();
}

pending_call& message_reader::latest_call(function_code function) {
    return state_->calls.empty() ? begin_call(function) : state_->calls.back();
}

pending_call& message_reader::current_call() {
    if (state_->calls.empty()) state_->calls.push_back(state_->unasked);
    return state_->calls.front();
}

bool message_reader::value(decoder& c, value_role role, const value_shape& shape) {
    out_->begin_value(shape.name.empty() ? std::string_view("value") : std::string_view(shape.name), shape.type);
    wire_value v;
    auto form = form_of(role, shape.type, shape.buffer_size, shape.prefetches);
    if (form == value_form::lob && !shape.prefetches) form = value_form::lob_locator;
    if (form == value_form::lob && shape.has_lob_data) {
        const bool is_text = static_cast<db_type>(shape.type) == db_type::clob;
        form = is_text ? value_form::lob_with_text : value_form::lob_with_bytes;
    }
    const bool ok = decode_value(c, role, form, v) == decode_errc::ok;
    c.end();
    if (ok) reencode(c, [&](encoder& e) { encode_value(e, role, form, v); });
    if (ok && v.described) state_->cursors[v.cursor_id].columns = shapes_of(v.described->columns);
    return ok;
}

}  // namespace oraxx::trace
