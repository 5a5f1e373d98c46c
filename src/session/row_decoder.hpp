// Row data (message 7) into a column batch: the hot path of the driver. Values are not looked at, only
// found: a cell is an offset and a size into the response itself.
//
// Resumable at every column and, for values sent in chunks, at every chunk: a response may be cut at any
// byte, and what was decoded once is not decoded again.
#pragma once

#include <span>
#include <vector>

#include <oraxx/detail/cell.hpp>

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"
#include "base/slack.hpp"
#include "session/cell_form.hpp"
#include "session/child_cursors.hpp"
#include "session/composite_decoder.hpp"

namespace oraxx::session {

class row_decoder {
public:
    using batch = oraxx::detail::column_batch;

    // New columns: after each describe.
    void use_columns(std::vector<cell_form> forms, bool big_chunks);
    [[nodiscard]] std::size_t columns() const noexcept { return forms_.size(); }

    // Columns present in the next row: bit c (lowest first) set = sent, clear = as in the row before. Used
    // for one row. Must hold a bit for every column.
    void next_row_has(base::bytes_view bit_vector);
    // Is the column present in the next row?
    [[nodiscard]] bool is_sent(std::size_t column) const noexcept {
        return bit_vector_.empty() || (bit_vector_[column / 8] >> (column % 8) & 1U) != 0;
    }
    // Forgets the row before: a new execution starts, or no row follows.
    void forget_last_row() noexcept {
        last_cells_.clear();
        last_lobs_.reset();
        if (base::is_mostly_slack(last_bytes_.capacity(), 0)) last_bytes_ = {};
    }

    // Decodes one row from `input` at `position` (just after the type byte, or where an earlier call stopped).
    // Both are offsets into what will become batch.bytes.
    //   ok: the row is in `out`, `position` is behind it.
    //   incomplete: call again with more input; `position` says from where.
    base::decode_errc decode(base::bytes_view input, std::size_t& position, batch& out);
    // The same, and on through the rows that follow each other directly, each with its bit vector or without:
    // in a large result there is hardly anything else. Stops before the first message of another kind.
    base::decode_errc decode_run(base::bytes_view input, std::size_t& position, batch& out);
    // Is a row half decoded?
    [[nodiscard]] bool mid_row() const noexcept { return mid_row_; }

    // Keeps the last row of a finished batch for the duplicate rule across batches. `out.bytes` must hold
    // the response by now.
    void finish_batch(const batch& out);
    // The owner of the temporary LOBs of the rows decoded since the last batch was finished; null without any.
    [[nodiscard]] std::shared_ptr<void> take_temporary_lobs(const std::shared_ptr<freed_lobs>& session);
    // The cursors among the values of those rows.
    [[nodiscard]] child_cursors& children() noexcept { return children_; }
    // Drops a half-decoded row (after an error in mid-row).
    void abandon_row();

private:
    base::decode_errc decode_other(base::bytes_view input, std::size_t& position, batch& out,
                                   oraxx::detail::cell& target);
    base::decode_errc counted(base::bytes_view input, std::size_t& position, batch& out, oraxx::detail::cell& target);
    base::decode_errc chunks(base::bytes_view input, std::size_t& position, batch& out, oraxx::detail::cell& target);
    base::decode_errc long_value(base::bytes_view input, std::size_t& position, batch& out,
                                 oraxx::detail::cell& target);
    base::decode_errc rowid(base::bytes_view input, std::size_t& position, oraxx::detail::cell& target) const;
    base::decode_errc universal_rowid(base::bytes_view input, std::size_t& position, batch& out,
                                      oraxx::detail::cell& target);
    base::decode_errc repeat(batch& out, std::size_t column, oraxx::detail::cell& target);
    [[nodiscard]] bool begin_next_row(base::bytes_view input, std::size_t& position);

    std::vector<cell_form> forms_;
    composite_decoder composite_{};
    child_cursors children_{child_kind::nested};
    std::vector<std::uint8_t> bit_vector_;
    std::vector<oraxx::detail::cell> last_cells_;  // last row of the batch before, into last_bytes_
    std::vector<std::uint8_t> last_bytes_;
    std::shared_ptr<void> last_lobs_{};  // owner of temporary LOBs in that row
    std::size_t column_ = 0;             // next column of the row under way
    std::size_t chunk_start_ = 0;        // where its value starts in side_bytes
    bool repeats_last_lob_ = false;      // a LOB of the row before this batch is in it, too
    bool mid_row_ = false;
    bool mid_chunks_ = false;
    bool mid_value_ = false;  // a part of a framing of two parts is behind us
    bool big_chunks_ = true;
};

}  // namespace oraxx::session
