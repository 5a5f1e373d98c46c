#include "session/scroll_call.hpp"

#include "wire/ttc/execute.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;

void scroll_call::write_request(ttc::encoder& out, state& session) {
    namespace option = ttc::execute_option;
    use_session(session, lob_prefetch_);
    ttc::execute_request message;
    message.options = option::fetch | option::not_plsql;
    message.cursor_id = cursor().id;
    message.prefetch_rows = rows_;
    message.i4[ttc::execute_i4::iterations] = rows_;
    message.i4[ttc::execute_i4::is_query] = 1;
    message.i4[ttc::execute_i4::flags] =
        ttc::execute_flag::implicit_results | ttc::execute_flag::scrollable | ttc::execute_flag::keep_at_end;
    message.i4[ttc::execute_i4::fetch_orientation] =
        where_.is_last ? ttc::fetch_orientation::last : ttc::fetch_orientation::absolute;
    message.i4[ttc::execute_i4::fetch_position] = where_.is_last ? 0 : where_.row;
    if (wants_defines()) write_defines(message);
    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::execute, .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

std::optional<failure> scroll_call::on_status(const ttc::error_info& info, state& session) {
    last_row_ = session.caps.at_least(ttc::field_version::v12_1) ? info.row_count : info.current_row;
    return row_call::on_status(info, session);
}

}  // namespace oraxx::session
