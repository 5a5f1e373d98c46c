#include "session/row_call.hpp"

#include <algorithm>
#include <array>

#include "session/failures.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/row_header.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
using base::decode_errc;

constexpr std::uint32_t ora_cancelled = 1013;

// Errors that say something of the row, not of the cursor: it stays good for another execution.
constexpr std::array<std::uint32_t, 8> integrity_errors{1, 1400, 1438, 2290, 2291, 2292, 21525, 40479};

bool can_fetch(db_type type) noexcept {
    switch (type) {
    case db_type::varchar2:
    case db_type::nvarchar2:
    case db_type::char_:
    case db_type::nchar:
    case db_type::number:
    case db_type::binary_integer:
    case db_type::date:
    case db_type::raw:
    case db_type::rowid:
    case db_type::binary_float:
    case db_type::binary_double:
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz:
    case db_type::interval_ds:
    case db_type::interval_ym:
    case db_type::boolean: return true;
    default: return false;
    }
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

column_shape shape_of(const ttc::column_metadata& column) {
    column_shape out;
    out.info.name = std::string(column.name);
    out.info.type = column.format.database_type();
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): a number of one byte with a sign
    out.info.precision = column.format.precision;
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): likewise
    out.info.scale = column.format.scale;
    out.info.size_bytes = column.format.buffer_size;
    out.info.size_chars = column.format.max_size;
    out.info.nullable = column.nullable;
    out.supported = can_fetch(out.info.type);
    switch (ttc::form_of(ttc::value_role::fetch, column.format)) {
    case ttc::value_form::absent:
        out.form = cell_form::absent;
        out.supported = true;  // NULL in every row, whatever the type
        break;
    case ttc::value_form::counted:
    case ttc::value_form::boolean: out.form = cell_form::counted; break;
    case ttc::value_form::physical_rowid: out.form = cell_form::rowid; break;
    default: out.form = cell_form::unsupported; break;
    }
    if (!out.supported) out.form = cell_form::unsupported;
    return out;
}

row_call::row_call(session::cursor& cursor, batch& target) : cursor_(cursor), batch_(target) {
    batch_.clear();
    batch_.encoding = oraxx::detail::cell_encoding::wire;
    batch_.types = cursor_.types;
}

decode_errc row_call::on_message(ttc::message_type type, ttc::decoder& in, state& session) {
    switch (type) {
    case ttc::message_type::describe: return take_describe(in, session);
    case ttc::message_type::row_header: return take_row_header(in);
    case ttc::message_type::bit_vector: return take_bit_vector(in);
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
    auto columns = std::make_shared<std::vector<column_info>>();
    cursor_.types.clear();
    std::vector<cell_form> forms;
    for (const auto& column : message.block.columns) {
        auto shape = shape_of(column);
        if (!shape.supported) refuse(unsupported_column(shape.info));
        cursor_.types.push_back(shape.info.type);
        columns->push_back(std::move(shape.info));
        forms.push_back(shape.form);
    }
    cursor_.columns = std::move(columns);
    batch_.types = cursor_.types;
    cursor_.rows.use_columns(std::move(forms), session.caps.big_chunks);
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
    return cursor_.rows.decode_run(response, position, batch_);
}

void row_call::on_reset(base::byte_buffer& response) {
    cursor_.rows.abandon_row();
    keep_rows(response);
}

void row_call::keep_rows(base::byte_buffer& response) {
    if (rows_kept_ || batch_.rows == 0) return;
    rows_kept_ = true;
    cursor_.rows_fetched += batch_.rows;
    cursor_.rows_seen += batch_.rows;
    cursor_.row_bytes_seen += response.size();
    // The batch takes the answer as it is, the next answer takes the batch's old memory.
    batch_.bytes.swap(response);
    cursor_.rows.finish_batch(batch_);
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
