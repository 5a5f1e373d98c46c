// The server's side of one connection, without I/O: bytes in, bytes out. Not thread-safe.
#pragma once

#include <deque>

#include "net/frame_reader.hpp"
#include "server/session/call_handler.hpp"
#include "server/session/logon.hpp"
#include "server/session/session_news.hpp"
#include "wire/tns/connect.hpp"
#include "wire/ttc/data_types.hpp"

namespace oraxx::sandbox {

class server_session final : private session_owner {
public:
    // Reads what has arrived on the connection without waiting; 0 = nothing, negative = the peer is gone.
    using input_poll = std::function<std::ptrdiff_t(std::span<std::uint8_t>)>;

    // `config` outlives the session.
    server_session(const session_config& config, session_identity identity);
    ~server_session();
    server_session(const server_session&) = delete;
    server_session& operator=(const server_session&) = delete;

    // While a statement runs the session looks for a cancel through this.
    void poll_input_with(input_poll poll) { poll_ = std::move(poll); }

    [[nodiscard]] std::span<std::uint8_t> input_space(std::size_t hint) { return reader_.input_space(hint); }
    // So many bytes were put there. Runs whatever they ask for.
    void received(std::size_t count);
    // The connection is TLS: a listener asks for a new handshake before it takes the first CONNECT.
    void restart_tls_first() noexcept { tls_restart_ = tls_restart::wanted; }
    // It has asked: once the output is written the handshake is due, then tls_restarted().
    [[nodiscard]] bool awaits_tls_restart() const noexcept { return tls_restart_ == tls_restart::asked; }
    void tls_restarted() noexcept { tls_restart_ = tls_restart::none; }
    // The client is gone: rolls back what it did not commit.
    void disconnected() { close({}); }

    [[nodiscard]] base::bytes_view pending_output() const noexcept { return writer_.pending(); }
    void consumed(std::size_t count) { writer_.consumed(count); }
    // The connection is to be closed once the output is written.
    [[nodiscard]] bool is_closed() const noexcept { return step_ == step::closed; }
    [[nodiscard]] bool is_logged_on() const noexcept { return calls_ != nullptr; }
    // Why it was closed, when it was not the client's own end.
    [[nodiscard]] const std::string& close_reason() const noexcept { return close_reason_; }
    [[nodiscard]] const wire::ttc::capabilities& capabilities() const noexcept { return caps_; }

private:
    enum class step : std::uint8_t {
        connect,       // a CONNECT packet
        connect_data,  // the DATA packets with its text
        negotiate,     // messages 1, 2, 30, 34
        authenticate,  // functions 118 and 115
        ready,
        closed,
    };
    enum class tls_restart : std::uint8_t { none, wanted, asked };
    struct stored_packet {
        net::packet view{};
        base::byte_buffer body{};
    };

    void run();
    void take_packet(const net::packet& packet);
    void take_connect(const net::packet& packet);
    void take_connect_data(const net::packet& packet);
    void answer_connect();
    void take_data(const net::packet& packet);
    void take_marker(const net::packet& packet);
    bool answer_prepared();
    void take_messages();

    wire::ttc::decode_errc take_negotiation(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_services(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_protocol(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_data_types(wire::ttc::decoder& c);
    void negotiate(const wire::ttc::data_types_request& request);
    wire::ttc::decode_errc take_fast_auth(wire::ttc::decoder& c);
    wire::ttc::decode_errc take_logon(wire::ttc::decoder& c);
    void answer_phase_one(const wire::ttc::function_header& header, const wire::ttc::auth_request& request,
                          const std::uint8_t* fast_auth_flags);
    void answer_phase_two(const wire::ttc::function_header& header, const wire::ttc::auth_request& request);
    void open_database();
    void run_session_statement();
    void tell_who_logged_on();
    void announce_transaction_id();
    std::uint32_t change_password(const wire::ttc::auth_request& request) override;
    void release_session() override;
    void take_session_again();
    void announce_session(std::uint32_t flags);
    void encode_password_warning(wire::ttc::encoder& c) const;
    // What comes unasked before an answer.
    void send_notice();

    // What the last message failed with.
    [[nodiscard]] std::optional<call_failure> take_failure() noexcept;
    void report(call_failure failure);
    void answer_failure();
    [[nodiscard]] error_announcement announcement_of(const call_failure& failure);
    void write_marker(wire::tns::marker_kind kind);
    [[nodiscard]] bool cancel_requested();
    // Puts aside what arrived while a statement runs; true when a break was among it.
    bool look_for_break();
    [[nodiscard]] bool speaks_to_oci() const noexcept { return calls_ != nullptr && caps_.dialect.oci; }
    void close(std::string reason);

    std::unique_ptr<session_variation> variation_;
    session_config varied_config_;  // with the persona of variation_
    const session_config* config_;
    session_identity identity_;
    step step_ = step::connect;
    std::string close_reason_;
    input_poll poll_;
    net::frame_reader reader_;
    net::frame_writer writer_;
    std::deque<stored_packet> waiting_;  // arrived while a statement ran
    bool peer_is_gone_ = false;
    bool was_interrupted_ = false;

    wire::tns::connect connect_;
    std::string connect_data_;
    bool has_resent_ = false;
    tls_restart tls_restart_ = tls_restart::none;
    bool is_pooled_ = false;              // SERVER=POOLED
    bool is_released_ = false;            // to the pool, until the next call
    std::uint16_t accepted_version_ = 0;  // of the protocol

    base::byte_buffer request_;
    replay_reader prepared_;
    base::arena scratch_;
    bool skips_request_ = false;              // the rest of a pipelined request that failed
    bool last_packet_ends_ = false;           // the last DATA packet ended its request
    bool bundles_negotiation_ = false;        // messages 1, 30, 2 and phase one came in one
    wire::ttc::data_types_reply data_types_;  // of a bundle, until it is answered

    wire::ttc::capabilities caps_;
    response_channel channel_;
    session_news news_;
    bool syncs_session_ = false;  // both sides know message 23 with session news
    bool takes_notices_ = false;
    logon logon_;
    base::byte_buffer transaction_id_;  // Transaction Guard's
    call_ends ends_;
    std::unique_ptr<engine::session> engine_;
    std::unique_ptr<call_handler> calls_;
    std::optional<call_failure> logon_failure_;
    std::optional<call_failure> unreported_;  // waits for the client's reset
    bool resets_on_reset_ = false;            // our reset waits for it too
    // An OCI client's break of kind 1, unlike its interrupt, begins a reset of its own: another break in the answer
    // would make it reset once more, and wait for what nobody sends.
    bool client_resets_ = false;
};

}  // namespace oraxx::sandbox
