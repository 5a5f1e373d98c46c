#include "server/session/call_end.hpp"

#include "base/byte_writer.hpp"
#include "wire/ttc/status.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint32_t status_idle = 0x00000001;
constexpr std::uint32_t status_ddl = 0x00010001;
constexpr std::uint32_t status_transaction_end = 0x00010005;
constexpr std::string_view no_data_text = "ORA-01403: no data found\n";
constexpr std::string_view array_errors_text = "ORA-24381: error(s) in array DML\n";

std::uint32_t call_status(call_kind kind, bool in_transaction) noexcept {
    switch (kind) {
    case call_kind::ddl: return status_ddl;
    case call_kind::transaction_end: return status_transaction_end;
    case call_kind::statement: break;
    }
    return in_transaction ? ttc::call_status_bit::transaction_in_progress : status_idle;
}

call_kind kind_of(const cursor& of) {
    if (of.statement == nullptr) return call_kind::statement;
    switch (of.statement->kind()) {
    case engine::statement_kind::ddl: return call_kind::ddl;
    case engine::statement_kind::commit:
    case engine::statement_kind::rollback: return call_kind::transaction_end;
    default: return call_kind::statement;
    }
}

void set_error(ttc::error_info& out, int code, std::string_view message) {
    out.error_number = static_cast<std::uint32_t>(code);
    out.short_error = static_cast<std::uint16_t>(code <= 0xFFFF ? code : 0);
    out.message = message;
}

void encode_error(ttc::encoder& c, const call_failure& failure, std::uint16_t sequence, std::uint32_t status) {
    auto text = failure.error.message;
    if (text.empty() || text.back() != '\n') text += '\n';
    ttc::error_info out;
    out.call_status = status;
    out.end_to_end_sequence = sequence;
    out.cursor_id = failure.cursor_id;
    out.position = static_cast<std::int16_t>(failure.error.position <= 0x7FFF ? failure.error.position : 0);
    out.sql_type = failure.sql_type;
    out.sql_type_long = failure.sql_type;
    out.call_number = failure.call_number;
    out.row_count = failure.row_count;
    out.success_iterations = failure.iterations;
    set_error(out, failure.error.code, text);
    encode(c, out);
}

// The address of the last row again, in the form a UROWID has.
base::byte_buffer logical_rowid(const rowid& row) {
    base::byte_buffer out;
    base::byte_writer w(out);
    w.u8(1);
    w.u32be(row.object);
    w.u16be(row.file);
    w.u32be(row.block);
    w.u16be(row.slot);
    return out;
}

}  // namespace

call_failure make_failure(const ttc::function_header& header, int code, std::string_view text) {
    call_failure out;
    out.error.code = code;
    out.error.message = text;
    out.call_number = header.sequence;
    out.token = header.token;
    return out;
}

call_failure make_failure(const ttc::function_header& header, const cursor& of, engine::sql_error error,
                          std::uint64_t row_count, std::uint32_t iterations) {
    auto out = make_failure(header, error.code, {});
    out.error = std::move(error);
    out.cursor_id = of.id;
    out.sql_type = of.sql_type;
    out.row_count = row_count;
    out.iterations = iterations;
    return out;
}

void call_ends::encode_failure(ttc::encoder& c, const call_failure& failure, bool in_transaction) {
    encode_error(c, failure, ++sequence_, call_status(call_kind::statement, in_transaction));
}

void call_ends::encode_refusal(ttc::encoder& c, const call_failure& failure) {
    encode_error(c, failure, 0, status_idle);
}

void call_ends::encode_success(ttc::encoder& c, const ttc::function_header& header, const cursor& of,
                               const call_result& result, bool in_transaction) {
    ttc::error_info out;
    out.call_status = call_status(kind_of(of), in_transaction);
    out.end_to_end_sequence = ++sequence_;
    out.current_row = static_cast<std::uint32_t>(result.row_count);
    out.cursor_id = of.id;
    out.sql_type = of.sql_type;
    out.sql_type_long = of.sql_type;
    out.call_number = header.sequence;
    out.success_iterations = 1;
    out.row_count = result.row_count;
    if (result.has_compilation_errors) out.warning = ttc::warning_any | ttc::warning_compilation;
    base::byte_buffer address;
    if (result.last_rowid) {
        out.rowid = *result.last_rowid;
        address = logical_rowid(*result.last_rowid);
        out.logical_rowid = address;
    }
    out.batch_errors = result.batch_errors;
    if (result.at_end) set_error(out, ttc::ora_no_data_found, no_data_text);
    if (!result.batch_errors.empty()) set_error(out, ora_array_errors, array_errors_text);
    encode(c, out);
}

void call_ends::encode_status(ttc::encoder& c, call_kind kind, bool in_transaction) {
    encode(c, ttc::status{.call_status = call_status(kind, in_transaction), .end_to_end_sequence = ++sequence_});
}

void call_ends::encode_plain(ttc::encoder& c, const ttc::function_header& header, bool in_transaction) {
    ttc::error_info out;
    out.call_status = call_status(call_kind::statement, in_transaction);
    out.end_to_end_sequence = ++sequence_;
    out.call_number = header.sequence;
    encode(c, out);
}

}  // namespace oraxx::sandbox
