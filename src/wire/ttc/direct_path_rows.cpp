#include "wire/ttc/direct_path_rows.hpp"

namespace oraxx::wire::ttc {
namespace {

constexpr bool is_fast(std::uint8_t flags) noexcept {
    return (flags & direct_path_piece::fast_row) != 0;
}

template <class Codec, class Piece>
void piece_layout(Codec& c, Piece& m) {
    c.u8("piece flags", m.flags);
    if (is_fast(m.flags)) c.u16be("piece length", m.length);
    c.u8("segment count", m.segment_count);
}

}  // namespace

decode_errc decode(decoder& c, direct_path_piece& out) {
    piece_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, direct_path_segment& out) {
    std::uint16_t length = 0;
    c.u8("length", length);
    out.is_null = length == null_length_marker;
    out.is_long = length == long_length_marker;
    if (out.is_null) return c.error();
    if (out.is_long) {
        c.u16be("long length", length);
    } else if (length > direct_path_segment::max_short) {
        c.fail("length", decode_errc::bad_value);
    }
    c.raw("value", length, out.bytes);
    return c.error();
}

void encode(encoder& c, const direct_path_piece& piece) {
    piece_layout(c, piece);
}

void encode(encoder& c, const direct_path_segment& segment) {
    if (segment.is_null) return c.u8("length", null_length_marker);
    if (segment.is_long || segment.bytes.size() > direct_path_segment::max_short) {
        c.u8("length", long_length_marker);
        c.u16be("long length", segment.bytes.size());
    } else {
        c.u8("length", segment.bytes.size());
    }
    c.raw("value", segment.bytes.size(), segment.bytes);
}

direct_path_rows::direct_path_rows(decoder& c, std::uint32_t size) : c_(&c), end_(c.reader().position() + size) {
    if (size > c.reader().remaining()) c.fail("rows length", decode_errc::incomplete);
}

bool direct_path_rows::next_piece(direct_path_piece& out) {
    if (!has_piece()) return false;
    piece_start_ = c_->reader().position();
    if (decode(*c_, out) != decode_errc::ok) return false;
    piece_ = out;
    segments_left_ = out.segment_count;
    if ((out.flags & direct_path_piece::first_of_row) != 0) column_ = 0;
    if (segments_left_ == 0) end_piece();
    return c_->ok();
}

bool direct_path_rows::next_segment(direct_path_segment& out) {
    if (!has_segment() || decode(*c_, out) != decode_errc::ok) return false;
    --segments_left_;
    const bool goes_on = segments_left_ == 0 && (piece_.flags & direct_path_piece::continues_in_next) != 0;
    if (!goes_on) ++column_;
    if (segments_left_ == 0) end_piece();
    return c_->ok();
}

void direct_path_rows::end_piece() {
    const auto at = c_->reader().position();
    if (at > end_) c_->fail("rows length", decode_errc::bad_value);
    if (is_fast(piece_.flags) && at - piece_start_ != piece_.length) c_->fail("piece length", decode_errc::bad_value);
}

}  // namespace oraxx::wire::ttc
