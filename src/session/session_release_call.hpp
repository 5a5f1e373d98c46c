// Gives a session back to the server's pool (DRCP). One-way: the server says nothing to it.
#pragma once

#include "session/call.hpp"

namespace oraxx::session {

class session_release_call final : public call {
public:
    enum class reason : std::uint8_t {
        rest,    // the connection stays; its next call gets a session again
        goodbye  // the connection is about to end
    };
    explicit session_release_call(reason why) noexcept : why_(why) {}

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::close; }
    [[nodiscard]] answer_end answer() const noexcept override { return answer_end::no_answer; }
    void write_request(wire::ttc::encoder& out, state& session) override;
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;

private:
    reason why_;
};

}  // namespace oraxx::session
