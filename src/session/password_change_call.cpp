#include "session/password_change_call.hpp"

#include <array>

#include "auth/client_logon.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;

std::optional<failure> password_change_call::prepare(const state& session, base::bytes_view old_password,
                                                     base::bytes_view new_password,
                                                     const std::function<void(std::span<std::uint8_t>)>& random) {
    std::array<std::uint8_t, 16> salt{};
    random(salt);
    const auto key = session.logon_key.view();
    const bool fits = auth::encrypt_password(key, salt, old_password, old_password_) == auth::auth_errc::ok &&
                      auth::encrypt_password(key, salt, new_password, new_password_) == auth::auth_errc::ok;
    if (fits) return std::nullopt;
    return failure{.code = errc::invalid_argument,
                   .phase = oraxx::phase::authenticate,
                   .message = "the old or the new password is empty or longer than " +
                              std::to_string(auth::max_password_bytes) + " bytes",
                   .advice = "nothing was sent; the password is what it was"};
}

void password_change_call::write_request(ttc::encoder& out, state& session) {
    ttc::encode(out, ttc::function_header{.function = ttc::function_code::auth_phase_two,
                                          .sequence = session.next_sequence()});
    ttc::auth_request body;
    body.has_user = !session.logon_user.empty();
    body.user = session.logon_user;
    body.mode = ttc::auth_mode::with_password | ttc::auth_mode::change_password;
    body.pairs = {{.key = "AUTH_PASSWORD", .value = old_password_},
                  {.key = "AUTH_NEWPASSWORD", .value = new_password_}};
    ttc::encode(out, body);
}

base::decode_errc password_change_call::on_message(ttc::message_type type, ttc::decoder& in, state& /*session*/) {
    if (type != ttc::message_type::parameters) return base::decode_errc::bad_value;
    ttc::auth_parameters ignored;
    return ttc::decode(in, ignored);
}

}  // namespace oraxx::session
