// The published logon vectors: values read from captures of real servers, and values computed by
// node-oracledb with a fixed random source.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "auth/client_logon.hpp"
#include "auth/server_logon.hpp"
#include "base/hex.hpp"
#include "support/captures.hpp"

namespace oraxx::auth {
namespace {

using nlohmann::json;

json read_vectors() {
    std::ifstream in(test::vector_folder() / "connection.json");
    return json::parse(in);
}

// The text of a key, "" when it is absent or null. The json must outlive the view.
std::string_view text(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return {};
    return found->get_ref<const std::string&>();
}

byte_buffer bytes(const json& object, const char* key) {
    return base::parse_hex(text(object, key)).value();
}

std::string hex(const base::secret_bytes& secret) {
    return base::hex_lower(secret.view());
}

verifier_challenge challenge_of(const json& vector) {
    const auto& server = vector.at("server");
    challenge_fields fields;
    fields.verifier_type =
        static_cast<std::uint32_t>(std::stoul(vector.at("verifier_type").get<std::string>(), nullptr, 16));
    fields.vfr_data = text(server, "AUTH_VFR_DATA");
    fields.sesskey = text(server, "AUTH_SESSKEY");
    fields.csk_salt = text(server, "AUTH_PBKDF2_CSK_SALT");
    fields.vgen_count = text(server, "AUTH_PBKDF2_VGEN_COUNT");
    fields.sder_count = text(server, "AUTH_PBKDF2_SDER_COUNT");
    verifier_challenge challenge;
    EXPECT_EQ(parse_challenge(fields, challenge), auth_errc::ok);
    return challenge;
}

verifier verifier_of(std::string_view password, const verifier_challenge& challenge) {
    verifier out;
    EXPECT_EQ(make_verifier(challenge.type, base::as_bytes(password), challenge.salt, challenge.vgen_count, out),
              auth_errc::ok);
    return out;
}

TEST(logon_vectors, captured_sessions_give_every_derived_secret) {
    const auto vectors = read_vectors();
    for (const auto& vector : vectors.at("auth_12c_captured")) {
        SCOPED_TRACE(vector.at("source").get<std::string>());
        const auto challenge = challenge_of(vector);
        const auto& sent = vector.at("client_sent");
        const logon_request request{
            text(sent, "AUTH_SESSKEY"), text(sent, "AUTH_PASSWORD"), text(sent, "AUTH_PBKDF2_SPEEDY_KEY"), {}};
        const auto stored = verifier_of(text(vector, "password"), challenge);
        opened_logon opened;
        ASSERT_EQ(open_logon(stored, challenge, request, opened), auth_errc::ok);
        const auto& derived = vector.at("derived");
        EXPECT_EQ(hex(opened.password_key), text(derived, "password_key_pbkdf2_64"));
        EXPECT_EQ(base::hex_lower(stored.hash.view().first(32)), text(derived, "password_hash_32"));
        EXPECT_EQ(hex(opened.server_key), text(derived, "session_key_part_a"));
        EXPECT_EQ(hex(opened.client_key), text(derived, "session_key_part_b"));
        EXPECT_EQ(hex(opened.combo_key), text(derived, "combo_key"));
        EXPECT_EQ(base::as_text(opened.password.view()), text(vector, "password"));
        EXPECT_TRUE(verify_server_response(opened.combo_key.view(), text(vector, "AUTH_SVR_RESPONSE")));

        const auto plain = bytes(derived, "svr_response_plain");
        std::string response;
        ASSERT_EQ(make_server_response(opened.combo_key.view(), bytes_view(plain).first(16), response),
                  auth_errc::ok);
        EXPECT_EQ(response, text(vector, "AUTH_SVR_RESPONSE"));
    }
}

TEST(logon_vectors, fixed_random_gives_the_foreign_clients_request) {
    const auto vectors = read_vectors();
    for (const auto& vector : vectors.at("auth_fixed_random")) {
        SCOPED_TRACE(vector.at("name").get<std::string>());
        const auto challenge = challenge_of(vector);
        const auto& random = vector.at("client_random");
        const auto session_key = bytes(random, "session_key_part_b");
        const auto password_salt = bytes(random, "password_salt");
        const auto speedy_salt = bytes(random, "speedy_salt");
        logon_proof proof;
        ASSERT_EQ(compute_logon(base::as_bytes(text(vector, "password")), challenge,
                                {session_key, password_salt, speedy_salt}, proof,
                                base::as_bytes(text(vector, "new_password"))),
                  auth_errc::ok);
        const auto& expect = vector.at("expect");
        EXPECT_EQ(proof.sesskey, text(expect, "AUTH_SESSKEY"));
        EXPECT_EQ(proof.password, text(expect, "AUTH_PASSWORD"));
        EXPECT_EQ(proof.new_password, text(expect, "AUTH_NEWPASSWORD"));
        EXPECT_EQ(proof.speedy_key, text(expect, "AUTH_PBKDF2_SPEEDY_KEY"));
        EXPECT_EQ(hex(proof.combo_key), text(expect, "combo_key"));
        EXPECT_TRUE(verify_server_response(proof.combo_key.view(), text(vector, "AUTH_SVR_RESPONSE")));
    }
}

TEST(logon_vectors, server_side_makes_the_same_challenge_and_opens_the_request) {
    const auto vectors = read_vectors();
    for (const auto& vector : vectors.at("auth_fixed_random")) {
        SCOPED_TRACE(vector.at("name").get<std::string>());
        const auto expected = challenge_of(vector);
        const auto stored = verifier_of(text(vector, "password"), expected);
        verifier_challenge challenge;
        ASSERT_EQ(make_challenge(stored, bytes(vector, "server_session_key_plain"), expected.csk_salt,
                                 expected.sder_count, challenge),
                  auth_errc::ok);
        EXPECT_EQ(challenge.session_key, expected.session_key);

        const auto& sent = vector.at("expect");
        opened_logon opened;
        ASSERT_EQ(open_logon(stored, challenge,
                             {text(sent, "AUTH_SESSKEY"), text(sent, "AUTH_PASSWORD"),
                              text(sent, "AUTH_PBKDF2_SPEEDY_KEY"), text(sent, "AUTH_NEWPASSWORD")},
                             opened),
                  auth_errc::ok);
        EXPECT_EQ(base::as_text(opened.password.view()), text(vector, "password"));
        EXPECT_EQ(base::as_text(opened.new_password.view()), text(vector, "new_password"));
        EXPECT_EQ(hex(opened.combo_key), text(sent, "combo_key"));
        EXPECT_EQ(opened.speedy_salt, bytes(vector.at("client_random"), "speedy_salt"));
    }
}

TEST(logon_vectors, a_second_published_logon_without_speedy_key_is_reproduced) {
    std::ifstream in(test::capture_folder() / "auth_vector_12c.json");
    const auto vector = json::parse(in);
    challenge_fields fields;
    fields.verifier_type = 0x4815;
    fields.vfr_data = text(vector, "AUTH_VFR_DATA");
    fields.sesskey = text(vector, "AUTH_SESSKEY_server");
    fields.csk_salt = text(vector, "AUTH_PBKDF2_CSK_SALT");
    const auto vgen = std::to_string(vector.at("AUTH_PBKDF2_VGEN_COUNT").get<int>());
    const auto sder = std::to_string(vector.at("AUTH_PBKDF2_SDER_COUNT").get<int>());
    fields.vgen_count = vgen;
    fields.sder_count = sder;
    verifier_challenge challenge;
    ASSERT_EQ(parse_challenge(fields, challenge), auth_errc::ok);

    const byte_buffer any_salt(16, 0x5A);
    logon_proof proof;
    ASSERT_EQ(compute_logon(base::as_bytes(text(vector, "password")), challenge,
                            {base::as_bytes(text(vector, "client_half_ascii")),
                             base::as_bytes(text(vector, "password_salt_ascii")), any_salt},
                            proof),
              auth_errc::ok);
    EXPECT_EQ(proof.sesskey, text(vector, "AUTH_SESSKEY_client"));
    EXPECT_EQ(proof.password, text(vector, "AUTH_PASSWORD"));

    opened_logon opened;
    EXPECT_EQ(open_logon(verifier_of(text(vector, "password"), challenge), challenge,
                         {proof.sesskey, proof.password, {}, {}}, opened),
              auth_errc::ok);
}

}  // namespace
}  // namespace oraxx::auth
