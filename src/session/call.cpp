#include "session/call.hpp"

#include "session/failures.hpp"

namespace oraxx::session {

base::decode_errc call::on_row(base::bytes_view /*response*/, std::size_t& /*position*/) {
    return base::decode_errc::bad_value;  // rows without a query
}

std::optional<failure> call::on_status(const wire::ttc::error_info& info, state& /*session*/) {
    if (info.error_number == 0 && info.short_error == 0) return std::nullopt;
    return server_failure(info, phase(), has_sql());
}

next_step call::on_complete(base::byte_buffer& /*response*/, state& /*session*/) {
    return next_step::done;
}

void call::on_reset(base::byte_buffer& /*response*/) {}

void call::on_failed(const failure& /*why*/, state& /*session*/) {}

}  // namespace oraxx::session
