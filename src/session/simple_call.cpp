#include "session/simple_call.hpp"

#include "wire/ttc/function_header.hpp"

namespace oraxx::session {

void simple_call::write_request(wire::ttc::encoder& out, state& session) {
    wire::ttc::encode(out, wire::ttc::function_header{.function = function_, .sequence = session.next_sequence()});
}

base::decode_errc simple_call::on_message(wire::ttc::message_type /*type*/, wire::ttc::decoder& in,
                                          state& /*session*/) {
    in.fail("message type", base::decode_errc::bad_value);  // such a call is answered by a status alone
    return base::decode_errc::bad_value;
}

}  // namespace oraxx::session
