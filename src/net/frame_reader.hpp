// Bytes of a stream to Oracle Net packets, for either side. Holds no socket: bytes are put in, packets are
// taken out.
#pragma once

#include <string>

#include "net/packet_filter.hpp"
#include "wire/tns/packet.hpp"

namespace oraxx::net {

// One packet. Views are valid until the next input_space() or next() of the reader they came from.
struct packet {
    wire::tns::packet_type type{};
    std::uint8_t flags = 0;              // packet flags of the header
    wire::tns::data_flags data_flags{};  // DATA only
    base::bytes_view body{};             // after the header; DATA: after the data flags, filter removed
    base::bytes_view whole{};            // with the header, as it came
};

enum class frame_status : std::uint8_t { packet, need_more, broken };

class frame_reader {
public:
    // Before ACCEPT lengths are 16 bits; a version of 315 or higher switches to 32 bits.
    void use_form(wire::tns::length_form form) noexcept { form_ = form; }
    // Largest packet accepted from now on, header included; longer ones are `broken`.
    void limit_packet(std::size_t bytes) noexcept { limit_ = bytes; }
    void use_filter(packet_filter* filter) noexcept { filter_ = filter; }

    // Free room of at least `hint` bytes to read into; received() says how much of it was used.
    [[nodiscard]] std::span<std::uint8_t> input_space(std::size_t hint);
    void received(std::size_t count) noexcept { end_ += count; }

    // The next packet. After `broken` nothing more can be read; error_text() says why.
    [[nodiscard]] frame_status next(packet& out);

    [[nodiscard]] const std::string& error_text() const noexcept { return error_text_; }
    [[nodiscard]] std::size_t buffered() const noexcept { return end_ - begin_; }
    // Bytes of no whole packet, or of none at all, until more is received.
    [[nodiscard]] base::bytes_view unread() const noexcept { return {buffer_.data() + begin_, buffered()}; }
    // Did any complete packet arrive so far?
    [[nodiscard]] bool saw_packet() const noexcept { return saw_packet_; }

private:
    frame_status refuse(std::string text);
    [[nodiscard]] bool open_data(packet& out);

    base::byte_buffer buffer_;
    base::arena no_scratch_;    // headers have no field that needs any
    base::byte_buffer opened_;  // payload of the current packet after the filter
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t limit_ = wire::tns::max_small_length;
    wire::tns::length_form form_ = wire::tns::length_form::small;
    packet_filter* filter_ = nullptr;
    bool saw_packet_ = false;
    bool broken_ = false;
    std::string error_text_;
};

}  // namespace oraxx::net
