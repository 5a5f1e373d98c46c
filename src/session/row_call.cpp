#include "session/row_call.hpp"

#include <algorithm>
#include <array>

#include "session/failures.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/protocol.hpp"
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
    case db_type::long_text:
    case db_type::long_nvarchar:
    case db_type::long_raw:
    case db_type::number:
    case db_type::binary_integer:
    case db_type::date:
    case db_type::raw:
    case db_type::rowid:
    case db_type::urowid:
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

// The LONG type in which a column that has become a LOB keeps coming; unknown when it is none, or was one before.
db_type long_form_of(db_type now, db_type before) noexcept {
    switch (before) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text: return now == db_type::clob ? db_type::long_text : db_type::unknown;
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar: return now == db_type::nclob ? db_type::long_nvarchar : db_type::unknown;
    case db_type::raw:
    case db_type::long_raw: return now == db_type::blob ? db_type::long_raw : db_type::unknown;
    default: return db_type::unknown;
    }
}

// What only columns of some types, or of some servers, have.
void describe_more(const ttc::column_metadata& column, column_info& out) {
    out.type_schema = std::string(column.schema);
    out.type_name = std::string(column.type_name);
    if (out.type == db_type::object && column.schema == "SYS" && column.type_name == "XMLTYPE") {
        out.type = db_type::xmltype;
    }
    out.domain_schema = std::string(column.domain_schema);
    out.domain_name = std::string(column.domain_name);
    for (const auto& annotation : column.annotations) {
        out.annotations.push_back({.name = std::string(annotation.key), .value = std::string(annotation.value)});
    }
    out.is_json = out.type == db_type::json || (column.user_flags & ttc::column_flag::is_json) != 0;
    out.is_oson = out.type == db_type::json || (column.user_flags & ttc::column_flag::is_oson) != 0;
    if (out.type != db_type::vector) return;
    out.vector_dimensions =
        (column.vector_flags & ttc::vector_flag::any_dimensions) != 0 ? 0 : column.vector_dimensions;
    out.vector_format = column.vector_format;
    out.vector_sparse = (column.vector_flags & ttc::vector_flag::sparse) != 0;
}

// National text of a database whose national character set is UTF8; everywhere else it is UTF-16.
bool is_national_utf8(const ttc::bind_metadata& format) noexcept {
    return format.form == static_cast<std::uint8_t>(ttc::charset_form::national) &&
           (format.charset == ttc::charset_cesu8 || format.charset == ttc::charset_utf8);
}

// Types whose values this release cannot use, but whose framing it knows.
bool can_skip(db_type type) noexcept {
    switch (type) {
    case db_type::clob:
    case db_type::nclob:
    case db_type::blob:
    case db_type::bfile:
    case db_type::json:
    case db_type::vector:
    case db_type::object:
    case db_type::xmltype:
    case db_type::cursor: return true;
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

column_shape shape_of(const ttc::column_metadata& column, db_type fetched_as) {
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
    describe_more(column, out.info);
    if (const auto kept = long_form_of(out.info.type, fetched_as); kept != db_type::unknown) {
        out.info.type = kept;
        out.form = cell_form::long_value;
        return out;
    }
    out.supported = can_fetch(out.info.type);
    switch (ttc::form_of(ttc::value_role::fetch, column.format)) {
    case ttc::value_form::absent:
        out.form = cell_form::absent;
        out.supported = true;  // NULL in every row, whatever the type
        break;
    case ttc::value_form::counted:
    case ttc::value_form::boolean: out.form = cell_form::counted; break;
    case ttc::value_form::long_value: out.form = cell_form::long_value; break;
    case ttc::value_form::physical_rowid: out.form = cell_form::rowid; break;
    case ttc::value_form::universal_rowid: out.form = cell_form::universal_rowid; break;
    default: out.form = cell_form::unsupported; break;
    }
    if (!out.supported) out.form = cell_form::unsupported;
    return out;
}

row_call::row_call(session::cursor& cursor, batch& target) : cursor_(cursor), batch_(target) {
    batch_.clear();
    batch_.encoding = cursor_.encoding;
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
    const auto before = cursor_.executed ? std::move(cursor_.types) : std::vector<db_type>{};
    auto columns = std::make_shared<std::vector<column_info>>();
    cursor_.types.clear();
    wire_forms_.clear();
    std::vector<cell_form> forms;
    cursor_.encoding = oraxx::detail::cell_encoding::wire;
    bool all_supported = true;
    bool all_known = true;
    for (const auto& column : message.block.columns) {
        const auto index = cursor_.types.size();
        auto shape = shape_of(column, index < before.size() ? before[index] : db_type::unknown);
        if (!shape.supported) {
            all_supported = false;
            all_known = all_known && can_skip(shape.info.type);
            refuse(unsupported_column(shape.info));
        }
        if (is_national_utf8(column.format)) cursor_.encoding = oraxx::detail::cell_encoding::wire_national_utf8;
        cursor_.types.push_back(shape.info.type);
        columns->push_back(std::move(shape.info));
        forms.push_back(shape.form);
        wire_forms_.push_back(shape.form == cell_form::long_value
                                  ? ttc::value_form::long_value
                                  : ttc::form_of(ttc::value_role::fetch, column.format));
    }
    cursor_.columns = std::move(columns);
    skips_rows_ = !all_supported && all_known;
    caps_ = session.caps;
    batch_.types = cursor_.types;
    batch_.encoding = cursor_.encoding;
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
}

void row_call::on_reset(base::byte_buffer& response) {
    mid_skipped_row_ = false;
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
