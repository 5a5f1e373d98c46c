// What a hostile or broken peer may send in a logon, and what it gets.
#include <gtest/gtest.h>

#include "auth/client_logon.hpp"
#include "auth/server_logon.hpp"
#include "base/hex.hpp"

namespace oraxx::auth {
namespace {

constexpr std::string_view password = "tiger";

// The fields of vectors/connection.json, auth_fixed_random, "12c_fixed".
challenge_fields good_12c() {
    challenge_fields fields;
    fields.verifier_type = 0x4815;
    fields.vfr_data = "00112233445566778899AABBCCDDEEFF";
    fields.sesskey = "08A2EB54F9B8CE6987378CECF31D61CFA2B7F08A5C2A477F7B7087FA205B8062";
    fields.csk_salt = "0F0E0D0C0B0A09080706050403020100";
    fields.vgen_count = "4096";
    fields.sder_count = "3";
    return fields;
}

auth_errc parsed(const challenge_fields& fields) {
    verifier_challenge challenge;
    return parse_challenge(fields, challenge);
}

verifier_challenge challenge_12c() {
    verifier_challenge challenge;
    EXPECT_EQ(parse_challenge(good_12c(), challenge), auth_errc::ok);
    return challenge;
}

const byte_buffer& random_block() {
    static const byte_buffer block(logon_random::size, 0x3C);
    return block;
}

logon_proof proof_12c() {
    logon_proof proof;
    EXPECT_EQ(compute_logon(base::as_bytes(password), challenge_12c(), logon_random::split(random_block()), proof),
              auth_errc::ok);
    return proof;
}

verifier stored_12c(std::string_view with_password) {
    verifier stored;
    const auto challenge = challenge_12c();
    EXPECT_EQ(
        make_verifier(challenge.type, base::as_bytes(with_password), challenge.salt, challenge.vgen_count, stored),
        auth_errc::ok);
    return stored;
}

TEST(logon_challenge, names_verifier_types_it_does_not_know) {
    for (const std::uint32_t type : {0x0939U, 0x9EE2U, 0xE92EU, 0U, 0xFFFFFFFFU}) {
        auto fields = good_12c();
        fields.verifier_type = type;
        verifier_challenge challenge;
        EXPECT_EQ(parse_challenge(fields, challenge), auth_errc::unsupported_verifier);
        EXPECT_EQ(static_cast<std::uint32_t>(challenge.type), type);
    }
}

TEST(logon_challenge, refuses_round_counts_that_are_absent_or_out_of_range) {
    for (const std::string_view count : {"", "0", "100001", "4294967295"}) {
        auto fields = good_12c();
        fields.vgen_count = count;
        EXPECT_EQ(parsed(fields), auth_errc::count_out_of_range) << count;
        fields = good_12c();
        fields.sder_count = count;
        EXPECT_EQ(parsed(fields), auth_errc::count_out_of_range) << count;
    }
    for (const std::string_view count : {"-1", "4096 ", "0x10", "many"}) {
        auto fields = good_12c();
        fields.vgen_count = count;
        EXPECT_EQ(parsed(fields), auth_errc::bad_number) << count;
    }
    auto fields = good_12c();
    fields.vgen_count = "99999999999999999999";
    EXPECT_EQ(parsed(fields), auth_errc::count_out_of_range);
}

TEST(logon_challenge, refuses_salts_and_keys_of_wrong_length) {
    auto fields = good_12c();
    fields.vfr_data = "";
    EXPECT_EQ(parsed(fields), auth_errc::bad_salt);
    fields = good_12c();
    fields.csk_salt = "0F0E";
    EXPECT_EQ(parsed(fields), auth_errc::bad_salt);
    for (const std::string_view key : {"", "08A2", "08A2EB54F9B8CE6987378CECF31D61CF"}) {
        fields = good_12c();
        fields.sesskey = key;
        EXPECT_EQ(parsed(fields), auth_errc::bad_session_key) << key;
    }
    const std::string md5_scheme_key(96, '0');
    fields = good_12c();
    fields.sesskey = md5_scheme_key;
    EXPECT_EQ(parsed(fields), auth_errc::bad_session_key) << "48 bytes belong to 11g verifiers only";
    fields.verifier_type = 0x1B25;
    EXPECT_EQ(parsed(fields), auth_errc::ok);
}

TEST(logon_challenge, refuses_values_that_are_not_hexadecimal) {
    auto fields = good_12c();
    fields.csk_salt = "0F0E0D0C0B0A0908070605040302010G";
    EXPECT_EQ(parsed(fields), auth_errc::bad_hex);
    const std::string endless(1U << 20U, 'A');
    fields = good_12c();
    fields.sesskey = endless;
    EXPECT_EQ(parsed(fields), auth_errc::bad_hex);
}

TEST(client_logon, refuses_passwords_and_random_bytes_of_wrong_length) {
    const auto challenge = challenge_12c();
    const auto random = logon_random::split(random_block());
    logon_proof proof;
    EXPECT_EQ(compute_logon({}, challenge, random, proof), auth_errc::bad_password);
    const std::string too_long(max_password_bytes + 1, 'x');
    EXPECT_EQ(compute_logon(base::as_bytes(too_long), challenge, random, proof), auth_errc::bad_password);
    auto short_random = random;
    short_random.session_key = short_random.session_key.first(31);
    EXPECT_EQ(compute_logon(base::as_bytes(password), challenge, short_random, proof), auth_errc::bad_random);
    short_random = random;
    short_random.speedy_salt = {};
    EXPECT_EQ(compute_logon(base::as_bytes(password), challenge, short_random, proof), auth_errc::bad_random);
    short_random = random;
    short_random.password_salt = short_random.password_salt.first(15);
    EXPECT_EQ(compute_logon(base::as_bytes(password), challenge, short_random, proof), auth_errc::bad_random);
}

TEST(server_proof, only_the_untouched_response_is_believed) {
    const auto proof = proof_12c();
    const byte_buffer salt(16, 0x77);
    std::string response;
    ASSERT_EQ(make_server_response(proof.combo_key.view(), salt, response), auth_errc::ok);
    EXPECT_TRUE(verify_server_response(proof.combo_key.view(), response));
    for (std::size_t at = 0; at < 64; ++at) {  // random half and the proof; the rest is padding
        auto changed = response;
        changed[at] = changed[at] == '0' ? '1' : '0';
        EXPECT_FALSE(verify_server_response(proof.combo_key.view(), changed)) << at;
    }
    EXPECT_FALSE(verify_server_response(proof.combo_key.view(), ""));
    EXPECT_FALSE(verify_server_response(proof.combo_key.view(), response.substr(2)));
    EXPECT_FALSE(verify_server_response(proof.combo_key.view(), response + "00"));
    EXPECT_FALSE(verify_server_response({}, response));
}

TEST(server_logon, refuses_a_wrong_password_with_and_without_speedy_key) {
    const auto proof = proof_12c();
    const auto stored = stored_12c("lion");
    opened_logon opened;
    EXPECT_EQ(open_logon(stored, challenge_12c(), {proof.sesskey, proof.password, proof.speedy_key, {}}, opened),
              auth_errc::wrong_password);
    EXPECT_EQ(open_logon(stored, challenge_12c(), {proof.sesskey, proof.password, {}, {}}, opened),
              auth_errc::wrong_password);
}

TEST(server_logon, refuses_a_speedy_key_of_another_password) {
    // The password is right, the speedy key is that of another password under the same combo key.
    const auto stored = stored_12c(password);
    const auto proof = proof_12c();
    std::string forged;
    const byte_buffer salt(16, 0x11);
    ASSERT_EQ(encrypt_password(proof.combo_key.view(), salt, byte_buffer(63, 0x22), forged), auth_errc::ok);
    ASSERT_EQ(forged.size(), proof.speedy_key.size());
    opened_logon opened;
    EXPECT_EQ(open_logon(stored, challenge_12c(), {proof.sesskey, proof.password, forged, {}}, opened),
              auth_errc::wrong_password);
}

TEST(server_logon, refuses_malformed_proofs) {
    const auto stored = stored_12c(password);
    const auto proof = proof_12c();
    const auto opened_with = [&](std::string_view sesskey, std::string_view sealed, std::string_view speedy) {
        opened_logon opened;
        return open_logon(stored, challenge_12c(), {sesskey, sealed, speedy, {}}, opened);
    };
    EXPECT_EQ(opened_with(proof.sesskey, proof.password, proof.speedy_key), auth_errc::ok);
    EXPECT_EQ(opened_with("", proof.password, proof.speedy_key), auth_errc::bad_proof);
    EXPECT_EQ(opened_with(proof.sesskey, "", proof.speedy_key), auth_errc::bad_proof);
    EXPECT_EQ(opened_with(proof.sesskey, "zz", proof.speedy_key), auth_errc::bad_proof);
    EXPECT_EQ(opened_with(proof.sesskey, proof.password.substr(2), proof.speedy_key), auth_errc::bad_proof);
    EXPECT_EQ(opened_with(proof.sesskey, proof.password, proof.speedy_key.substr(32)), auth_errc::bad_proof);
    EXPECT_EQ(opened_with(proof.sesskey, std::string(8192, '0'), proof.speedy_key), auth_errc::bad_proof);
}

TEST(server_logon, makes_no_verifier_without_its_ingredients) {
    verifier stored;
    const byte_buffer salt(16, 1);
    EXPECT_EQ(make_verifier(verifier_type::pbkdf2_sha512, base::as_bytes(password), {}, 4096, stored),
              auth_errc::bad_salt);
    EXPECT_EQ(make_verifier(verifier_type::pbkdf2_sha512, base::as_bytes(password), salt, 0, stored),
              auth_errc::count_out_of_range);
    EXPECT_EQ(make_verifier(static_cast<verifier_type>(0x9EE2), base::as_bytes(password), salt, 0, stored),
              auth_errc::unsupported_verifier);
    EXPECT_EQ(make_verifier(verifier_type::sha1_unsalted, base::as_bytes(password), {}, 0, stored), auth_errc::ok);
}

}  // namespace
}  // namespace oraxx::auth
