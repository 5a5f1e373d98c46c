#include "support/recorded_logon.hpp"

#include <stdexcept>

#include "auth/server_logon.hpp"
#include "backend/thin/connect.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx::test {
namespace {

// Collects the fields of the client's side; key/value pairs are named by their key, connect descriptors are
// taken apart.
class client_fields final : public trace::trace_printer {
public:
    conversation spoken{};

    void number(std::string_view name, const wire::ttc::field_image& wire, std::int64_t value) override {
        if (name == "flags" && !key_.empty()) {
            spoken.value_flags[key_] = static_cast<std::uint32_t>(value);
            add(key_ + "/flags", wire.bytes);
            key_.clear();
            return;
        }
        add(std::string(name), wire.bytes);
    }
    void bytes(std::string_view name, const wire::ttc::field_image& wire, base::bytes_view) override {
        add(std::string(name), wire.bytes);
    }
    void text(std::string_view name, const wire::ttc::field_image& wire, std::string_view value) override {
        if (name == "key") {
            key_ = std::string(value.substr(0, value.find('\0')));
            add("key", wire.bytes);
            return;
        }
        if (name == "value" && !key_.empty()) spoken.values[key_] = std::string(value);
        const auto path = name == "value" && !key_.empty() ? key_ : std::string(name);
        if (value.find("(DESCRIPTION") == 0) {
            add_descriptor(path, value);
        } else {
            if (!from_client_ && key_.empty()) spoken.values[path] = std::string(value);
            add(path, wire.bytes);
        }
    }
    void begin(std::string_view) override {}
    void end() override {}
    void begin_packet(const trace::trace_line& line, std::string_view type, std::size_t) override {
        from_client_ = line.from_client;
        where_ = std::string(type);
    }
    void end_packet() override {}
    void begin_message(bool from_client, std::string_view name) override {
        from_client_ = from_client;
        where_ = std::string(name);
        key_.clear();
    }
    void end_message(std::string_view, base::bytes_view) override {}
    void undecoded(std::string_view message, std::string_view reason, base::bytes_view) override {
        throw std::runtime_error("undecoded " + std::string(message) + ": " + std::string(reason));
    }
    void opaque(std::string_view, base::bytes_view) override {}

private:
    void add(const std::string& name, base::bytes_view wire) {
        if (!from_client_) return;
        // The list of data types is one field: releases of python differ in its length.
        const bool in_type_list = name == "type" || name == "conversion" || name == "representation";
        const auto path = where_ + "/" + (in_type_list ? "data types" : name);
        if (in_type_list && !spoken.client_fields.empty() && spoken.client_fields.back().path == path) {
            spoken.client_fields.back().value += base::as_text(wire);
        } else {
            spoken.client_fields.push_back({path, std::string(base::as_text(wire))});
        }
    }
    void add_descriptor(const std::string& name, std::string_view text) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto equals = text.find('=', at);
            if (text[at] != '(' || equals == std::string_view::npos) continue;
            const auto pair = text.substr(at + 1, equals - at - 1);
            const bool is_leaf = equals + 1 < text.size() && text[equals + 1] != '(';
            const auto value =
                is_leaf ? text.substr(equals + 1, text.find(')', equals) - equals - 1) : std::string_view{};
            add(name + "/" + std::string(pair), base::as_bytes(value));
            if (is_leaf && from_client_) spoken.values["descriptor " + std::string(pair)] = std::string(value);
        }
    }

    std::string where_;
    std::string key_;
    bool from_client_ = false;
};

base::byte_buffer from_base64(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    base::byte_buffer out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) break;  // padding
        bits = bits << 6U | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) out.push_back(static_cast<std::uint8_t>(bits >> (count -= 8)));
    }
    return out;
}

void require(auth::auth_errc outcome) {
    if (outcome != auth::auth_errc::ok)
        throw std::runtime_error("recorded logon: " + std::string(to_string(outcome)));
}

// The random bytes the recorded client used, in the order in which a connect asks for them.
std::vector<base::byte_buffer> recorded_entropy(conversation& seen, std::string_view password) {
    auth::verifier_challenge challenge;
    auth::challenge_fields texts;
    // The client's AUTH_SESSKEY comes later in the recording and has the same key: the server's was kept apart.
    texts.verifier_type = seen.value_flags["AUTH_VFR_DATA"];
    texts.vfr_data = seen.values["AUTH_VFR_DATA"];
    texts.sesskey = seen.values["server AUTH_SESSKEY"];
    texts.csk_salt = seen.values["AUTH_PBKDF2_CSK_SALT"];
    texts.vgen_count = seen.values["AUTH_PBKDF2_VGEN_COUNT"];
    texts.sder_count = seen.values["AUTH_PBKDF2_SDER_COUNT"];
    require(auth::parse_challenge(texts, challenge));
    auth::verifier stored;
    require(
        auth::make_verifier(challenge.type, base::as_bytes(password), challenge.salt, challenge.vgen_count, stored));
    auth::opened_logon opened;
    require(auth::open_logon(stored, challenge,
                             {.sesskey = seen.values["AUTH_SESSKEY"],
                              .password = seen.values["AUTH_PASSWORD"],
                              .speedy_key = seen.values["AUTH_PBKDF2_SPEEDY_KEY"],
                              .new_password = {}},
                             opened));
    base::byte_buffer logon(opened.client_key.view().begin(), opened.client_key.view().end());
    logon.resize(48);  // the longest session key; this verifier uses 32 bytes of it
    logon.insert(logon.end(), opened.password_salt.begin(), opened.password_salt.end());
    logon.insert(logon.end(), opened.speedy_salt.begin(), opened.speedy_salt.end());
    return {from_base64(seen.values["descriptor CONNECTION_ID"]), logon};
}

std::string time_zone_of(const std::string& alter_session) {
    const auto first = alter_session.find('\'');
    return alter_session.substr(first + 1, alter_session.rfind('\'') - first - 1);
}

}  // namespace

conversation decode_conversation(const std::vector<packet_run>& runs, const std::vector<base::byte_buffer>* client) {
    trace::trace_file file;
    std::size_t next = 0;
    for (const auto& run : runs) {
        for (const auto& packet : run.packets) {
            trace::trace_line line;
            line.from_client = run.from_client;
            line.bytes = run.from_client && client != nullptr ? client->at(next++) : packet;
            line.number = file.lines.size() + 1;
            file.lines.push_back(std::move(line));
        }
    }
    client_fields out;
    (void)trace::decode_trace(file, out);
    return std::move(out.spoken);
}

recorded_logon read_logon(const std::string& capture_name) {
    recorded_logon out;
    out.recorded = read_capture(capture_name);
    out.runs = runs_of(out.recorded);
    constexpr std::size_t connect_fast_and_phase_two = 6;
    out.runs.resize(connect_fast_and_phase_two);
    out.spoken = decode_conversation(out.runs);
    auto& seen = out.spoken.values;
    {
        // Both sides send a pair of this name; the server's stands in its first logon answer.
        auto first_answer = out.runs;
        first_answer.resize(4);
        seen["server AUTH_SESSKEY"] = decode_conversation(first_answer).values["AUTH_SESSKEY"];
    }
    const auto note = out.recorded.note("credentials");
    const auto slash = note.find('/');
    out.user = note.substr(0, slash);
    out.password = note.substr(slash + 1, note.find_first_of(" (;,", slash) - slash - 1);
    out.host = seen["descriptor HOST"];
    out.service_name = seen["descriptor SERVICE_NAME"];
    out.entropy = recorded_entropy(out.spoken, out.password);
    return out;
}

session::environment recorded_logon::environment() const {
    const auto& seen = spoken.values;
    auto world = backend::thin::process_environment(connect_options{});
    world.random = [this, asked = std::size_t{0}](std::span<std::uint8_t> out) mutable {
        const auto& bytes = entropy.at(asked++);
        if (bytes.size() != out.size()) throw std::logic_error("the connect path asks for other random bytes");
        std::copy(bytes.begin(), bytes.end(), out.begin());
    };
    world.identity.program = seen.at("AUTH_PROGRAM_NM");
    world.identity.machine = seen.at("AUTH_MACHINE");
    world.identity.os_user = seen.at("AUTH_SID");
    world.identity.terminal = seen.at("AUTH_TERMINAL");
    world.identity.process_id = static_cast<std::uint32_t>(std::stoul(seen.at("AUTH_PID")));
    world.time_zone = time_zone_of(seen.at("AUTH_ALTER_SESSION"));
    world.exchanges_time_zones = false;
    return world;
}

}  // namespace oraxx::test
