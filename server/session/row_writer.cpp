#include "server/session/row_writer.hpp"

#include "server/session/value_codec.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/row_header.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint8_t header_flags = 0x22;
// Real servers send the first two rows of a result set whole and from then on a bit vector with every row.
constexpr std::uint64_t rows_sent_whole = 2;

}  // namespace

void row_writer::write_header(std::uint32_t rows_wanted) {
    const auto columns = cursor_->columns.size();
    ttc::row_header header;
    header.flags = header_flags;
    header.columns_low = static_cast<std::uint16_t>(columns % 256);
    header.iteration = static_cast<std::uint32_t>(columns / 256);
    header.rows_wanted = rows_wanted;
    ttc::encode(*c_, header);
}

bool row_writer::encode_columns(const std::vector<engine::value>& row) {
    if (row.size() != cursor_->columns.size()) return false;
    encoded_.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
        encoded_[i].clear();
        ttc::encoder column(encoded_[i], *c_);
        if (!append_value(column, ttc::value_role::fetch, cursor_->columns[i], row[i], context_, scratch_)) {
            return false;
        }
    }
    return true;
}

std::uint16_t row_writer::compare(base::byte_buffer& bits) const {
    bits.assign(ttc::bit_vector_size(encoded_.size()), 0);
    std::uint16_t sent = 0;
    for (std::size_t i = 0; i < encoded_.size(); ++i) {
        // Columns that are always NULL never have bytes to send.
        if (encoded_[i] == cursor_->last_row[i]) continue;
        bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (1U << (i % 8)));
        ++sent;
    }
    return sent;
}

bool row_writer::leaves_out_repeats() const {
    const bool usual = compress_ && cursor_->rows_in_order >= rows_sent_whole;
    const bool possible = compress_ && cursor_->rows_in_order != 0;
    auto* const variation = out_->variation();
    return possible && variation != nullptr ? variation->leaves_out_repeats(usual) : usual;
}

bool row_writer::write(const std::vector<engine::value>& row) {
    if (!encode_columns(row)) return false;
    const bool has_vector = leaves_out_repeats();
    if (has_vector) {
        const auto sent = compare(bits_);
        ttc::encode(*c_, ttc::bit_vector{.columns_sent = sent, .bits = bits_});
    }
    c_->u8("message type", ttc::message_type::row_data);
    for (std::size_t i = 0; i < encoded_.size(); ++i) {
        if (has_vector && !ttc::is_sent(bits_, i)) continue;
        c_->note_value();
        c_->raw("column", encoded_[i].size(), encoded_[i]);
    }
    cursor_->last_row.swap(encoded_);
    ++cursor_->rows_fetched;
    ++cursor_->rows_in_order;
    return true;
}

}  // namespace oraxx::sandbox
