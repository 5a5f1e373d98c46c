#include "session/row_decoder.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "session/row_integers.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::session {
namespace {

using base::decode_errc;
using oraxx::detail::cell;
using wire::ttc::message_type;

constexpr std::uint8_t longest_short = 0xFC;
constexpr std::uint8_t chunked_marker = 0xFE;
constexpr std::uint8_t null_marker = 0xFF;
constexpr unsigned chunk_length_bytes = 4;
constexpr unsigned bit_vector_count_width = 2;
constexpr std::uint32_t ora_value_truncated = 1406;
// Cells hold 31-bit offsets.
constexpr std::size_t max_side_bytes = cell::side_bit - 1;

constexpr std::uint8_t type_byte(message_type type) noexcept {
    return static_cast<std::uint8_t>(type);
}

// Passes over one of up to four bytes with a sign.
decode_errc signed_universal(base::bytes_view input, std::size_t& position) {
    if (position >= input.size()) return decode_errc::incomplete;
    const unsigned count = input[position] & 0x7FU;
    if (count > 4) return decode_errc::bad_value;
    if (input.size() - position - 1 < count) return decode_errc::incomplete;
    position += 1 + count;
    return decode_errc::ok;
}

}  // namespace

void row_decoder::use_columns(std::vector<cell_form> forms, bool big_chunks) {
    forms_ = std::move(forms);
    big_chunks_ = big_chunks;
    composite_.use_big_chunks(big_chunks);
    bit_vector_.clear();
    // The row before stays: a describe in mid-response does not break the duplicate rule unless the number
    // of columns changed.
    if (last_cells_.size() != forms_.size()) last_cells_.clear();
}

void row_decoder::next_row_has(base::bytes_view bit_vector) {
    bit_vector_.assign(bit_vector.begin(), bit_vector.end());
}

inline decode_errc row_decoder::counted(base::bytes_view input, std::size_t& position, batch& out, cell& target) {
    if (mid_chunks_) return chunks(input, position, out, target);
    if (position >= input.size()) return decode_errc::incomplete;
    const std::uint8_t length = input[position];
    if (length == chunked_marker) {
        ++position;
        mid_chunks_ = true;
        chunk_start_ = out.side_bytes.size();
        return chunks(input, position, out, target);
    }
    if (length == 0 || length == null_marker) {
        target = cell{};
        ++position;
        return decode_errc::ok;
    }
    if (length > longest_short) return decode_errc::bad_value;
    if (input.size() - position <= length) return decode_errc::incomplete;
    target = {static_cast<std::uint32_t>(position + 1), length};
    position += std::size_t{1} + length;
    return decode_errc::ok;
}

decode_errc row_decoder::decode(base::bytes_view input, std::size_t& position, batch& out) {
    const std::size_t row_start = std::size_t{out.rows} * forms_.size();
    if (!mid_row_) {
        mid_row_ = true;
        column_ = 0;
        // In strides: most batches hold many rows.
        const auto needed = row_start + forms_.size();
        if (out.cells.size() < needed) out.cells.resize(std::max(needed, out.cells.size() * 2));
    }
    cell* row = out.cells.data() + row_start;
    const bool all_sent = bit_vector_.empty();
    for (; column_ < forms_.size(); ++column_) {
        auto& target = row[column_];
        decode_errc error = decode_errc::ok;
        if (all_sent || is_sent(column_) || forms_[column_] == cell_form::absent) {
            error = forms_[column_] == cell_form::counted ? counted(input, position, out, target)
                                                          : decode_other(input, position, out, target);
        } else {
            error = repeat(out, column_, target);
        }
        if (error != decode_errc::ok) return error;
    }
    bit_vector_.clear();
    mid_row_ = false;
    ++out.rows;
    return decode_errc::ok;
}

decode_errc row_decoder::decode_run(base::bytes_view input, std::size_t& position, batch& out) {
    for (;;) {
        if (const auto error = decode(input, position, out); error != decode_errc::ok) return error;
        if (!begin_next_row(input, position)) return decode_errc::ok;
    }
}

// Moves past the type byte of the row that follows, and past the bit vector before it; false, with everything as it
// was, when what follows is something else or not all there.
bool row_decoder::begin_next_row(base::bytes_view input, std::size_t& position) {
    std::size_t at = position;
    if (at == input.size()) return false;
    base::bytes_view bits;
    if (input[at] == type_byte(message_type::bit_vector)) {
        std::uint32_t columns_sent = 0;
        const auto size = wire::ttc::bit_vector_size(forms_.size());
        if (read_universal(input, ++at, bit_vector_count_width, columns_sent) != decode_errc::ok) return false;
        if (input.size() - at <= size) return false;
        bits = input.subspan(at, size);
        at += size;
    }
    if (input[at] != type_byte(message_type::row_data)) return false;
    next_row_has(bits);
    position = at + 1;
    return true;
}

decode_errc row_decoder::decode_other(base::bytes_view input, std::size_t& position, batch& out, cell& target) {
    switch (forms_[column_]) {
    case cell_form::long_value: return long_value(input, position, out, target);
    case cell_form::rowid: return rowid(input, position, target);
    case cell_form::universal_rowid: return universal_rowid(input, position, out, target);
    case cell_form::absent: target = cell{}; return decode_errc::ok;
    case cell_form::lob:
    case cell_form::prefetched_text:
    case cell_form::prefetched_bytes:
    case cell_form::bfile:
    case cell_form::image:
    case cell_form::object: return composite_.decode(forms_[column_], input, position, out, target);
    case cell_form::cursor: return children_.decode(input, position, out, target);
    case cell_form::counted:
    case cell_form::unsupported: break;
    }
    return decode_errc::unsupported;
}

decode_errc row_decoder::chunks(base::bytes_view input, std::size_t& position, batch& out, cell& target) {
    for (;;) {
        std::size_t at = position;
        std::uint32_t length = 0;
        if (big_chunks_) {
            if (const auto error = read_universal(input, at, chunk_length_bytes, length); error != decode_errc::ok)
                return error;
        } else {
            if (at >= input.size()) return decode_errc::incomplete;
            length = input[at++];
        }
        if (length == 0) {
            position = at;
            break;
        }
        if (length > max_side_bytes - out.side_bytes.size()) return decode_errc::limit_exceeded;
        if (input.size() - at < length) return decode_errc::incomplete;
        const auto chunk = input.subspan(at, length);
        out.side_bytes.insert(out.side_bytes.end(), chunk.begin(), chunk.end());
        position = at + length;
    }
    mid_chunks_ = false;
    const auto size = out.side_bytes.size() - chunk_start_;
    target = size == 0
                 ? cell{}
                 : cell{static_cast<std::uint32_t>(chunk_start_) | cell::side_bit, static_cast<std::uint32_t>(size)};
    return decode_errc::ok;
}

decode_errc row_decoder::long_value(base::bytes_view input, std::size_t& position, batch& out, cell& target) {
    if (!mid_value_) {
        if (const auto error = counted(input, position, out, target); error != decode_errc::ok) return error;
        mid_value_ = true;
    }
    std::size_t at = position;
    std::uint32_t return_code = 0;
    if (const auto error = signed_universal(input, at); error != decode_errc::ok) return error;
    if (const auto error = read_universal(input, at, 4, return_code); error != decode_errc::ok) return error;
    position = at;
    mid_value_ = false;
    // The request allows any length, so a value that was cut short is one the protocol does not know.
    return return_code == ora_value_truncated ? decode_errc::limit_exceeded : decode_errc::ok;
}

decode_errc row_decoder::universal_rowid(base::bytes_view input, std::size_t& position, batch& out, cell& target) {
    if (!mid_value_) {
        std::uint32_t length = 0;
        if (const auto error = read_universal(input, position, 4, length); error != decode_errc::ok) return error;
        target = cell{};
        if (length == 0) return decode_errc::ok;
        mid_value_ = true;
    }
    const auto error = counted(input, position, out, target);
    if (error == decode_errc::ok) mid_value_ = false;
    return error;
}

decode_errc row_decoder::rowid(base::bytes_view input, std::size_t& position, cell& target) const {
    if (position >= input.size()) return decode_errc::incomplete;
    if (input[position] == 0 || input[position] == null_marker) {
        target = cell{};
        ++position;
        return decode_errc::ok;
    }
    // ub4 object, ub2 file, one byte, ub4 block, ub2 slot; the length byte says nothing about them.
    std::size_t at = position + 1;
    const std::size_t start = at;
    std::uint32_t ignored = 0;
    for (const unsigned width : {4U, 2U, 0U, 4U, 2U}) {
        if (width == 0) {
            if (at++ >= input.size()) return decode_errc::incomplete;
        } else if (const auto error = read_universal(input, at, width, ignored); error != decode_errc::ok) {
            return error;
        }
    }
    target = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at - start)};
    position = at;
    return decode_errc::ok;
}

decode_errc row_decoder::repeat(batch& out, std::size_t column, cell& target) {
    if (out.rows > 0) {
        target = out.at(out.rows - 1, static_cast<std::uint32_t>(column));
        return decode_errc::ok;
    }
    if (last_cells_.empty()) return decode_errc::bad_value;  // nothing before it to be equal to
    const auto& last = last_cells_[column];
    if (last.is_null()) {
        target = cell{};
        return decode_errc::ok;
    }
    if (last.size > max_side_bytes - out.side_bytes.size()) return decode_errc::limit_exceeded;
    if (is_composite(forms_[column])) repeats_last_lob_ = true;
    const auto* bytes = last_bytes_.data() + last.offset;
    target = {static_cast<std::uint32_t>(out.side_bytes.size()) | cell::side_bit, last.size};
    out.side_bytes.insert(out.side_bytes.end(), bytes, bytes + last.size);
    return decode_errc::ok;
}

std::shared_ptr<void> row_decoder::take_temporary_lobs(const std::shared_ptr<freed_lobs>& session) {
    auto earlier = std::exchange(repeats_last_lob_, false) ? last_lobs_ : nullptr;
    return own_temporary_lobs(composite_.take_temporaries(), session, std::move(earlier));
}

void row_decoder::finish_batch(const batch& out) {
    if (out.rows == 0) return;  // the row before stays what it was
    last_bytes_.clear();
    last_lobs_ = out.temporary_lobs;
    last_cells_.assign(forms_.size(), cell{});
    for (std::size_t column = 0; column < forms_.size(); ++column) {
        const auto& source = out.at(out.rows - 1, static_cast<std::uint32_t>(column));
        if (source.is_null()) continue;
        const auto* bytes = out.data(source);
        last_cells_[column] = {static_cast<std::uint32_t>(last_bytes_.size()), source.size};
        last_bytes_.insert(last_bytes_.end(), bytes, bytes + source.size);
    }
    if (base::is_mostly_slack(last_bytes_.capacity(), last_bytes_.size())) last_bytes_.shrink_to_fit();
}

void row_decoder::abandon_row() {
    bit_vector_.clear();
    mid_row_ = false;
    mid_chunks_ = false;
    mid_value_ = false;
    composite_.abandon();
}

}  // namespace oraxx::session
