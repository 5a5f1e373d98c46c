// Everything a client may ask for once it is logged on: piggybacks and function calls.
#pragma once

#include "server/session/lob_calls.hpp"
#include "server/session/statement_calls.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/end_to_end.hpp"

namespace oraxx::sandbox {

// What a call may ask that concerns the session as a whole.
class session_owner {
public:
    // 0 when it was done, else the ORA number.
    [[nodiscard]] virtual std::uint32_t change_password(const wire::ttc::auth_request& request) = 0;
    // To the server's pool.
    virtual void release_session() = 0;

protected:
    ~session_owner() = default;
};

class call_handler {
public:
    // `syncs_session`: see statement_calls.
    call_handler(const session_config& config, engine::session& engine, response_channel& out, call_ends& ends,
                 session_news& news, bool syncs_session)
        : config_(&config),
          engine_(&engine),
          out_(&out),
          ends_(&ends),
          lobs_(engine, out, ends, locators_),
          statements_(config, engine, out, ends, news, locators_, syncs_session) {
        locators_.use_utf16(config.character_set == wire::ttc::charset_utf8);
    }

    // Without an owner such calls are refused.
    void belong_to(session_owner& owner) noexcept { owner_ = &owner; }

    // The next message of a request, from its type byte on. incomplete: nothing happened; other errors: the
    // peer broke the protocol. A call that failed leaves take_failure().
    wire::ttc::decode_errc take(wire::ttc::decoder& c);
    // Bind rows of the last message are still to come: take() goes on with them.
    [[nodiscard]] bool is_within_message() const noexcept { return statements_.awaits_rows(); }
    void abandon() noexcept { statements_.abandon(); }

    [[nodiscard]] std::optional<call_failure> take_failure() noexcept;

private:
    wire::ttc::decode_errc take_function(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc take_piggyback(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc take_one_way(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc take_release(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_end_to_end(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_app_context(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_password_change(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc take_version(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    void end_transaction(const wire::ttc::function_header& header);
    void answer_status(const wire::ttc::function_header& header, call_kind kind);
    void refuse(const wire::ttc::function_header& header, std::string_view what);

    const session_config* config_;
    engine::session* engine_;
    response_channel* out_;
    call_ends* ends_;
    locator_table locators_;
    lob_calls lobs_;
    statement_calls statements_;
    session_owner* owner_ = nullptr;
    std::optional<call_failure> failure_;
};

}  // namespace oraxx::sandbox
