// Every logon of every capture whose password is published: all secrets are derived again, both proofs are
// checked, and the recorded request is reproduced from the recovered random bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "auth/client_logon.hpp"
#include "auth/server_logon.hpp"
#include "support/captures.hpp"

namespace oraxx::auth {
namespace {

// The bytes of one connection, each direction joined, so that values may be looked for by name. Looking
// them up needs no message codec and so covers every client's form, the wide one of OCI included.
struct recorded_connection {
    std::string client{};
    std::string server{};
};

std::vector<recorded_connection> connections_of(const test::capture& recording) {
    constexpr std::uint8_t connect_packet = 1;
    constexpr std::size_t data_header = 10;
    std::vector<recorded_connection> out;
    for (const auto& packet : recording.packets) {
        if (packet.bytes.size() < data_header) continue;
        if (packet.from_client && packet.bytes[4] == connect_packet) out.emplace_back();
        if (out.empty()) continue;
        const auto payload = base::as_text(base::bytes_view(packet.bytes).subspan(data_header));
        (packet.from_client ? out.back().client : out.back().server) += payload;
    }
    return out;
}

bool is_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

// The run of hex digits after a key. Up to nine length bytes stand between; none of those in the recordings
// looks like a digit.
std::string_view digits_after(const std::string& bytes, std::string_view key) {
    constexpr std::size_t most_length_bytes = 9;
    const auto at = bytes.find(key);
    if (at == std::string::npos) return {};
    auto first = at + key.size();
    const auto limit = std::min(first + most_length_bytes, bytes.size());
    while (first < limit && !is_digit(bytes[first])) ++first;
    auto last = first;
    while (last < bytes.size() && is_digit(bytes[last])) ++last;
    return std::string_view(bytes).substr(first, last - first);
}

// The flags number behind a value: length and bytes in thin clients' form, four bytes of either order in OCI's.
std::uint32_t flags_after(const std::string& bytes, std::string_view value) {
    const auto at = static_cast<std::size_t>(value.data() - bytes.data()) + value.size();
    const auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<std::uint8_t>(bytes.at(at + i)); };
    if (byte(0) == 2) return byte(1) << 8U | byte(2);
    const auto big_endian = byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3);
    return big_endian <= 0xFFFFU ? big_endian : byte(3) << 24U | byte(2) << 16U | byte(1) << 8U | byte(0);
}

// "user/password (where it was published)"; "n/a" where there is none.
std::string published_password(const test::capture& recording) {
    const auto note = recording.note("credentials");
    if (note.rfind("n/a", 0) == 0) return {};
    const auto slash = note.find('/');
    const auto end = note.find_first_of(" ;(", slash);
    return slash == std::string::npos ? "" : note.substr(slash + 1, end - slash - 1);
}

challenge_fields challenge_in(const recorded_connection& connection) {
    challenge_fields fields;
    fields.vfr_data = digits_after(connection.server, "AUTH_VFR_DATA");
    fields.verifier_type = flags_after(connection.server, fields.vfr_data);
    fields.sesskey = digits_after(connection.server, "AUTH_SESSKEY");
    fields.csk_salt = digits_after(connection.server, "AUTH_PBKDF2_CSK_SALT");
    fields.vgen_count = digits_after(connection.server, "AUTH_PBKDF2_VGEN_COUNT");
    fields.sder_count = digits_after(connection.server, "AUTH_PBKDF2_SDER_COUNT");
    return fields;
}

// Checks one logon; returns its verifier type.
verifier_type check_logon(const recorded_connection& connection, const std::string& password) {
    verifier_challenge challenge;
    EXPECT_EQ(parse_challenge(challenge_in(connection), challenge), auth_errc::ok);
    verifier stored;
    EXPECT_EQ(make_verifier(challenge.type, base::as_bytes(password), challenge.salt, challenge.vgen_count, stored),
              auth_errc::ok);
    const logon_request request{digits_after(connection.client, "AUTH_SESSKEY"),
                                digits_after(connection.client, "AUTH_PASSWORD"),
                                digits_after(connection.client, "AUTH_PBKDF2_SPEEDY_KEY"),
                                {}};
    opened_logon opened;
    EXPECT_EQ(open_logon(stored, challenge, request, opened), auth_errc::ok);
    EXPECT_EQ(base::as_text(opened.password.view()), password);

    logon_proof again;
    EXPECT_EQ(compute_logon(base::as_bytes(password), challenge,
                            {opened.client_key.view(), opened.password_salt, opened.speedy_salt}, again),
              auth_errc::ok);
    EXPECT_EQ(again.sesskey, request.sesskey);
    EXPECT_EQ(again.password, request.password);
    EXPECT_EQ(again.speedy_key, request.speedy_key);

    const auto response = digits_after(connection.server, "AUTH_SVR_RESPONSE");
    const bool refused = connection.server.find("ORA-28001") != std::string::npos;
    EXPECT_EQ(verify_server_response(again.combo_key.view(), response), !refused);
    return challenge.type;
}

TEST(captured_logons, every_published_password_opens_its_sessions) {
    std::map<verifier_type, int> checked;
    std::set<std::string> recordings;
    for (const auto& name : test::capture_names()) {
        SCOPED_TRACE(name);
        const auto recording = test::read_capture(name);
        const auto password = published_password(recording);
        if (password.empty() || recording.note("layer") != "tns") continue;
        for (const auto& connection : connections_of(recording)) {
            if (connection.client.find("AUTH_PASSWORD") == std::string::npos) continue;
            ++checked[check_logon(connection, password)];
            recordings.insert(name);
        }
    }
    EXPECT_EQ(checked[verifier_type::pbkdf2_sha512], 30);
    EXPECT_EQ(checked[verifier_type::sha1_salted], 1);
    // Of every release and client whose password is known.
    for (const auto* name :
         {"jdbc_11_2_expired_password", "jdbc_12_2_session", "oci_12_2_native_session", "oci_12_2_portable_session",
          "py_21c_session", "jdbc_ee23_26_dml_errors", "jdbc_tcps_ee23_admin", "jdbc_tcps_ee23_grant_cookie",
          "jdbc_tcps_ee23_kill", "jdbc_tcps_ee23_timezone", "sqlplus_free23_26_cursor_reexec"}) {
        EXPECT_EQ(recordings.count(name), 1U) << name;
    }
}

}  // namespace
}  // namespace oraxx::auth
