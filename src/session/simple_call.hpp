// Calls without a body: commit, rollback, ping and logoff.
#pragma once

#include "session/call.hpp"

namespace oraxx::session {

class simple_call final : public call {
public:
    simple_call(wire::ttc::function_code function, oraxx::phase phase) noexcept
        : function_(function), phase_(phase) {}

    [[nodiscard]] oraxx::phase phase() const noexcept override { return phase_; }
    [[nodiscard]] bool may_commit() const noexcept override { return phase_ == oraxx::phase::commit; }
    void write_request(wire::ttc::encoder& out, state& session) override;
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;

private:
    wire::ttc::function_code function_;
    oraxx::phase phase_;
};

}  // namespace oraxx::session
