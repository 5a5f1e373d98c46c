#include "session/scroll_call.hpp"

#include "wire/ttc/execute.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;

void scroll_call::write_request(ttc::encoder& out, state& session) {
    use_session(session, lob_prefetch_);
    auto message = fetch_by_execute(rows_);
    message.i4[ttc::execute_i4::flags] =
        ttc::execute_flag::implicit_results | ttc::execute_flag::scrollable | ttc::execute_flag::keep_at_end;
    message.i4[ttc::execute_i4::fetch_orientation] =
        where_.is_last ? ttc::fetch_orientation::last : ttc::fetch_orientation::absolute;
    message.i4[ttc::execute_i4::fetch_position] = where_.is_last ? 0 : where_.row;
    write_fetch(message, out, session);
}

std::optional<failure> scroll_call::on_status(const ttc::error_info& info, state& session) {
    last_row_ = session.caps.at_least(ttc::field_version::v12_1) ? info.row_count : info.current_row;
    return row_call::on_status(info, session);
}

}  // namespace oraxx::session
