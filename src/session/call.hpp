// One exchange with the server: requests it writes, messages it takes. A call asks, it never does: bytes go
// through the engine.
#pragma once

#include <optional>
#include <utility>

#include <oraxx/error.hpp>

#include "session/state.hpp"
#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"
#include "wire/ttc/error_info.hpp"

namespace oraxx::session {

// How the answer to a request is known to be complete.
enum class answer_end : std::uint8_t {
    status_message,  // message 4 or 9, then 29 when end_of_response is negotiated: every function call
    first_message,   // the one message asked for: protocol and data types on the old path
    no_answer,       // one-way
};

enum class next_step : std::uint8_t { done, write_request };

class call {
public:
    call() = default;
    call(const call&) = delete;
    call& operator=(const call&) = delete;
    virtual ~call() = default;

    [[nodiscard]] virtual oraxx::phase phase() const noexcept = 0;
    // Writes the next request. Close-cursor piggybacks have been written before it where the call allows.
    virtual void write_request(wire::ttc::encoder& out, state& session) = 0;
    [[nodiscard]] virtual answer_end answer() const noexcept { return answer_end::status_message; }
    [[nodiscard]] virtual bool allows_piggybacks() const noexcept { return true; }
    // Did the request carry SQL text, so that an error position means something?
    [[nodiscard]] virtual bool has_sql() const noexcept { return false; }

    // May the request end a transaction for good? Then nobody knows what became of it when its answer is lost.
    [[nodiscard]] virtual bool may_commit() const noexcept { return false; }

    // One message whose type byte has been read. Views into the input do not survive the call: copy what is
    // kept. Messages 4, 9, 15, 23 and 29 are the engine's and do not come here.
    virtual base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) = 0;
    // Row data: decoded straight from the response, as many rows as follow each other. `position` as in
    // row_decoder::decode_run().
    virtual base::decode_errc on_row(base::bytes_view response, std::size_t& position);
    [[nodiscard]] virtual bool mid_row() const noexcept { return false; }
    // The answer is broken off. Whole rows that came before may be kept: `response` is what they lie in.
    virtual void on_reset(base::byte_buffer& response);

    // Message 4 of the answer. Returns the failure it means to this call, or nothing (success, end of fetch).
    [[nodiscard]] virtual std::optional<failure> on_status(const wire::ttc::error_info& info, state& session);
    // The answer is complete and no failure came of it. `response` is the whole answer; a call may swap its
    // memory out.
    virtual next_step on_complete(base::byte_buffer& response, state& session);
    // The call is over with a failure (also after on_complete of an earlier request).
    virtual void on_failed(const failure& why, state& session);

    // What the call itself found wrong in an answer that is well-formed; becomes its outcome once the answer
    // is read to its end, unless the server reports an error.
    [[nodiscard]] std::optional<failure> take_refusal() { return std::exchange(refusal_, std::nullopt); }

protected:
    void refuse(failure why) {
        if (!refusal_) refusal_ = std::move(why);
    }

private:
    std::optional<failure> refusal_;
};

}  // namespace oraxx::session
