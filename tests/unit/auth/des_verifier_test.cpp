// The 10g verifier: published hashes, and a whole logon between our two roles (no recording of one exists).
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "auth/client_logon.hpp"
#include "auth/server_logon.hpp"
#include "base/hex.hpp"
#include "support/captures.hpp"

namespace oraxx::auth {
namespace {

verifier stored_for(std::string_view user, std::string_view password) {
    verifier out;
    EXPECT_EQ(make_verifier(verifier_type::des, base::as_bytes(password), base::as_bytes(user), 0, out),
              auth_errc::ok);
    return out;
}

TEST(des_verifier, gives_the_published_hashes) {
    std::ifstream in(test::vector_folder() / "connection.json");
    const auto vectors = nlohmann::json::parse(in).at("auth_10g_password_hash").at("cases");
    ASSERT_EQ(vectors.size(), 3U);
    for (const auto& vector : vectors) {
        const auto stored =
            stored_for(vector.at("user").get<std::string>(), vector.at("password").get<std::string>());
        EXPECT_EQ(base::hex_upper(stored.hash.view()), vector.at("hash").get<std::string>());
    }
}

TEST(des_verifier, knows_no_case) {
    EXPECT_EQ(base::hex_upper(stored_for("scott", "TiGeR").hash.view()), "F894844C34402B67");
}

TEST(des_verifier, is_refused_unless_it_was_asked_for) {
    const std::string session_key(64, 'A');
    challenge_fields fields{.verifier_type = 0x0939, .user = "SCOTT", .sesskey = session_key};
    verifier_challenge challenge;
    EXPECT_EQ(parse_challenge(fields, challenge), auth_errc::unsupported_verifier);
    fields.accept_des = true;
    EXPECT_EQ(parse_challenge(fields, challenge), auth_errc::ok);
    EXPECT_EQ(base::as_text(challenge.salt), "SCOTT");
    fields.user = {};
    EXPECT_EQ(parse_challenge(fields, challenge), auth_errc::bad_salt);
}

void log_on(bytes_view csk_salt) {
    const auto stored = stored_for("SCOTT", "tiger");
    const byte_buffer server_key(32, 0x5A);
    verifier_challenge challenge;
    ASSERT_EQ(make_challenge(stored, server_key, csk_salt, 3, challenge), auth_errc::ok);
    byte_buffer random(logon_random::size);
    for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(i);
    logon_proof proof;
    ASSERT_EQ(compute_logon(base::as_bytes("tiger"), challenge, logon_random::split(random), proof), auth_errc::ok);
    EXPECT_EQ(proof.combo_key.size(), 16U);
    EXPECT_EQ(proof.sesskey.size(), 64U);
    EXPECT_TRUE(proof.speedy_key.empty());
    opened_logon opened;
    ASSERT_EQ(open_logon(stored, challenge, {.sesskey = proof.sesskey, .password = proof.password}, opened),
              auth_errc::ok);
    EXPECT_EQ(base::as_text(opened.password.view()), "tiger");
    logon_proof wrong;
    ASSERT_EQ(compute_logon(base::as_bytes("lion"), challenge, logon_random::split(random), wrong), auth_errc::ok);
    EXPECT_NE(open_logon(stored, challenge, {.sesskey = wrong.sesskey, .password = wrong.password}, opened),
              auth_errc::ok);
}

TEST(des_verifier, logs_on_with_the_session_key_of_old_and_of_new_servers) {
    log_on({});
    log_on(byte_buffer(16, 0x33));
}

}  // namespace
}  // namespace oraxx::auth
