// Everything a client may ask for once it is logged on: piggybacks and function calls.
#pragma once

#include "server/session/statement_calls.hpp"
#include "wire/ttc/end_to_end.hpp"

namespace oraxx::sandbox {

// What the application told about itself.
struct session_facts {
    std::string client_id{};
    std::string module{};
    std::string action{};
    std::string client_info{};
    std::string database_operation{};
    std::string schema{};
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
          statements_(config, engine, out, ends, news, syncs_session) {}

    // The next message of a request, from its type byte on. incomplete: nothing happened; other errors: the
    // peer broke the protocol. A call that failed leaves take_failure().
    wire::ttc::decode_errc take(wire::ttc::decoder& c);
    // Bind rows of the last message are still to come: take() goes on with them.
    [[nodiscard]] bool is_within_message() const noexcept { return statements_.awaits_rows(); }
    void abandon() noexcept { statements_.abandon(); }

    [[nodiscard]] std::optional<call_failure> take_failure() noexcept;
    [[nodiscard]] const session_facts& facts() const noexcept { return facts_; }

private:
    wire::ttc::decode_errc take_function(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc take_piggyback(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    wire::ttc::decode_errc take_end_to_end(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_version(const wire::ttc::function_header& header, wire::ttc::decoder& c);
    void end_transaction(const wire::ttc::function_header& header);
    void answer_status(const wire::ttc::function_header& header, call_kind kind);
    void refuse(const wire::ttc::function_header& header, std::string_view what);

    const session_config* config_;
    engine::session* engine_;
    response_channel* out_;
    call_ends* ends_;
    statement_calls statements_;
    session_facts facts_;
    std::optional<call_failure> failure_;
};

}  // namespace oraxx::sandbox
