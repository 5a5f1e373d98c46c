// The rows of a direct path load: pieces of at most 65,520 bytes behind the head of the request (direct_path.hpp),
// each a few segments. A segment is a column's value, or a part of one that is too long for its piece; a row is one
// piece or several.
#pragma once

#include "wire/ttc/codec.hpp"

namespace oraxx::wire::ttc {

struct direct_path_piece {
    // Bits of `flags`.
    static constexpr std::uint8_t continues_in_next = 0x01;  // the last segment goes on in the next piece
    static constexpr std::uint8_t continues_previous = 0x02;
    static constexpr std::uint8_t last_of_row = 0x04;
    static constexpr std::uint8_t first_of_row = 0x08;
    static constexpr std::uint8_t fast_piece = 0x10;
    static constexpr std::uint8_t fast_row =
        0x20;  // one piece, types without LONG, LOB, JSON and VECTOR: has a length

    std::uint8_t flags = first_of_row | last_of_row | fast_piece | fast_row;
    std::uint16_t length = 0;  // of a fast row, these fields included
    std::uint8_t segment_count = 0;
};

// The value's bytes are those of a bind (row_data.hpp) but for BOOLEAN, one byte 0 or 1, and LOBs, which stand as
// text or bytes; no server checks or converts them.
struct direct_path_segment {
    static constexpr std::size_t max_short = 250;
    static constexpr std::size_t max_long = 65535;

    bool is_null = false;
    bool is_long = false;  // written with a 16-bit length; longer ones are in any case
    bytes_view bytes{};    // at most max_long
};

decode_errc decode(decoder& c, direct_path_piece& out);  // its head; the segments follow
decode_errc decode(decoder& c, direct_path_segment& out);
void encode(encoder& c, const direct_path_piece& piece);
void encode(encoder& c, const direct_path_segment& segment);

// Reads the pieces of one load in order, and the segments of each. Nothing is left once the decoder has failed.
class direct_path_rows {
public:
    // The decoder stands behind the head of the load, which said that `size` bytes follow.
    direct_path_rows(decoder& c, std::uint32_t size);

    [[nodiscard]] bool has_piece() const noexcept { return c_->ok() && c_->reader().position() < end_; }
    bool next_piece(direct_path_piece& out);
    // Number of the column, from 0 on, that the next segment belongs to.
    [[nodiscard]] std::size_t column() const noexcept { return column_; }
    [[nodiscard]] bool has_segment() const noexcept { return segments_left_ != 0 && c_->ok(); }
    bool next_segment(direct_path_segment& out);

private:
    void end_piece();

    decoder* c_;
    std::size_t end_ = 0;  // positions in the decoder's input
    std::size_t piece_start_ = 0;
    direct_path_piece piece_{};
    unsigned segments_left_ = 0;
    std::size_t column_ = 0;
};

}  // namespace oraxx::wire::ttc
