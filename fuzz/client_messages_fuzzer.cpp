// What a client may send, as the sandbox and the trace decoder read it: a stream of messages after two bytes that
// choose the capabilities and one that chooses the form of bind values.
#include "message_check.hpp"
#include "wire/ttc/aq_array.hpp"
#include "wire/ttc/aq_functions.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/cookie.hpp"
#include "wire/ttc/data_types.hpp"
#include "wire/ttc/direct_path.hpp"
#include "wire/ttc/direct_path_rows.hpp"
#include "wire/ttc/end_to_end.hpp"
#include "wire/ttc/execute.hpp"
#include "wire/ttc/fast_auth.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/function_header.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/reexecute.hpp"
#include "wire/ttc/row_data.hpp"
#include "wire/ttc/session_functions.hpp"
#include "wire/ttc/transaction_functions.hpp"
#include "wire/ttc/version.hpp"

namespace oraxx::wire::ttc {
namespace {

using oraxx::fuzz::check_message;
using oraxx::fuzz::encoded_head;

// The head of a load, then each of its pieces and segments.
bool load(decoder& in) {
    direct_path_load head;
    if (decode(in, head) != decode_errc::ok) return false;
    direct_path_rows rows(in, head.size);
    while (rows.has_piece()) {
        const auto start = in.reader().position();
        direct_path_piece piece;
        if (!rows.next_piece(piece)) return false;
        while (rows.has_segment()) {
            direct_path_segment segment;
            if (!rows.next_segment(segment)) return false;
            const auto segments_end = in.reader().position();
            ORAXX_FUZZ_REQUIRE(segments_end > start, "a piece takes bytes");
            ORAXX_FUZZ_REQUIRE(segment.bytes.size() <= direct_path_segment::max_long, "a segment has its limit");
        }
    }
    return in.ok();
}

bool function_body(decoder& in, function_code code) {
    constexpr auto body_only = encoded_head::nothing;
    switch (code) {
    case function_code::execute: return check_message<execute_request>(in, body_only);
    case function_code::reexecute:
    case function_code::reexecute_fetch: return check_message<reexecute_request>(in, body_only);
    case function_code::fetch: return check_message<fetch_request>(in, body_only);
    case function_code::auth_phase_one:
    case function_code::auth_phase_two: return check_message<auth_request>(in, body_only);
    case function_code::version: return check_message<version_request>(in, body_only);
    case function_code::close_cursors:
    case function_code::cancel_cursors: return check_message<close_cursors>(in, body_only);
    case function_code::end_to_end: return check_message<end_to_end>(in, body_only);
    case function_code::lob_operation: return check_message<lob_request>(in, body_only);
    case function_code::aq_enqueue: return check_message<aq_enqueue>(in, body_only);
    case function_code::aq_dequeue: return check_message<aq_dequeue>(in, body_only);
    case function_code::aq_array: return check_message<aq_array_request>(in, body_only);
    case function_code::direct_path_prepare: return check_message<direct_path_prepare>(in, body_only);
    case function_code::direct_path_load: return load(in);
    case function_code::direct_path_operation: return check_message<direct_path_operation>(in, body_only);
    case function_code::tpc_switch: return check_message<transaction_switch>(in, body_only);
    case function_code::tpc_change_state: return check_message<transaction_change>(in, body_only);
    case function_code::app_context: return check_message<app_context>(in, body_only);
    case function_code::session_switch: return check_message<session_switch>(in, body_only);
    case function_code::session_release: return check_message<session_release>(in, body_only);
    case function_code::feature_tracking: return check_message<feature_tracking>(in, body_only);
    case function_code::set_schema: return check_message<set_schema>(in, body_only);
    case function_code::session_state: return check_message<session_state>(in, body_only);
    case function_code::pipeline_begin: return check_message<pipeline_begin>(in, body_only);
    case function_code::pipeline_end: return check_message<pipeline_end>(in, body_only);
    case function_code::commit:
    case function_code::rollback:
    case function_code::logoff:
    case function_code::ping: return true;
    default: return false;
    }
}

bool message(decoder& in, message_type type, std::uint8_t context) {
    constexpr auto after_type = encoded_head::type_byte;
    switch (type) {
    case message_type::protocol: return check_message<protocol_request>(in, after_type);
    case message_type::data_types: return check_message<data_types_request>(in, after_type);
    case message_type::fast_auth: return check_message<fast_auth>(in, after_type);
    case message_type::cookie: return check_message<cookie>(in, after_type);
    case message_type::row_data: {
        wire_value value;
        return decode_value(in, value_role::bind, static_cast<value_form>(context % 12), value) == decode_errc::ok;
    }
    case message_type::function:
    case message_type::piggyback:
    case message_type::one_way_function: {
        function_header header{.type = type};
        return decode(in, header) == decode_errc::ok && function_body(in, header.function);
    }
    default: return false;
    }
}

}  // namespace
}  // namespace oraxx::wire::ttc

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::fuzz::read_messages({data, size}, oraxx::wire::ttc::message);
    return 0;
}
