// Takes a recording apart into packets and turns: the packet layer of decode_trace.
#pragma once

#include "trace/message_reader.hpp"
#include "wire/tns/packet.hpp"

namespace oraxx::trace {

class packet_reader {
public:
    // `assumed` stands for what was negotiated while the recording does not show it.
    packet_reader(const wire::ttc::capabilities& assumed, trace_printer& out, trace_summary& summary)
        : assumed_(assumed),
          out_(&out),
          summary_(&summary),
          state_(assumed),
          order_(out, summary),
          messages_(state_, order_, out, summary) {}

    void line(const trace_line& line);
    // Reads what still waits for an answer that the recording does not hold.
    void finish();

private:
    struct direction {
        base::byte_buffer partial{};  // start of a packet that a later line ends
        base::byte_buffer turn{};     // DATA payloads not read yet
        std::size_t text_wanted = 0;  // connect data or redirect text still to come in DATA packets
        bool text_started = false;    // some of it has come
    };

    void packet(const trace_line& line, wire::ttc::bytes_view bytes, wire::tns::length_form form);
    void body(wire::tns::packet_type type, wire::ttc::decoder& c, bool from_client);
    void data(wire::ttc::decoder& c, bool from_client);
    void flush(bool from_client);
    void new_connection();
    void undecoded(std::string_view what, std::string_view reason, wire::ttc::bytes_view bytes);
    [[nodiscard]] wire::tns::length_form form_of(wire::ttc::bytes_view bytes) const noexcept;

    wire::ttc::capabilities assumed_;
    trace_printer* out_;
    trace_summary* summary_;
    session_state state_;
    order_judge order_;
    message_reader messages_;
    direction client_{};
    direction server_{};
    base::byte_buffer encoded_{};  // the packet being read, as our encoder writes it
    wire::tns::length_form form_ = wire::tns::length_form::small;
};

}  // namespace oraxx::trace
