// Oracle Net packets to bytes, for either side. Payloads are written straight into the output buffer; they
// are split into DATA packets of the negotiated size when they are finished.
#pragma once

#include "net/packet_filter.hpp"
#include "wire/tns/marker.hpp"
#include "wire/tns/packet.hpp"

namespace oraxx::net {

class frame_writer {
public:
    void use_form(wire::tns::length_form form) noexcept { form_ = form; }
    // Session data unit: largest packet written, header included.
    void limit_packet(std::size_t bytes) noexcept { limit_ = bytes; }
    void use_filter(packet_filter* filter) noexcept { filter_ = filter; }

    // A packet other than DATA.
    template <class Packet>
    void write(const Packet& packet, std::uint8_t flags = 0) {
        wire::tns::append_packet(out_, packet, flags, form_);
    }
    void write_marker(wire::tns::marker_kind kind) { write(wire::tns::marker{.kind = kind}); }

    // Opens a DATA payload: everything appended to the returned buffer until end_data() belongs to it.
    // Nothing else may be written in between.
    [[nodiscard]] base::byte_buffer& begin_data();
    // Closes it. `flags` go on every packet, `last_flags` on the last one besides.
    void end_data(wire::tns::data_flags flags = {}, wire::tns::data_flags last_flags = {});
    // Throws the open payload away.
    void cancel_data();
    // Takes it out instead, to be written in another way.
    [[nodiscard]] base::byte_buffer take_data();
    // Bytes that are packets already.
    void write_raw(base::bytes_view packets) { out_.insert(out_.end(), packets.begin(), packets.end()); }
    // Where the open payload begins in the buffer of begin_data().
    [[nodiscard]] std::size_t data_start() const noexcept { return payload_at_; }
    [[nodiscard]] wire::tns::length_form form() const noexcept { return form_; }
    [[nodiscard]] std::size_t packet_limit() const noexcept { return limit_; }

    [[nodiscard]] base::bytes_view pending() const noexcept { return base::bytes_view(out_).subspan(consumed_); }
    void consumed(std::size_t count);
    [[nodiscard]] std::uint64_t total_written() const noexcept { return total_; }

private:
    // A packet's header with its length still open, and the length once the packet is complete.
    void open_packet(wire::tns::packet_type type, std::uint8_t flags);
    void close_packet(std::size_t at);
    void write_split(base::bytes_view payload, wire::tns::data_flags flags, wire::tns::data_flags last_flags);

    base::byte_buffer out_;
    base::byte_buffer scratch_;
    std::size_t consumed_ = 0;
    std::size_t payload_at_ = 0;  // 0 = no payload open
    std::size_t limit_ = 8192;    // the default SDU
    std::uint64_t total_ = 0;
    wire::tns::length_form form_ = wire::tns::length_form::small;
    packet_filter* filter_ = nullptr;
};

}  // namespace oraxx::net
