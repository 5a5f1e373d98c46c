#include "net/frame_reader.hpp"

#include <cstring>

#include "base/hex.hpp"

namespace oraxx::net {
namespace {

// A first read usually brings a whole answer; more is asked for only when a packet says so.
constexpr std::size_t smallest_read = 8192;

constexpr std::size_t data_flags_size = 2;

}  // namespace

std::span<std::uint8_t> frame_reader::input_space(std::size_t hint) {
    const std::size_t want = hint > smallest_read ? hint : smallest_read;
    if (begin_ == end_) {
        begin_ = end_ = 0;
    } else if (begin_ != 0 && buffer_.size() - end_ < want) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() - end_ < want) buffer_.resize(end_ + want);
    return std::span(buffer_).subspan(end_);
}

frame_status frame_reader::refuse(std::string text) {
    broken_ = true;
    error_text_ = std::move(text);
    return frame_status::broken;
}

frame_status frame_reader::next(packet& out) {
    if (broken_) return frame_status::broken;
    const base::bytes_view available{buffer_.data() + begin_, end_ - begin_};
    if (available.size() < wire::tns::header_size) return frame_status::need_more;

    const wire::ttc::capabilities none{};
    wire::tns::decoder decoder(available.first(wire::tns::header_size), none, no_scratch_);
    wire::tns::packet_header header;
    // Nobody computes the checksum: another value than zero means that these are some other protocol's bytes.
    if (wire::tns::decode(decoder, form_, header) != base::decode_errc::ok || header.length > limit_ ||
        wire::tns::name_of(header.type).empty() || header.checksum != 0) {
        return refuse("not an Oracle Net packet of 8 to " + std::to_string(limit_) + " bytes: header " +
                      base::hex_lower(available.first(wire::tns::header_size)));
    }
    if (available.size() < header.length) return frame_status::need_more;

    out.type = header.type;
    out.flags = header.flags;
    out.data_flags = wire::tns::data_flags::none;
    out.whole = available.first(header.length);
    out.body = out.whole.subspan(wire::tns::header_size);
    begin_ += header.length;
    saw_packet_ = true;
    if (header.type == wire::tns::packet_type::data && !open_data(out)) return frame_status::broken;
    return frame_status::packet;
}

bool frame_reader::open_data(packet& out) {
    if (out.body.size() < data_flags_size) {
        (void)refuse("DATA packet of " + std::to_string(out.whole.size()) + " bytes has no data flags");
        return false;
    }
    out.data_flags = static_cast<wire::tns::data_flags>((out.body[0] << 8U) | out.body[1]);
    out.body = out.body.subspan(data_flags_size);
    if (filter_ == nullptr || out.body.empty()) return true;
    opened_.clear();
    if (!filter_->open(out.body, opened_)) {
        (void)refuse("DATA packet fails the integrity check of native network encryption");
        return false;
    }
    out.body = opened_;
    return true;
}

}  // namespace oraxx::net
