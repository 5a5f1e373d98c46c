// CONNECT to ACCEPT: the packets before any TTC message. A listener may ask for the CONNECT again (RESEND),
// send the client elsewhere (REDIRECT) or refuse.
#pragma once

#include <optional>
#include <string>

#include <oraxx/error.hpp>

#include "net/frame_reader.hpp"
#include "net/frame_writer.hpp"

namespace oraxx::session {

inline constexpr std::uint16_t highest_version = 319;  // 23ai
inline constexpr std::uint16_t lowest_version = 314;   // 11.2, the last with 16-bit packet lengths
inline constexpr std::uint32_t min_sdu = 512;
inline constexpr std::uint32_t max_sdu = 2097152;
inline constexpr int max_resends = 4;

struct connect_parameters {
    std::string connect_data{};   // the descriptor as it is sent
    std::uint32_t sdu = 8192;     // bytes, min_sdu..max_sdu
    bool after_redirect = false;  // sets the packet flag that says so
    bool over_tls = false;        // the listener may ask for a second TLS handshake
};

struct redirect_target {
    std::string address{};       // "(ADDRESS=(PROTOCOL=tcp)(HOST=...)(PORT=...))"
    std::string connect_data{};  // what to send there; empty: the original text
};

struct accept_facts {
    std::uint16_t version = 0;
    std::uint32_t sdu = 0;
    bool fast_auth = false;
    bool end_of_response = false;
};

class connect_exchange {
public:
    void start(connect_parameters parameters, net::frame_writer& writer);

    enum class progress : std::uint8_t { wants_more, wants_tls_restart, over };
    // A packet arrived. On `over`, failure() or redirect() is set, or the connection is accepted. On
    // `wants_tls_restart` the CONNECT is to be repeated after a new TLS handshake on the same connection.
    progress on_packet(const net::packet& packet, net::frame_writer& writer);
    void repeat(net::frame_writer& writer) const { write_connect(writer); }

    [[nodiscard]] const std::optional<failure>& failed() const noexcept { return failure_; }
    [[nodiscard]] const std::optional<redirect_target>& redirect() const noexcept { return redirect_; }
    [[nodiscard]] const accept_facts& accepted() const noexcept { return accepted_; }

private:
    void write_connect(net::frame_writer& writer) const;
    progress on_accept(const net::packet& packet);
    progress on_refuse(const net::packet& packet);
    progress on_redirect(const net::packet& packet);
    progress on_resend(const net::packet& packet, net::frame_writer& writer);
    progress on_text(const net::packet& packet);
    progress take_refusal(std::string_view text);
    progress take_redirect(std::string_view text);
    progress fail(errc code, std::string message, std::string advice = {});

    // A REDIRECT or REFUSE whose text comes in the DATA packet behind it.
    enum class awaiting : std::uint8_t { answer, refuse_text, redirect_text };

    connect_parameters parameters_;
    awaiting awaiting_ = awaiting::answer;
    int resends_ = 0;
    accept_facts accepted_;
    std::optional<failure> failure_;
    std::optional<redirect_target> redirect_;
};

}  // namespace oraxx::session
