// Drives a server session with bytes: whole packets of recordings, or packets a test makes by hand.
#pragma once

#include <gtest/gtest.h>

#include <cstring>

#include "base/hex.hpp"
#include "server/session/server_session.hpp"
#include "support/captures.hpp"
#include "unit/server/session/fake_engine.hpp"

namespace oraxx::sandbox::test {

inline base::byte_buffer hex(std::string_view text) {
    const auto bytes = base::parse_hex(text);
    EXPECT_TRUE(bytes.has_value()) << "bad hex in a test: " << text;
    return bytes.value_or(base::byte_buffer{});
}

// Random bytes that a test knows: first those it queued, then a counter.
struct known_random {
    base::byte_buffer queued{};
    std::size_t at = 0;
    std::uint8_t counter = 0;

    void fill(std::span<std::uint8_t> out) {
        for (auto& byte : out) byte = at < queued.size() ? queued[at++] : ++counter;
    }
};

class session_driver {
public:
    explicit session_driver(std::string_view persona = "26ai", std::string user = "SCOTT",
                            std::string_view password = "tiger", known_random random = {})
        : random_(std::move(random)),
          account_(user, base::secret_bytes(password),
                   find_persona(persona)->derives_keys() ? auth::verifier_type::pbkdf2_sha512
                                                         : auth::verifier_type::sha1_salted,
                   [this](std::span<std::uint8_t> out) { random_.fill(out); }) {
        config.persona = find_persona(persona);
        config.account = &account_;
        config.database = &database;
        config.offers_zero_copy = true;  // as recorded
        config.random = [this](std::span<std::uint8_t> out) { random_.fill(out); };
    }

    // Starts over with the configuration as it stands.
    void connect() { session_ = std::make_unique<server_session>(config, session_identity{}); }
    [[nodiscard]] server_session& session() {
        if (session_ == nullptr) connect();
        return *session_;
    }

    // Gives bytes to the session; the answer.
    base::byte_buffer send(base::bytes_view bytes) {
        auto& to = session();
        while (!bytes.empty() && !to.is_closed()) {
            const auto space = to.input_space(bytes.size());
            const auto count = std::min(space.size(), bytes.size());
            std::memcpy(space.data(), bytes.data(), count);
            to.received(count);
            bytes = bytes.subspan(count);
        }
        const auto pending = to.pending_output();
        base::byte_buffer out(pending.begin(), pending.end());
        to.consumed(out.size());
        return out;
    }
    base::byte_buffer send_hex(std::string_view text) { return send(hex(text)); }

    session_config config{};
    fake_database database{};

private:
    known_random random_;
    account account_;
    std::unique_ptr<server_session> session_;
};

[[nodiscard]] inline bool contains(base::bytes_view haystack, base::bytes_view needle) {
    return base::as_text(haystack).find(base::as_text(needle)) != std::string_view::npos;
}

// The error number of the message 4 in an answer whose text names it; 0 when there is none.
[[nodiscard]] inline int error_in(base::bytes_view answer) {
    const auto text = base::as_text(answer);
    const auto at = text.find("ORA-");
    return at == std::string_view::npos ? 0 : std::stoi(std::string(text.substr(at + 4, 5)));
}

}  // namespace oraxx::sandbox::test
