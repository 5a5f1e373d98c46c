#include "session/session_release_call.hpp"

#include "wire/ttc/function_header.hpp"
#include "wire/ttc/session_functions.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;

void session_release_call::write_request(ttc::encoder& out, state& session) {
    ttc::encode(out, ttc::function_header{.type = ttc::message_type::one_way_function,
                                          .function = ttc::session_release::function,
                                          .sequence = session.next_sequence()});
    ttc::encode(out,
                ttc::session_release{.mode = why_ == reason::goodbye ? ttc::session_release::deauthenticate : 0});
    session.is_released = true;
}

base::decode_errc session_release_call::on_message(ttc::message_type /*type*/, ttc::decoder& in, state& /*session*/) {
    in.fail("message type", base::decode_errc::bad_value);
    return base::decode_errc::bad_value;
}

}  // namespace oraxx::session
