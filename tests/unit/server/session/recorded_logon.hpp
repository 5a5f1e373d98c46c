// Recorded logons, repeated against a session: with the password of a recording everything the server drew at random
// is read back out of it and given to the session again.
#pragma once

#include "auth/server_logon.hpp"
#include "unit/server/session/session_driver.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::sandbox::test {

inline base::bytes_view without_header(const oraxx::test::capture_packet& packet) {
    return base::bytes_view(packet.bytes).subspan(10);
}

inline bool is_data(const oraxx::test::capture_packet& packet, std::uint8_t first_byte) {
    return packet.bytes.size() > 10 && packet.bytes[4] == 6 && packet.bytes[10] == first_byte;
}

// Everything a server remembers and draws at random, read back out of a recorded logon.
inline known_random random_of_recorded_logon(const oraxx::test::capture& recorded, std::string_view password,
                                             const wire::ttc::capabilities& caps = {}) {
    base::arena scratch;
    auth::verifier_challenge challenge;
    for (const auto& packet : recorded.packets) {
        // Message 8 with the challenge stands somewhere in the server's first answer of any length.
        const auto text = base::as_text(packet.bytes);
        constexpr std::size_t key_at = 6;  // message type, count of pairs, lengths of the first key
        const auto key = text.find("AUTH_SESSKEY");
        if (packet.from_client || key == std::string_view::npos) continue;
        const auto at = key - key_at;
        wire::ttc::auth_parameters parameters;
        wire::ttc::decoder c(base::bytes_view(packet.bytes).subspan(at + 1), caps, scratch);
        EXPECT_EQ(decode(c, parameters), wire::ttc::decode_errc::ok);
        const auto* salt = wire::ttc::find(parameters.pairs, "AUTH_VFR_DATA");
        const auto* csk = wire::ttc::find(parameters.pairs, "AUTH_PBKDF2_CSK_SALT");
        EXPECT_EQ(auth::parse_challenge({.verifier_type = salt->flags,
                                         .vfr_data = salt->value,
                                         .sesskey = wire::ttc::find(parameters.pairs, "AUTH_SESSKEY")->value,
                                         .csk_salt = csk == nullptr ? std::string_view{} : csk->value,
                                         .vgen_count = "4096",
                                         .sder_count = "3"},
                                        challenge),
                  auth::auth_errc::ok);
        break;
    }
    auth::verifier stored;
    EXPECT_EQ(auth::make_verifier(challenge.type, base::as_bytes(password), challenge.salt, 4096, stored),
              auth::auth_errc::ok);
    // Phase two gives the client's proofs and with them the server's key.
    auth::opened_logon opened;
    for (const auto& packet : recorded.packets) {
        if (!packet.from_client || !is_data(packet, 3) || packet.bytes[11] != 0x73) continue;
        wire::ttc::function_header header;
        wire::ttc::auth_request request;
        wire::ttc::decoder c(without_header(packet).subspan(1), caps, scratch);
        EXPECT_EQ(decode(c, header), wire::ttc::decode_errc::ok);
        EXPECT_EQ(decode(c, request), wire::ttc::decode_errc::ok);
        const auto value = [&request](std::string_view key) {
            const auto* pair = wire::ttc::find(request.pairs, key);
            return pair == nullptr ? std::string_view{} : pair->value;
        };
        EXPECT_EQ(auth::open_logon(stored, challenge,
                                   {.sesskey = value("AUTH_SESSKEY"),
                                    .password = value("AUTH_PASSWORD"),
                                    .speedy_key = value("AUTH_PBKDF2_SPEEDY_KEY")},
                                   opened),
                  auth::auth_errc::ok);
        break;
    }
    known_random out;
    const auto add = [&out](base::bytes_view bytes) {
        out.queued.insert(out.queued.end(), bytes.begin(), bytes.end());
    };
    add(challenge.salt);                                 // the account's verifier
    add(base::byte_buffer(32 + challenge.salt.size()));  // the decoy's password and salt
    add(base::byte_buffer(16));                          // session uuid of ACCEPT
    // Keys of 48 bytes end with padding, which nobody draws.
    add(opened.server_key.view().first(opened.server_key.size() == 48 ? 40 : opened.server_key.size()));
    add(challenge.csk_salt);
    return out;
}

// FAST_AUTH of a client that would rather have its machine's own integers, as OCI clients say: their choice stands in
// front of the recorded one for the type of unsigned longs (oci_12_2_portable_session, line 18, has both).
inline oraxx::test::capture prefer_fixed_integers(oraxx::test::capture recorded) {
    constexpr std::uint8_t universal[] = {0, 26, 0, 26, 0, 1, 0, 0};
    constexpr std::uint8_t fixed[] = {0, 26, 0, 2};
    for (auto& packet : recorded.packets) {
        if (!packet.from_client || !is_data(packet, 34)) continue;
        const auto at =
            std::search(packet.bytes.begin(), packet.bytes.end(), std::begin(universal), std::end(universal));
        EXPECT_NE(at, packet.bytes.end());
        packet.bytes.insert(at + sizeof(std::uint16_t), std::begin(fixed), std::end(fixed));
        wire::tns::patch_length(packet.bytes, 0, wire::tns::length_form::large);
    }
    return recorded;
}

// The client's CONNECT, and its data in a packet of their own, for a session of the server's pool.
inline oraxx::test::capture ask_for_pool(oraxx::test::capture recorded) {
    constexpr std::string_view wish = "(SERVER=POOLED)";
    constexpr std::string_view section = "(CONNECT_DATA=";
    auto& connect = recorded.packets.at(0).bytes;
    auto& data = recorded.packets.at(1).bytes;
    constexpr std::size_t length_at = 25;  // of the data, its lower byte
    EXPECT_LE(connect.at(length_at) + wish.size(), 0xFFU);
    connect.at(length_at) = static_cast<std::uint8_t>(connect.at(length_at) + wish.size());
    const auto at = base::as_text(data).find(section);
    EXPECT_NE(at, std::string_view::npos);
    data.insert(data.begin() + static_cast<std::ptrdiff_t>(at + section.size()), wish.begin(), wish.end());
    wire::tns::patch_length(data, 0, wire::tns::length_form::small);
    return recorded;
}

// A session that python-oracledb has logged on to, as recorded.
class logged_on_session : public session_driver {
public:
    logged_on_session() : logged_on_session(oraxx::test::read_capture("py_free23_26_failed_stmt")) {}

    base::byte_buffer logon_answer{};  // to the last message of the logon

protected:
    explicit logged_on_session(const oraxx::test::capture& recorded)
        : session_driver("26ai", "system", "oracle", random_of_recorded_logon(recorded, "oracle")) {
        std::size_t sent = 0;
        for (const auto& packet : recorded.packets) {
            constexpr std::size_t logon_packets = 4;  // CONNECT and its data, FAST_AUTH, phase two
            if (packet.from_client && sent++ < logon_packets) logon_answer = send(packet.bytes);
        }
        EXPECT_TRUE(session().is_logged_on());
    }
};

// The same with a client that is taken for an OCI client.
class oci_session : public logged_on_session {
public:
    oci_session() : logged_on_session(prefer_fixed_integers(oraxx::test::read_capture("py_free23_26_failed_stmt"))) {}
};

// The same in a session of the server's pool.
class pooled_session : public logged_on_session {
public:
    pooled_session() : logged_on_session(ask_for_pool(oraxx::test::read_capture("py_free23_26_failed_stmt"))) {}
};

}  // namespace oraxx::sandbox::test
