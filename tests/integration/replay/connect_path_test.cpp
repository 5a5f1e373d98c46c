// The production connect path, over a socket, against recordings of python-oracledb with a real server. Only
// entropy, clock (the time zone) and identity are injected. The bytes sent must be those of the recording,
// field by field, outside the list in connect_path_differences.txt.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "auth/server_logon.hpp"
#include "backend/thin/connect.hpp"
#include "support/replay_server.hpp"
#include "trace/decode_trace.hpp"
#include "wire/ttc/auth.hpp"

namespace oraxx::test {
namespace {

constexpr const char* sessions[] = {
    "py_free23_26_aq_bulk",     "py_free23_26_aq_object", "py_free23_26_aq_raw",
    "py_free23_26_dbobject",    "py_free23_26_dpl",       "py_free23_26_cursor_reexec",
    "py_free23_26_failed_stmt", "py_free23_26_fetch_df",  "py_free23_26_pipeline"};

// One field of what a client sent: where it stands and its bytes on the wire.
struct sent_field {
    std::string path{};
    std::string value{};  // as on the wire

    friend bool operator==(const sent_field&, const sent_field&) = default;
};

// Collects the fields of the client's side; key/value pairs are named by their key, connect descriptors are
// taken apart.
class client_fields final : public trace::trace_printer {
public:
    std::vector<sent_field> fields{};
    std::map<std::string, std::string> values{};         // text of every key/value pair, either side
    std::map<std::string, std::uint32_t> value_flags{};  // and its flags

    void number(std::string_view name, base::bytes_view wire, std::int64_t value) override {
        if (name == "flags" && !key_.empty()) {
            value_flags[key_] = static_cast<std::uint32_t>(value);
            add(key_ + "/flags", wire);
            key_.clear();
            return;
        }
        add(std::string(name), wire);
    }
    void bytes(std::string_view name, base::bytes_view wire, base::bytes_view) override {
        add(std::string(name), wire);
    }
    void text(std::string_view name, base::bytes_view wire, std::string_view value) override {
        if (name == "key") {
            key_ = std::string(value.substr(0, value.find('\0')));
            add("key", wire);
            return;
        }
        if (name == "value" && !key_.empty()) values[key_] = std::string(value);
        const auto path = name == "value" && !key_.empty() ? key_ : std::string(name);
        if (value.find("(DESCRIPTION") == 0) {
            add_descriptor(path, value);
        } else {
            if (!from_client_ && key_.empty()) values[path] = std::string(value);
            add(path, wire);
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
    void end_message() override {}
    void undecoded(std::string_view message, std::string_view reason, base::bytes_view) override {
        ADD_FAILURE() << "undecoded " << message << ": " << reason;
    }
    void opaque(std::string_view, base::bytes_view) override {}

private:
    void add(const std::string& name, base::bytes_view wire) {
        if (!from_client_) return;
        // The list of data types is one field: releases of python differ in its length.
        const bool in_type_list = name == "type" || name == "conversion" || name == "representation";
        const auto path = where_ + "/" + (in_type_list ? "data types" : name);
        if (in_type_list && !fields.empty() && fields.back().path == path) {
            fields.back().value += base::as_text(wire);
        } else {
            fields.push_back({path, std::string(base::as_text(wire))});
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
            if (is_leaf && from_client_) values["descriptor " + std::string(pair)] = std::string(value);
        }
    }

    std::string where_;
    std::string key_;
    bool from_client_ = false;
};

// The runs up to and including the answer to the second logon message.
std::vector<packet_run> logon_runs(const capture& recorded) {
    auto runs = runs_of(recorded);
    constexpr std::size_t connect_fast_and_phase_two = 6;
    runs.resize(connect_fast_and_phase_two);
    return runs;
}

client_fields decode(const std::vector<packet_run>& runs, const std::vector<base::byte_buffer>* client) {
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
    return out;
}

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

// The random bytes the recorded client used, in the order in which a connect asks for them.
std::vector<base::byte_buffer> recorded_entropy(client_fields& seen, std::string_view password) {
    auth::verifier_challenge challenge;
    auth::challenge_fields texts;
    // The client's AUTH_SESSKEY comes later in the recording and has the same key: the server's was kept apart.
    texts.verifier_type = seen.value_flags["AUTH_VFR_DATA"];
    texts.vfr_data = seen.values["AUTH_VFR_DATA"];
    texts.sesskey = seen.values["server AUTH_SESSKEY"];
    texts.csk_salt = seen.values["AUTH_PBKDF2_CSK_SALT"];
    texts.vgen_count = seen.values["AUTH_PBKDF2_VGEN_COUNT"];
    texts.sder_count = seen.values["AUTH_PBKDF2_SDER_COUNT"];
    EXPECT_EQ(auth::parse_challenge(texts, challenge), auth::auth_errc::ok);
    auth::verifier stored;
    EXPECT_EQ(
        auth::make_verifier(challenge.type, base::as_bytes(password), challenge.salt, challenge.vgen_count, stored),
        auth::auth_errc::ok);
    auth::opened_logon opened;
    EXPECT_EQ(auth::open_logon(stored, challenge,
                               {.sesskey = seen.values["AUTH_SESSKEY"],
                                .password = seen.values["AUTH_PASSWORD"],
                                .speedy_key = seen.values["AUTH_PBKDF2_SPEEDY_KEY"],
                                .new_password = {}},
                               opened),
              auth::auth_errc::ok);
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

struct credentials {
    std::string user{};
    std::string password{};
};

credentials credentials_of(const capture& recorded) {
    const auto note = recorded.note("credentials");
    const auto slash = note.find('/');
    return {note.substr(0, slash), note.substr(slash + 1, note.find_first_of(" (;,", slash) - slash - 1)};
}

std::map<std::string, std::string> allowed_differences() {
    std::ifstream in(std::string(ORAXX_SOURCE_DIR) + "/tests/integration/replay/connect_path_differences.txt");
    std::map<std::string, std::string> out;
    for (std::string line; std::getline(in, line);) {
        const auto bar = line.find(" | ");
        if (line.empty() || line[0] == '#') continue;
        EXPECT_NE(bar, std::string::npos) << "no reason in: " << line;
        out.emplace(line.substr(0, bar), line.substr(bar + 3));
    }
    return out;
}

// Connects to a replay of `name` and gives the fields of both conversations.
void connect_to_replay(const std::string& name, client_fields& recorded_fields, client_fields& our_fields) {
    const auto recorded = read_capture(name);
    const auto runs = logon_runs(recorded);
    recorded_fields = decode(runs, nullptr);
    // The server's session key: what its first logon answer holds.
    {
        auto first_answer = runs;
        first_answer.resize(4);
        recorded_fields.values["server AUTH_SESSKEY"] = decode(first_answer, nullptr).values["AUTH_SESSKEY"];
    }
    const auto who = credentials_of(recorded);
    auto& seen = recorded_fields.values;
    const auto entropy = recorded_entropy(recorded_fields, who.password);

    session::environment world;
    std::size_t asked = 0;
    world.random = [&](std::span<std::uint8_t> out) {
        ASSERT_LT(asked, entropy.size());
        ASSERT_EQ(entropy[asked].size(), out.size());
        std::copy(entropy[asked].begin(), entropy[asked].end(), out.begin());
        ++asked;
    };
    connect_options defaults;
    const auto ours = backend::thin::process_environment(defaults);
    world.identity = ours.identity;
    world.identity.program = seen["AUTH_PROGRAM_NM"];
    world.identity.machine = seen["AUTH_MACHINE"];
    world.identity.os_user = seen["AUTH_SID"];
    world.identity.terminal = seen["AUTH_TERMINAL"];
    world.identity.process_id = static_cast<std::uint32_t>(std::stoul(seen["AUTH_PID"]));
    world.driver_protocol_name = ours.driver_protocol_name;
    world.driver_version = ours.driver_version;
    world.time_zone = time_zone_of(seen["AUTH_ALTER_SESSION"]);

    replay_server server(runs);
    connect_options options;
    options.connect_string =
        seen["descriptor HOST"] + ":" + std::to_string(server.port()) + "/" + seen["descriptor SERVICE_NAME"];
    options.user = who.user;
    options.password = secret(who.password);
    auto made = backend::thin::connect(options, world);
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_TRUE((*made)->session().fast_logon);
    EXPECT_EQ(std::to_string((*made)->session().session_id), seen["AUTH_SESSION_ID"]);
    const auto sent = server.finish();
    our_fields = decode(runs, &sent);
}

TEST(connect_path, sends_the_bytes_of_recorded_sessions) {
    const auto allowed = allowed_differences();
    std::set<std::string> needed;
    for (const std::string name : sessions) {
        SCOPED_TRACE(name);
        client_fields recorded;
        client_fields ours;
        ASSERT_NO_FATAL_FAILURE(connect_to_replay(name, recorded, ours));
        ASSERT_EQ(ours.fields.size(), recorded.fields.size());
        ASSERT_GT(recorded.fields.size(), 100U);
        for (std::size_t i = 0; i < recorded.fields.size(); ++i) {
            ASSERT_EQ(ours.fields[i].path, recorded.fields[i].path) << "field " << i;
            if (ours.fields[i] == recorded.fields[i]) continue;
            EXPECT_TRUE(allowed.contains(recorded.fields[i].path))
                << "an unlisted difference: " << recorded.fields[i].path;
            needed.insert(recorded.fields[i].path);
        }
    }
    for (const auto& [path, reason] : allowed) {
        EXPECT_TRUE(needed.contains(path)) << "listed, but never needed: " << path << " | " << reason;
    }
}

}  // namespace
}  // namespace oraxx::test
