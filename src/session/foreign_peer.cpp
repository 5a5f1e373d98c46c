#include "session/foreign_peer.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::session {
namespace {

struct known_peer {
    std::string_view begins;
    std::string_view name;
    std::string_view advice;
};

constexpr std::string_view web_advice =
    "host and port lead to a web server or a proxy; ask for the port of the database's listener (often 1521, or 1522 "
    "with TLS)";
constexpr std::string_view port_advice = "host and port lead to another service; check both";

constexpr known_peer known_peers[] = {
    {"HTTP/", "an HTTP server", web_advice},        {"<!DOCTYPE", "an HTTP server", web_advice},
    {"<html", "an HTTP server", web_advice},        {"SSH-", "an SSH server", port_advice},
    {"220 ", "an SMTP or FTP server", port_advice}, {"220-", "an SMTP or FTP server", port_advice},
    {"* OK", "an IMAP server", port_advice},        {"+OK", "a POP3 server", port_advice},
    {"-ERR", "a Redis server", port_advice},        {"RFB ", "a VNC server", port_advice},
};

// Alert or handshake record of SSL 3 to TLS 1.3.
bool is_tls_record(base::bytes_view first) noexcept {
    constexpr std::uint8_t alert = 0x15;
    constexpr std::uint8_t handshake = 0x16;
    return first.size() >= 3 && (first[0] == alert || first[0] == handshake) && first[1] == 3 && first[2] <= 4;
}

// Length in three bytes, number 0, protocol version 10; or an error packet instead of the version.
bool is_mysql_greeting(base::bytes_view first) noexcept {
    return first.size() >= 5 && first[2] == 0 && first[3] == 0 && (first[4] == 10 || first[4] == 0xFF) &&
           first[0] != 0;
}

// What can be shown of bytes that nobody knows: letters as they are, when there is nothing else; otherwise in hex.
std::string shown(base::bytes_view first) {
    constexpr std::size_t most_letters = 40;
    constexpr std::size_t most_bytes = 8;
    auto text = base::as_text(first);
    text = text.substr(0, std::min(text.find_first_of("\r\n"), most_letters));
    const bool is_text =
        text.size() >= 4 && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (is_text) return "it began with \"" + std::string(text) + "\"";
    return "its first bytes are " + base::hex_lower(first.first(std::min(first.size(), most_bytes)));
}

failure not_oracle(std::string message, std::string_view advice) {
    return values::unusable_failure(errc::not_oracle, oraxx::phase::connect, std::move(message), std::string(advice));
}

}  // namespace

std::optional<failure> recognised_peer(base::bytes_view first) {
    if (is_tls_record(first)) {
        return not_oracle("the port expects TLS: the server answered CONNECT in clear text with a TLS record",
                          "use protocol tcps (tcps://host:port/service, or PROTOCOL=TCPS in the ADDRESS)");
    }
    constexpr std::string_view answers = "what answers on this port is no Oracle listener but ";
    if (is_mysql_greeting(first)) return not_oracle(std::string(answers) + "a MySQL server", port_advice);
    const auto text = base::as_text(first);
    for (const auto& known : known_peers) {
        if (text.rfind(known.begins, 0) != 0) continue;
        return not_oracle(std::string(answers).append(known.name).append("; ").append(shown(first)), known.advice);
    }
    return std::nullopt;
}

failure foreign_peer(base::bytes_view first) {
    if (auto known = recognised_peer(first)) return *std::move(known);
    return not_oracle("what answers on this port is no Oracle listener; " + shown(first),
                      "check host and port; a port with TLS needs protocol tcps");
}

}  // namespace oraxx::session
