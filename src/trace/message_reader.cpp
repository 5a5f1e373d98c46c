#include "trace/message_reader.hpp"

#include "base/arena.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

template <class Step>
void message_reader::turn(bytes_view bytes, bool from_client, Step step) {
    base::arena scratch;
    decoder c(bytes, state_->caps, scratch);
    c.trace_to(out_);
    from_server_ = !from_client;
    while (c.reader().remaining() != 0) {
        const auto start = c.reader().position();
        const auto type = static_cast<message_type>(bytes[start]);
        name_ = name_of(type);
        if (name_.empty()) name_ = "message " + std::to_string(bytes[start]);
        ++summary_->messages;
        out_->begin_message(from_client, name_);
        c.reader().skip(1);
        encoded_.clear();
        const bool done = step(c, type);
        if (!done) {
            if (c.ok()) c.fail("message", decode_errc::unsupported);
            std::string reason(to_string(c.error()));
            if (!c.failed_field().empty()) reason += " at \"" + std::string(c.failed_field()) + "\"";
            out_->undecoded(name_, reason, bytes.subspan(start));
            summary_->undecoded_bytes += bytes.size() - start;
            order_->lose_track();
        }
        if (done && reencodes_) {
            out_->reencoded(from_client, name_, bytes.subspan(start, c.reader().position() - start), encoded_);
        }
        out_->end_message();
        if (!done) return;
    }
}

void message_reader::client_turn(bytes_view bytes) {
    turn(bytes, true, [this](decoder& c, message_type type) {
        if (!client_message(c, type)) return false;
        // function() told the order already, before the bind rows behind its message.
        const bool is_told = type == message_type::function || type == message_type::piggyback ||
                             type == message_type::one_way_function;
        if (!is_told) order_->happens(net::event_of(net::side::client, type));
        return true;
    });
}

void message_reader::server_turn(bytes_view bytes) {
    turn(bytes, false, [this](decoder& c, message_type type) {
        if (!server_message(c, type)) return false;
        order_->happens(net::event_of(net::side::server, type));
        return true;
    });
}

pending_call& message_reader::begin_call(function_code function) {
    state_->calls.push_back({.function = function, .is_known = true});
    return state_->calls.back();
}

pending_call& message_reader::latest_call(function_code function) {
    return state_->calls.empty() ? begin_call(function) : state_->calls.back();
}

pending_call& message_reader::current_call() {
    if (state_->calls.empty()) state_->calls.emplace_back();
    return state_->calls.front();
}

bool message_reader::value(decoder& c, value_role role, const value_shape& shape) {
    c.begin(shape.name.empty() ? std::string_view("value") : std::string_view(shape.name));
    wire_value v;
    const auto form = form_of(role, shape.type, shape.buffer_size);
    const bool ok = decode_value(c, role, form, v) == decode_errc::ok;
    c.end();
    if (ok) reencode(c, [&](encoder& e) { encode_value(e, role, form, v); });
    if (ok && v.described) {
        auto& columns = state_->cursors[v.cursor_id].columns;
        columns.clear();
        for (const auto& column : v.described->columns) {
            columns.push_back({column.format.type, column.format.buffer_size, std::string(column.name)});
        }
    }
    return ok;
}

}  // namespace oraxx::trace
