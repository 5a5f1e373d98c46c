// The client role of a session without any I/O: bytes in, bytes out, one call after the other.
//
//   engine.submit(call)          queue a call; its request appears in pending_output()
//   engine.input_space()/received()   bytes that arrived
//   engine.is_idle()             the call is over: outcome() says how
//
// The caller owns sockets, clock and threads (src/backend/thin). Reading goes on while output is pending, so
// a server that answers early never blocks us. One call is under way at a time: it is read to its end
// before the next one starts, whatever happened to it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "net/frame_reader.hpp"
#include "net/frame_writer.hpp"
#include "session/call.hpp"
#include "session/connect_exchange.hpp"

namespace oraxx::session {

using clock = std::chrono::steady_clock;

// Answers longer than this are refused: a server gone mad, or a fetch size no one wants in one piece.
inline constexpr std::size_t max_response_bytes = std::size_t{1} << 30U;

class engine {
public:
    // Largest packet of the negotiated SDU this client asks for; also bounds what a peer may send.
    engine() = default;
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;

    // -- bytes ---------------------------------------------------------------------------------------
    [[nodiscard]] base::bytes_view pending_output() const noexcept { return writer_.pending(); }
    void consumed(std::size_t count);
    [[nodiscard]] std::span<std::uint8_t> input_space(std::size_t hint) { return reader_.input_space(hint); }
    void received(std::size_t count);
    void end_of_input();
    void io_failed(failure why);

    // -- connecting ----------------------------------------------------------------------------------
    // Sends CONNECT. Over when is_idle(); then outcome() is empty on ACCEPT, and redirect() may be set.
    void start_connect(connect_parameters parameters, std::optional<clock::time_point> deadline);
    // Idle, but not over: a new TLS handshake is due on the same connection, then repeat_connect().
    [[nodiscard]] bool wants_tls_restart() const noexcept { return wants_tls_restart_; }
    void repeat_connect(std::optional<clock::time_point> deadline);
    [[nodiscard]] const std::optional<redirect_target>& redirect() const noexcept { return connect_.redirect(); }
    [[nodiscard]] const accept_facts& accepted() const noexcept { return connect_.accepted(); }

    // -- calls ---------------------------------------------------------------------------------------
    // Starts a call; the engine must be idle. `deadline`: when to break it off; `last_moment`: when to give the
    // connection up although the server has not answered the break yet, if that is sooner than usual. On a connection
    // that was lost the call is over at once, with the reason.
    void submit(call& work, std::optional<clock::time_point> deadline,
                std::optional<clock::time_point> last_moment = std::nullopt);
    [[nodiscard]] bool is_idle() const noexcept { return active_ == nullptr && !connecting_; }
    // Failure of the last call, empty when it succeeded.
    [[nodiscard]] const std::optional<failure>& outcome() const noexcept { return outcome_; }
    [[nodiscard]] std::optional<failure> take_outcome() { return std::exchange(outcome_, std::nullopt); }

    // Asks the server to break off the call under way; it then ends with ORA-01013, or as it would have.
    void request_break(clock::time_point now);
    [[nodiscard]] std::optional<clock::time_point> deadline() const noexcept { return deadline_; }
    void deadline_passed(clock::time_point now);

    // False once the connection is lost or out of step: no further call gets through.
    [[nodiscard]] bool is_open() const noexcept { return open_; }
    // Worth keeping: open, and the server has not asked for it to be given up. Calls still run on one that is open
    // only.
    [[nodiscard]] bool is_usable() const noexcept { return open_ && !state_.drop_requested; }

    // The native encryption seam (src/net/packet_filter.hpp); active from the next packet on.
    void use_filter(net::packet_filter* filter);

    // EOF packet: the last word of a session.
    void write_goodbye();

    [[nodiscard]] state& session() noexcept { return state_; }
    [[nodiscard]] const state& session() const noexcept { return state_; }
    [[nodiscard]] std::uint64_t round_trips() const noexcept { return round_trips_; }
    [[nodiscard]] std::uint64_t bytes_received() const noexcept { return bytes_received_; }
    [[nodiscard]] std::uint64_t bytes_sent() const noexcept { return writer_.total_written(); }

private:
    // Where a call stands in the break/reset exchange.
    enum class break_state : std::uint8_t {
        none,
        asked,       // we sent an interrupt; the answer may still come in full before the server's marker
        discarding,  // we gave the answer up ourselves; it is thrown away up to its end or the server's marker
        resetting,   // we sent a reset; everything up to the server's reset is thrown away
        after_reset  // the next DATA is the final word, without end-of-response marks
    };

    void write_request();
    void on_packet(const net::packet& packet);
    void on_data(const net::packet& packet);
    void on_marker(const net::packet& packet);
    void on_control(const net::packet& packet);
    void on_connect_packet(const net::packet& packet);
    void read_messages();
    base::decode_errc read_next();
    base::decode_errc read_message(wire::ttc::message_type type, wire::ttc::decoder& in);
    base::decode_errc read_end_mark();
    base::decode_errc read_status(wire::ttc::decoder& in);
    base::decode_errc read_error(wire::ttc::decoder& in);
    base::decode_errc read_warning(wire::ttc::decoder& in);
    base::decode_errc read_server_piggyback(wire::ttc::decoder& in);
    void note_call_status(std::uint32_t bits);
    [[nodiscard]] bool answer_is_complete() const noexcept;
    void end_of_answer();
    void discard_answer(failure why);
    void refuse_message(base::decode_errc why);
    void finish(std::optional<failure> why);
    void break_connection(failure why);
    [[nodiscard]] failure lost(std::string message, std::string advice) const;
    void explain_outcome(failure& why) const;
    [[nodiscard]] oraxx::phase current_phase() const noexcept;
    [[nodiscard]] std::optional<failure> unfinished_stranger() const;
    [[nodiscard]] bool said_nothing() const noexcept { return !reader_.saw_packet() && reader_.buffered() == 0; }

    net::frame_reader reader_;
    net::frame_writer writer_;
    net::packet_filter* filter_ = nullptr;
    state state_;
    connect_exchange connect_;
    base::arena scratch_;
    base::byte_buffer response_;  // DATA payloads of the current answer, joined
    std::size_t position_ = 0;    // everything before it is decoded
    std::string failed_field_;    // where the last message stopped making sense

    call* active_ = nullptr;
    std::optional<failure> outcome_;
    std::optional<failure> lost_;          // why the connection is unusable
    std::optional<failure> call_failure_;  // decided, but the answer is not read to its end yet
    std::optional<clock::time_point> deadline_;
    std::optional<clock::time_point> last_moment_;
    break_state break_ = break_state::none;
    bool request_left_ = false;  // some of it, at least
    bool timed_out_ = false;     // the break was our own, at the deadline
    bool status_read_ = false;   // message 4 or 9
    bool end_read_ = false;      // message 29, or the one message asked for
    bool answered_ = false;      // the answer came in full although a break was asked for
    bool connecting_ = false;
    bool wants_tls_restart_ = false;
    bool open_ = true;
    std::uint64_t round_trips_ = 0;
    std::uint64_t bytes_received_ = 0;
};

}  // namespace oraxx::session
