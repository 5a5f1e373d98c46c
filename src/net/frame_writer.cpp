#include "net/frame_writer.hpp"

#include <algorithm>

namespace oraxx::net {
namespace {

constexpr std::size_t data_flags_size = 2;

void put_data_flags(base::byte_buffer& out, std::size_t packet_at, wire::tns::data_flags flags) {
    const auto value = static_cast<std::uint16_t>(flags);
    out[packet_at + wire::tns::header_size] = static_cast<std::uint8_t>(value >> 8U);
    out[packet_at + wire::tns::header_size + 1] = static_cast<std::uint8_t>(value & 0xFFU);
}

}  // namespace

void frame_writer::open_packet(wire::tns::packet_type type, std::uint8_t flags) {
    const wire::ttc::capabilities none{};
    wire::tns::encoder encoder(out_, none);
    wire::tns::encode(encoder, form_, {.length = 0, .type = type, .flags = flags});
}

void frame_writer::close_packet(std::size_t at) {
    // Only the packet under way may follow `at`, so its end is the buffer's end.
    wire::tns::patch_length(out_, at, form_);
}

base::byte_buffer& frame_writer::begin_data() {
    open_packet(wire::tns::packet_type::data, 0);
    out_.resize(out_.size() + data_flags_size);
    payload_at_ = out_.size();
    return out_;
}

void frame_writer::cancel_data() {
    out_.resize(payload_at_ - wire::tns::data_header_size);
    payload_at_ = 0;
}

base::byte_buffer frame_writer::take_data() {
    base::byte_buffer out(out_.begin() + static_cast<std::ptrdiff_t>(payload_at_), out_.end());
    cancel_data();
    return out;
}

void frame_writer::end_data(wire::tns::data_flags flags, wire::tns::data_flags last_flags) {
    const auto start = payload_at_ - wire::tns::data_header_size;
    const auto length = out_.size() - start;
    if (filter_ == nullptr && length <= limit_) {  // the common case: one packet, written in place
        close_packet(start);
        put_data_flags(out_, start, flags | last_flags);
    } else {
        scratch_.assign(out_.begin() + static_cast<std::ptrdiff_t>(payload_at_), out_.end());
        out_.resize(start);
        write_split(scratch_, flags, last_flags);
    }
    payload_at_ = 0;
}

void frame_writer::write_split(base::bytes_view payload, wire::tns::data_flags flags,
                               wire::tns::data_flags last_flags) {
    const std::size_t room = limit_ - wire::tns::data_header_size - (filter_ != nullptr ? filter_->overhead() : 0);
    base::byte_buffer sealed;
    do {
        const auto part = payload.first(std::min(room, payload.size()));
        payload = payload.subspan(part.size());
        const auto at = out_.size();
        open_packet(wire::tns::packet_type::data, 0);
        out_.resize(out_.size() + data_flags_size);
        if (filter_ != nullptr) {
            sealed.assign(part.begin(), part.end());
            filter_->seal(sealed);
            out_.insert(out_.end(), sealed.begin(), sealed.end());
        } else {
            out_.insert(out_.end(), part.begin(), part.end());
        }
        close_packet(at);
        put_data_flags(out_, at, payload.empty() ? flags | last_flags : flags);
    } while (!payload.empty());
}

void frame_writer::consumed(std::size_t count) {
    consumed_ += count;
    total_ += count;
    if (consumed_ == out_.size() && payload_at_ == 0) {
        out_.clear();
        consumed_ = 0;
    }
}

}  // namespace oraxx::net
