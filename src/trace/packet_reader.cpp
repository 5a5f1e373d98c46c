#include "trace/packet_reader.hpp"

#include <algorithm>

#include "base/arena.hpp"
#include "trace/single_value.hpp"
#include "wire/tns/accept.hpp"
#include "wire/tns/control.hpp"
#include "wire/tns/marker.hpp"
#include "wire/tns/native_services.hpp"
#include "wire/tns/redirect.hpp"
#include "wire/tns/refuse.hpp"
#include "wire/tns/resend.hpp"

namespace oraxx::trace {

using namespace wire::tns;

// A line usually holds one whole packet, and its own length tells the form where the recording starts in the
// middle of a session. Otherwise what ACCEPT settled holds.
length_form packet_reader::form_of(bytes_view bytes) const noexcept {
    if (bytes.size() < header_size) return form_;
    base::byte_reader small(bytes);
    base::byte_reader large(bytes);
    const std::size_t small_length = small.u16be();
    const bool checksum_is_zero = small.u16be() == 0;
    if (small_length == bytes.size() && checksum_is_zero) return length_form::small;
    if (small_length < header_size || large.u32be() == bytes.size()) return length_form::large;
    return form_;
}

void packet_reader::line(const trace_line& line, const stated_body& stated) {
    auto& way = line.from_client ? client_ : server_;
    // A note stands where the recording has a hole or goes over to something else.
    if (!line.note.empty() || single_packets_) {
        flush(true);
        flush(false);
        if (single_packets_) order_.lose_track();
        way.stated = stated;
    }
    way.partial.insert(way.partial.end(), line.bytes.begin(), line.bytes.end());
    const base::byte_buffer buffer = std::move(way.partial);
    way.partial.clear();
    bytes_view rest = buffer;
    while (rest.size() >= header_size) {
        const auto form = form_of(rest);
        const wire::ttc::capabilities caps{};
        base::arena scratch;
        decoder c(rest, caps, scratch);
        packet_header header;
        if (decode(c, form, header) != decode_errc::ok) {
            unreadable(line, to_string(c.error()), rest);
            return;
        }
        if (header.length > rest.size()) break;
        packet(line, rest.first(header.length), form);
        rest = rest.subspan(header.length);
    }
    way.partial.assign(rest.begin(), rest.end());
    way.line = line.number;
}

void packet_reader::body(const trace_line& line, const stated_body& stated) {
    switch (stated.holds) {
    case stated_body::kind::packet:
        this->line(line, stated);
        flush(line.from_client);
        return;
    case stated_body::kind::accept: accept_body(line); return;
    case stated_body::kind::value: single_value(line); return;
    case stated_body::kind::messages:
        ++summary_->packets;
        out_->begin_packet(line, "body", line.bytes.size());
        turns_.read(behind_data_flags(line.bytes), line.from_client, stated);
        out_->end_packet();
        return;
    }
}

void packet_reader::single_value(const trace_line& line) {
    const wire::ttc::capabilities caps{};
    base::arena scratch;
    decoder c(line.bytes, caps, scratch);
    c.trace_to(out_);
    ++summary_->packets;
    out_->begin_packet(line, "value", line.bytes.size());
    read_single_value(c, line.note);
    // Behind a field that is bad everything is unread, that field included.
    const auto rest = c.ok() ? c.reader().rest() : bytes_view(line.bytes);
    if (!rest.empty()) undecoded("value", unread_value, rest);
    out_->end_packet();
}

// What follows the data flags of a packet, where the recording's bodies begin with them.
bytes_view packet_reader::behind_data_flags(bytes_view body) {
    constexpr std::size_t flags_size = 2;
    if (!has_data_flags_ || body.size() < flags_size) return body;
    base::byte_reader reader(body);
    const auto flags = reader.u16be();
    out_->number("data flags", {wire::ttc::field_form::fixed, reader.since(0)}, flags);
    return reader.rest();
}

void packet_reader::accept_body(const trace_line& line) {
    const wire::ttc::capabilities caps{};
    base::arena scratch;
    decoder c(line.bytes, caps, scratch);
    c.trace_to(out_);
    ++summary_->packets;
    out_->begin_packet(line, "ACCEPT", line.bytes.size());
    encoded_.clear();
    packet_body(packet_type::accept, c, line.from_client);
    if (c.ok() && out_->wants_reencoding()) out_->reencoded(line.from_client, "ACCEPT", line.bytes, encoded_);
    if (!c.ok()) undecoded("ACCEPT", to_string(c.error()), c.reader().rest());
    out_->end_packet();
}

void packet_reader::authenticated_body(const trace_line& line, std::size_t mac_size) {
    const bytes_view bytes = line.bytes;
    ++summary_->packets;
    out_->begin_packet(line, "body", bytes.size());
    if (bytes.size() < mac_size) {
        undecoded("body", "shorter than its message authentication code", bytes);
    } else {
        const auto code = bytes.last(mac_size);
        turns_.read(bytes.first(bytes.size() - mac_size), line.from_client);
        out_->bytes("message authentication code", {wire::ttc::field_form::raw, code}, code);
    }
    out_->end_packet();
}

void packet_reader::packet(const trace_line& line, bytes_view bytes, length_form form) {
    // The other side speaks: its partner's turn is over. A break cuts nothing: the answer may still come in full.
    const auto type = static_cast<packet_type>(bytes[4]);
    if (!(line.from_client && type == packet_type::marker)) flush(!line.from_client);
    const wire::ttc::capabilities caps{};
    base::arena scratch;
    decoder c(bytes, caps, scratch);
    c.trace_to(out_);
    packet_header header;
    ++summary_->packets;
    const auto type_name = name_of(type);
    out_->begin_packet(line, type_name.empty() ? "unknown packet" : type_name, bytes.size());
    encoded_.clear();
    if (decode(c, form, header) == decode_errc::ok) {
        encoder e(encoded_, caps);
        encode(e, form, header);
        packet_body(header.type, c, line.from_client);
    }
    if (c.ok() && out_->wants_reencoding() && header.type != packet_type::data) {
        out_->reencoded(line.from_client, type_name, bytes, encoded_);
    }
    if (!c.ok() || c.reader().remaining() != 0) {
        const auto reason = c.ok() ? std::string_view("trailing bytes") : to_string(c.error());
        undecoded(type_name, reason, c.reader().rest());
    }
    out_->end_packet();
}

void packet_reader::packet_body(packet_type type, decoder& c, bool from_client) {
    // Failures stick in the decoder, where packet() finds them.
    const auto read = [&](auto&& message) {
        if (decode(c, message) != decode_errc::ok) return false;
        encoder e(encoded_, c.caps());
        encode(e, message);
        return true;
    };
    using net::event;
    const auto by = from_client ? net::side::client : net::side::server;
    auto& way = from_client ? client_ : server_;
    switch (type) {
    case packet_type::connect: {
        new_connection();
        connect m;
        if (read(m) && m.data_follows()) client_.text_wanted = m.connect_data_length;
        order_.happens(client_.text_wanted != 0 ? event::client_connect_head : event::client_connect);
        return;
    }
    case packet_type::accept: {
        accept m;
        if (read(m)) form_ = length_form_of(m.version);
        order_.happens(event::server_accept);
        return;
    }
    case packet_type::refuse: {
        refuse m;
        if (read(m) && m.text_follows()) way.text_wanted = m.text_length;
        order_.happens(way.text_wanted != 0 ? event::server_refuse_head : event::server_refuse);
        return;
    }
    case packet_type::redirect: {
        redirect m;
        if (read(m) && m.text_follows()) way.text_wanted = m.text_length;
        order_.happens(way.text_wanted != 0 ? event::server_redirect_head : event::server_redirect);
        return;
    }
    case packet_type::resend:
        read(resend{});
        order_.happens(event::server_resend);
        return;
    case packet_type::marker: {
        flush(from_client);
        marker m;
        if (read(m)) order_.happens(net::event_of(by, m));
        return;
    }
    case packet_type::control:
        read(control{});
        order_.happens(event::server_control);
        return;
    case packet_type::data: data(c, from_client); return;
    default: c.fail("packet type", decode_errc::unsupported); return;
    }
}

void packet_reader::data(decoder& c, bool from_client) {
    using net::event;
    auto flags = data_flags::none;
    c.u16be("data flags", flags);
    if (!c.ok()) return;
    auto& way = from_client ? client_ : server_;
    // Recordings may leave the text out: no message starts with a parenthesis, every descriptor does.
    if (!way.text_started && c.reader().peek() != '(') way.text_wanted = 0;
    if (way.text_wanted != 0) {
        std::string_view text;
        c.raw("text", std::min(way.text_wanted, c.reader().remaining()), text);
        way.text_wanted -= text.size();
        way.text_started = way.text_wanted != 0;
        const auto part = from_client ? event::client_text : event::server_text;
        const auto last = from_client ? event::client_last_text : event::server_last_text;
        order_.happens(way.text_started ? part : last);
        return;
    }
    if (has(flags, data_flags::eof)) {
        flush(from_client);
        order_.happens(from_client ? event::client_end_of_file : event::server_end_of_file);
    }
    if (is_native_services(c.reader().rest())) {
        order_.happens(from_client ? event::client_services : event::server_services);
        const auto container = c.reader().rest();
        native_services m;
        if (decode(c, m) != decode_errc::ok || !out_->wants_reencoding()) return;
        encoded_.clear();
        encoder e(encoded_, c.caps());
        encode(e, m);
        out_->reencoded(from_client, "native services", container, encoded_);
        return;
    }
    const auto payload = c.reader().rest();
    way.turn.insert(way.turn.end(), payload.begin(), payload.end());
    c.reader().skip(payload.size());
}

void packet_reader::flush(bool from_client) {
    auto& way = from_client ? client_ : server_;
    if (way.turn.empty()) return;
    const auto bytes = std::exchange(way.turn, {});
    turns_.read(bytes, from_client, std::exchange(way.stated, {}));
}

// A recording may end inside a packet: its messages are read as far as they go.
void packet_reader::cut_packet(bool from_client) {
    auto& way = from_client ? client_ : server_;
    const auto bytes = std::exchange(way.partial, {});
    if (bytes.empty()) return;
    const trace_line last{.from_client = from_client, .number = way.line};
    if (bytes.size() > data_header_size && static_cast<packet_type>(bytes[4]) == packet_type::data) {
        packet(last, bytes, form_of(bytes));
    } else {
        unreadable(last, "the recording ends inside a packet", bytes);
    }
}

void packet_reader::finish() {
    for (const bool from_client : {true, false}) {
        flush(from_client);
        cut_packet(from_client);
        flush(from_client);
    }
}

void packet_reader::new_connection() {
    flush(true);
    flush(false);
    turns_.forget();
    form_ = length_form::small;
    server_.text_wanted = 0;
}

void packet_reader::undecoded(std::string_view what, std::string_view reason, bytes_view bytes) {
    out_->undecoded(what, reason, bytes);
    summary_->undecoded_bytes += bytes.size();
    order_.lose_track();
}

void packet_reader::unreadable(const trace_line& line, std::string_view reason, bytes_view bytes) {
    out_->begin_packet(line, "unreadable packet", bytes.size());
    undecoded("packet", reason, bytes);
    out_->end_packet();
}

}  // namespace oraxx::trace
