#include "session/row_call.hpp"

#include <algorithm>
#include <array>

#include "session/failures.hpp"
#include "session/session_news.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/return_parameters.hpp"
#include "wire/ttc/row_header.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
using base::decode_errc;

constexpr std::uint32_t ora_cancelled = 1013;

// Errors that say something of the row, not of the cursor: it stays good for another execution.
constexpr std::array<std::uint32_t, 8> integrity_errors{1, 1400, 1438, 2290, 2291, 2292, 21525, 40479};

// National text of a database whose national character set is UTF8; everywhere else it is UTF-16.
bool is_national_utf8(const ttc::bind_metadata& format) noexcept {
    return format.form == static_cast<std::uint8_t>(ttc::charset_form::national) &&
           (format.charset == ttc::charset_cesu8 || format.charset == ttc::charset_utf8);
}

// Types whose values this release cannot use, but whose framing it knows.
bool can_skip(db_type type) noexcept {
    return type == db_type::cursor;
}

failure unsupported_column(const column_info& column) {
    failure out;
    out.code = errc::unsupported;
    out.phase = oraxx::phase::execute;
    out.message =
        "column \"" + column.name + "\" has type " + to_string(column.type) + ", which this release cannot fetch";
    out.advice = "convert it in the statement, for example with TO_CHAR, or leave the column out";
    return out;
}

}  // namespace

row_call::row_call(session::cursor& cursor, batch& target) : cursor_(cursor), batch_(target) {
    batch_.clear();
    batch_.encoding = cursor_.encoding;
    batch_.types = cursor_.types;
}

void row_call::write_defines(ttc::execute_request& message) {
    message.options |= ttc::execute_option::define;
    message.has_defines = true;
    for (const auto& define : cursor_.defines) message.defines.push_back(define.metadata(lob_prefetch_));
    cursor_.rows.use_columns(defined_forms(lob_prefetch_), caps_.big_chunks);
    cursor_.defined_prefetch = lob_prefetch_;
    defines_ = true;
}

std::vector<cell_form> row_call::defined_forms(std::uint32_t lob_prefetch) const {
    std::vector<cell_form> out;
    for (const auto& define : cursor_.defines) out.push_back(define.form(lob_prefetch));
    return out;
}

decode_errc row_call::on_message(ttc::message_type type, ttc::decoder& in, state& session) {
    switch (type) {
    case ttc::message_type::describe: return take_describe(in, session);
    case ttc::message_type::row_header: return take_row_header(in);
    case ttc::message_type::bit_vector: return take_bit_vector(in);
    case ttc::message_type::parameters: return take_parameters(in, session, nullptr);
    case ttc::message_type::implicit_results:
        in.fail("implicit results", decode_errc::unsupported);
        return decode_errc::unsupported;
    default: break;
    }
    return decode_errc::bad_value;
}

decode_errc row_call::take_describe(ttc::decoder& in, state& session) {
    ttc::describe_info message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    // Rows of two shapes do not fit into one batch.
    if (batch_.rows != 0) {
        in.fail("describe behind rows", decode_errc::unsupported);
        return decode_errc::unsupported;
    }
    const auto types_before = cursor_.types;
    const auto before = cursor_.executed ? std::move(cursor_.types) : std::vector<db_type>{};
    auto columns = std::make_shared<std::vector<column_info>>();
    cursor_.types.clear();
    wire_forms_.clear();
    std::vector<cell_form> forms;
    cursor_.encoding = oraxx::detail::cell_encoding::wire;
    std::vector<column_define> defines;
    bool all_supported = true;
    bool all_known = true;
    bool wants_define = false;
    for (const auto& column : message.block.columns) {
        const auto index = cursor_.types.size();
        auto shape = shape_of(column, index < before.size() ? before[index] : db_type::unknown);
        if (!shape.supported) {
            all_supported = false;
            all_known = all_known && can_skip(shape.info.type);
            refuse(unsupported_column(shape.info));
        }
        wants_define = wants_define || needs_define(shape);
        defines.emplace_back(column, shape);
        if (is_national_utf8(column.format)) cursor_.encoding = oraxx::detail::cell_encoding::wire_national_utf8;
        cursor_.types.push_back(shape.info.type);
        columns->push_back(std::move(shape.info));
        forms.push_back(shape.form);
        wire_forms_.push_back(shape.form == cell_form::long_value
                                  ? ttc::value_form::long_value
                                  : ttc::form_of(ttc::value_role::fetch, column.format));
    }
    cursor_.columns = std::move(columns);
    if (!wants_define) defines.clear();
    cursor_.defines = std::move(defines);
    // A describe in the midst of things does not undo what was defined, unless the columns are others.
    if (cursor_.types != types_before) cursor_.defined_prefetch.reset();
    if (cursor_.defined_prefetch) forms = defined_forms(*cursor_.defined_prefetch);
    skips_rows_ = !all_supported && all_known;
    batch_.types = cursor_.types;
    batch_.encoding = cursor_.encoding;
    cursor_.rows.use_columns(std::move(forms), session.caps.big_chunks);
    return decode_errc::ok;
}

decode_errc row_call::take_parameters(ttc::decoder& in, state& session, std::vector<std::uint64_t>* row_counts) {
    ttc::return_parameters message;
    message.has_row_counts = row_counts != nullptr;
    const auto error = ttc::decode(in, message);
    if (error != decode_errc::ok) return error;
    take_session_pairs(message.pairs, session);
    if (row_counts != nullptr) *row_counts = std::move(message.row_counts);
    return decode_errc::ok;
}

decode_errc row_call::take_row_header(ttc::decoder& in) {
    ttc::row_header message;
    if (const auto error = ttc::decode(in, message); error != decode_errc::ok) return error;
    return message.bit_vector.empty() ? decode_errc::ok : use_bit_vector(in, message.bit_vector);
}

decode_errc row_call::take_bit_vector(ttc::decoder& in) {
    ttc::bit_vector message;
    if (const auto error = ttc::decode(in, cursor_.rows.columns(), message); error != decode_errc::ok) return error;
    return use_bit_vector(in, message.bits);
}

decode_errc row_call::use_bit_vector(ttc::decoder& in, base::bytes_view bits) {
    if (bits.size() < ttc::bit_vector_size(cursor_.rows.columns())) {
        in.fail("bit vector", decode_errc::bad_value);
        return decode_errc::bad_value;
    }
    cursor_.rows.next_row_has(bits);
    return decode_errc::ok;
}

decode_errc row_call::on_row(base::bytes_view response, std::size_t& position) {
    if (cursor_.rows.columns() == 0) return decode_errc::bad_value;  // a row before any describe
    return skips_rows_ ? skip_row(response, position) : cursor_.rows.decode_run(response, position, batch_);
}

// When it is cut, it is read again from its start.
decode_errc row_call::skip_row(base::bytes_view response, std::size_t& position) {
    mid_skipped_row_ = true;
    base::arena scratch;
    ttc::decoder in(response.subspan(position), caps_, scratch);
    for (std::size_t column = 0; column < wire_forms_.size(); ++column) {
        if (!cursor_.rows.is_sent(column)) continue;
        ttc::wire_value ignored;
        const auto error = ttc::decode_value(in, ttc::value_role::fetch, wire_forms_[column], ignored);
        if (error != decode_errc::ok) return error;
    }
    position += in.reader().position();
    mid_skipped_row_ = false;
    cursor_.rows.next_row_has({});
    return decode_errc::ok;
}

// Executed again, such a cursor would be described no more, and its rows be taken for something else.
void row_call::on_failed(const failure& /*why*/, state& session) {
    if (skips_rows_) cursor_.close(session);
    if (defines_) cursor_.defined_prefetch.reset();
}

void row_call::on_reset(base::byte_buffer& response) {
    mid_skipped_row_ = false;
    cursor_.rows.abandon_row();
    keep_rows(response);
}

void row_call::keep_rows(base::byte_buffer& response) {
    if (rows_kept_ || batch_.rows == 0) return;
    rows_kept_ = true;
    if (freed_lobs_) batch_.temporary_lobs = cursor_.rows.take_temporary_lobs(freed_lobs_);
    cursor_.rows_fetched += batch_.rows;
    cursor_.rows_seen += batch_.rows;
    cursor_.row_bytes_seen += response.size();
    // The batch takes the answer as it is, the next answer takes the batch's old memory.
    batch_.bytes.swap(response);
    if (cursor_.at_end) {
        cursor_.rows.forget_last_row();
    } else {
        cursor_.rows.finish_batch(batch_);
    }
}

std::optional<failure> row_call::on_status(const ttc::error_info& info, state& session) {
    const auto number = info.error_number != 0 ? info.error_number : info.short_error;
    if (number == ttc::ora_no_data_found && cursor_.is_query()) {
        cursor_.at_end = true;
        return std::nullopt;
    }
    auto why = call::on_status(info, session);
    if (!why) return std::nullopt;
    cursor_.at_end = true;
    const bool keeps_cursor =
        std::find(integrity_errors.begin(), integrity_errors.end(), number) != integrity_errors.end();
    if (!keeps_cursor) {
        if (cursor_.id == 0 && info.cursor_id != 0) {
            cursor_.id = info.cursor_id;
            cursor_.generation = session.cursor_generation;
        }
        cursor_.close(session);
    }
    if (batch_.rows == 0 || number == ora_cancelled) return why;
    late_failure_ = std::move(why);
    return std::nullopt;
}

next_step row_call::on_complete(base::byte_buffer& response, state& /*session*/) {
    keep_rows(response);
    return next_step::done;
}

}  // namespace oraxx::session
