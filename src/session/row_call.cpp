#include "session/row_call.hpp"

#include <algorithm>
#include <array>

#include "base/slack.hpp"
#include "session/failures.hpp"
#include "session/session_news.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/function_header.hpp"
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

}  // namespace

row_call::row_call(session::cursor& cursor, batch& target) : cursor_(cursor), batch_(target) {
    batch_.clear();
    batch_.encoding = cursor_.encoding;
    batch_.types = cursor_.types;
    (void)cursor_.rows.children().take();  // of an answer that nobody wanted
}

void row_call::use_session(const state& session, std::uint32_t lob_prefetch) {
    big_chunks_ = session.caps.big_chunks;
    freed_lobs_ = session.lobs_to_free;
    lob_prefetch_ = lob_prefetch;
    cursor_.rows.children().use_session(session);
}

ttc::execute_request row_call::fetch_by_execute(std::uint32_t rows) const {
    namespace option = ttc::execute_option;
    ttc::execute_request message;
    message.options = option::fetch | option::not_plsql;
    message.cursor_id = cursor_.id;
    message.prefetch_rows = rows;
    message.i4[ttc::execute_i4::iterations] = rows;
    message.i4[ttc::execute_i4::is_query] = 1;
    return message;
}

void row_call::write_fetch(ttc::execute_request& message, ttc::encoder& out, state& session) {
    if (wants_defines()) write_defines(message);
    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::execute, .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

void row_call::write_defines(ttc::execute_request& message) {
    message.options |= ttc::execute_option::define;
    message.has_defines = true;
    for (const auto& define : cursor_.defines) message.defines.push_back(define.metadata(lob_prefetch_));
    cursor_.rows.use_columns(cursor_.defined_forms(lob_prefetch_), big_chunks_);
    cursor_.defined_prefetch = lob_prefetch_;
    defines_ = true;
}

decode_errc row_call::on_message(ttc::message_type type, ttc::decoder& in, state& session) {
    switch (type) {
    case ttc::message_type::describe: return take_describe(in, session);
    case ttc::message_type::row_header: return take_row_header(in);
    case ttc::message_type::bit_vector: return take_bit_vector(in);
    case ttc::message_type::parameters: return take_parameters(in, session, nullptr);
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
    if (auto why = describe_into(cursor_, message.block, session.caps)) refuse(*std::move(why));
    batch_.types = cursor_.types;
    batch_.encoding = cursor_.encoding;
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
    return cursor_.rows.decode_run(response, position, batch_);
}

void row_call::on_failed(const failure& /*why*/, state& /*session*/) {
    if (defines_) cursor_.defined_prefetch.reset();
}

void row_call::on_reset(base::byte_buffer& response) {
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
    if (base::is_mostly_slack(response.capacity(), batch_.bytes.size())) response = {};
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
