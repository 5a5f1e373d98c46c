// Takes a recording apart into packets and turns: the packet layer of decode_trace. Bodies without packets pass
// through to the turns.
#pragma once

#include "trace/turn_reader.hpp"
#include "wire/tns/packet.hpp"

namespace oraxx::trace {

class packet_reader {
public:
    packet_reader(const stated_session& stated, trace_printer& out, trace_summary& summary)
        : out_(&out),
          summary_(&summary),
          order_(out, summary),
          turns_(stated, order_, out, summary),
          has_data_flags_(stated.has_data_flags),
          single_packets_(stated.single_packets) {}

    // A line of whole packets, or of parts of them.
    void line(const trace_line& line, const stated_body& stated = {});
    // A line that is one turn, or what else the notes say.
    void body(const trace_line& line, const stated_body& stated);
    // A line that is one turn of messages and, behind them, its message authentication code.
    void authenticated_body(const trace_line& line, std::size_t mac_size);
    // A line that is a single value.
    void single_value(const trace_line& line);
    // Reads what still waits for an answer that the recording does not hold.
    void finish();

private:
    struct direction {
        base::byte_buffer partial{};  // start of a packet that a later line ends
        std::size_t line = 0;         // number of the line that held it
        base::byte_buffer turn{};     // DATA payloads not read yet
        std::size_t text_wanted = 0;  // connect data or redirect text still to come in DATA packets
        bool text_started = false;    // some of it has come
        stated_body stated{};         // about the turn
    };

    void packet(const trace_line& line, wire::ttc::bytes_view bytes, wire::tns::length_form form);
    void packet_body(wire::tns::packet_type type, wire::ttc::decoder& c, bool from_client);
    [[nodiscard]] wire::ttc::bytes_view behind_data_flags(wire::ttc::bytes_view body);
    void accept_body(const trace_line& line);
    void data(wire::ttc::decoder& c, bool from_client);
    void cut_packet(bool from_client);
    void flush(bool from_client);
    void new_connection();
    void undecoded(std::string_view what, std::string_view reason, wire::ttc::bytes_view bytes);
    // Bytes that are no packet: shown as one that was not read.
    void unreadable(const trace_line& line, std::string_view reason, wire::ttc::bytes_view bytes);
    [[nodiscard]] wire::tns::length_form form_of(wire::ttc::bytes_view bytes) const noexcept;

    trace_printer* out_;
    trace_summary* summary_;
    order_judge order_;
    turn_reader turns_;
    direction client_{};
    direction server_{};
    base::byte_buffer encoded_{};  // the packet being read, as our encoder writes it
    bool has_data_flags_;
    bool single_packets_;
    wire::tns::length_form form_ = wire::tns::length_form::small;
};

}  // namespace oraxx::trace
