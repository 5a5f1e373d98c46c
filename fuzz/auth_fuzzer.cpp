// The pairs of a logon, each on a line: what a server may send (verifier, session key, salt, counts, proof) and what
// a client may answer (session key, password, speedy key). First byte: which verifier.
#include <array>

#include "auth/client_logon.hpp"
#include "auth/server_logon.hpp"
#include "fuzzer.hpp"

namespace oraxx::auth {
namespace {

// Rounds cost time and nothing else: more of them find nothing new.
constexpr std::uint32_t most_rounds = 8;

std::string_view take_line(std::string_view& text) noexcept {
    const auto size = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return line;
}

void log_on(const challenge_fields& fields, std::string_view proof_of_server) {
    verifier_challenge challenge;
    if (parse_challenge(fields, challenge) != auth_errc::ok) return;
    challenge.vgen_count = std::min(challenge.vgen_count, most_rounds);
    challenge.sder_count = std::min(challenge.sder_count, most_rounds);
    const std::array<std::uint8_t, logon_random::size> random{1, 2, 3};
    logon_proof proof;
    const auto done = compute_logon(base::as_bytes("tiger"), challenge, logon_random::split(random), proof);
    if (done != auth_errc::ok) return;
    ORAXX_FUZZ_REQUIRE(!verify_server_response(proof.combo_key.view(), proof_of_server), "nobody guesses the key");
}

void open_request(const logon_request& request) {
    constexpr auto type = verifier_type::pbkdf2_sha512;
    static const auto stored = [] {
        const std::array<std::uint8_t, 16> salt{};
        verifier made;
        ORAXX_FUZZ_REQUIRE(make_verifier(type, base::as_bytes("tiger"), salt, 1, made) == auth_errc::ok,
                           "a verifier");
        return made;
    }();
    const std::array<std::uint8_t, 32> server_key{};
    const std::array<std::uint8_t, 16> salt{};
    verifier_challenge challenge;
    ORAXX_FUZZ_REQUIRE(make_challenge(stored, server_key, salt, 1, challenge) == auth_errc::ok, "a challenge");
    opened_logon opened;
    ORAXX_FUZZ_REQUIRE(open_logon(stored, challenge, request, opened) != auth_errc::ok || opened.password.empty() ||
                           !equal_secrets(opened.password.view(), base::as_bytes("tiger")),
                       "nobody guesses the password");
}

void run(base::bytes_view input) {
    constexpr std::uint32_t types[] = {0x4815, 0x1B25, 0xB152, 0x0939};
    challenge_fields fields;
    fields.verifier_type = types[fuzz::take_choice(input) % std::size(types)];
    auto text = base::as_text(input);
    fields.vfr_data = take_line(text);
    fields.sesskey = take_line(text);
    fields.csk_salt = take_line(text);
    fields.vgen_count = take_line(text);
    fields.sder_count = take_line(text);
    log_on(fields, take_line(text));
    logon_request request;
    request.sesskey = take_line(text);
    request.password = take_line(text);
    request.speedy_key = take_line(text);
    open_request(request);
}

}  // namespace
}  // namespace oraxx::auth

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::auth::run({data, size});
    return 0;
}
