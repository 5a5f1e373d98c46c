// Our client against what 11.2 servers said to others: two-byte lengths, field version 6, the 11g logon.
#include <gtest/gtest.h>

#include <oraxx/detail/convert.hpp>

#include "auth/server_logon.hpp"
#include "session/client_profile.hpp"
#include "session/execute_call.hpp"
#include "session/logon_call.hpp"
#include "session/simple_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"
#include "support/recorded_messages.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/capability_bits.hpp"
#include "wire/ttc/data_types.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/warning.hpp"

namespace oraxx::test {
namespace {

// CONNECT, RESEND, CONNECT, ACCEPT 314, as XE 11.2 answered another client without native services.
void connect_to_11_2(session::engine& engine) {
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    const auto first = take_output(engine);
    for (const auto& packet : read_capture("rust_xe11_connect").packets) {
        if (packet.from_client) continue;
        feed(engine, packet.bytes);
        if (engine.is_idle()) break;
        EXPECT_EQ(take_output(engine), first) << "the same CONNECT again";
    }
    ASSERT_TRUE(engine.is_idle());
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
}

// A message body in a DATA packet with a length of two bytes.
base::byte_buffer small_packet(base::bytes_view body) {
    net::frame_writer writer;
    writer.limit_packet(wire::tns::max_small_length);
    auto& payload = writer.begin_data();
    payload.insert(payload.end(), body.begin(), body.end());
    writer.end_data();
    const auto bytes = writer.pending();
    return {bytes.begin(), bytes.end()};
}

TEST(old_server, is_accepted_with_two_byte_lengths) {
    session::engine engine;
    ASSERT_NO_FATAL_FAILURE(connect_to_11_2(engine));
    EXPECT_EQ(engine.session().info.protocol_version, 314U);
    EXPECT_EQ(engine.accepted().sdu, 8192U);
    EXPECT_FALSE(engine.accepted().fast_auth);
    session::simple_call ping(wire::ttc::function_code::ping, phase::ping);
    engine.submit(ping, std::nullopt);
    EXPECT_EQ(take_output(engine).at(1), 14U) << "the length stands in the first two bytes";
}

// The logon of jdbc_11_2_expired_password, with the client's random bytes taken out of it again.
struct expired_logon {
    std::vector<base::byte_buffer> client{};
    std::vector<base::byte_buffer> server{};  // from the protocol reply on
    std::string sesskey{};
    std::string password{};
    base::byte_buffer random{};
    base::secret_bytes combo_key{};

    expired_logon() {
        const auto recorded = read_capture("jdbc_11_2_expired_password");
        constexpr std::size_t negotiated = 4;  // server packets up to the answer about native services
        std::size_t seen = 0;
        for (const auto& packet : recorded.packets) {
            if (packet.from_client) {
                client.push_back(packet.bytes);
            } else if (++seen >= negotiated) {
                server.push_back(packet.bytes);
            }
        }
        const auto challenge_text = hex_pairs(server.at(2));
        const auto request_text = hex_pairs(client.at(6));
        sesskey = request_text.at("AUTH_SESSKEY");
        password = request_text.at("AUTH_PASSWORD");
        auth::challenge_fields fields{.verifier_type = 0x1B25,
                                      .vfr_data = challenge_text.at("AUTH_VFR_DATA"),
                                      .sesskey = challenge_text.at("AUTH_SESSKEY")};
        auth::verifier_challenge challenge;
        EXPECT_EQ(auth::parse_challenge(fields, challenge), auth::auth_errc::ok);
        auth::verifier stored;
        EXPECT_EQ(auth::make_verifier(challenge.type, base::as_bytes("testpassword"), challenge.salt, 0, stored),
                  auth::auth_errc::ok);
        auth::opened_logon opened;
        EXPECT_EQ(auth::open_logon(stored, challenge, {.sesskey = sesskey, .password = password}, opened),
                  auth::auth_errc::ok);
        random.assign(opened.client_key.view().begin(), opened.client_key.view().end());
        random.insert(random.end(), opened.password_salt.begin(), opened.password_salt.end());
        random.resize(auth::logon_random::size);
        combo_key = opened.combo_key.clone();
    }

    // The pairs of an authentication message whose values are hexadecimal, read without a codec.
    static std::map<std::string, std::string> hex_pairs(base::bytes_view packet) {
        std::map<std::string, std::string> out;
        const auto text = base::as_text(packet);
        for (const std::string key : {"AUTH_SESSKEY", "AUTH_PASSWORD", "AUTH_VFR_DATA"}) {
            const auto at = text.find(key);
            if (at == std::string_view::npos) continue;
            constexpr std::size_t lengths = 3;  // ub4 of one byte, then the length again
            const auto size = static_cast<std::uint8_t>(text.at(at + key.size() + lengths - 1));
            out[key] = std::string(text.substr(at + key.size() + lengths, size));
        }
        return out;
    }
};

TEST(old_server, gets_the_recorded_proofs_and_tells_that_the_password_expired) {
    const expired_logon recorded;
    session::environment world;
    world.random = [&recorded](std::span<std::uint8_t> out) {
        std::copy_n(recorded.random.begin(), out.size(), out.begin());
    };
    world.time_zone = "America/New_York";
    session::engine engine;
    ASSERT_NO_FATAL_FAILURE(connect_to_11_2(engine));
    session::logon_call logon(world, engine.accepted(), "TESTUSER", base::as_bytes("testpassword"), "(DESCRIPTION=)");
    engine.submit(logon, std::nullopt);
    base::byte_buffer sent;
    for (const auto& packet : recorded.server) {
        const auto request = take_output(engine);
        if (!request.empty()) sent = request;
        feed(engine, packet);
    }
    EXPECT_EQ(engine.session().caps.version, wire::ttc::field_version::v11_2);
    EXPECT_FALSE(engine.session().caps.big_chunks);
    EXPECT_EQ(engine.session().info.database_charset, "WE8MSWIN1252");
    EXPECT_EQ(engine.session().info.national_charset, "AL16UTF16");
    ASSERT_TRUE(engine.is_idle());
    ASSERT_TRUE(engine.outcome());
    EXPECT_EQ(engine.outcome()->ora_code, 28001) << engine.outcome()->to_string();
    EXPECT_EQ(engine.outcome()->message, "ORA-28001: the password has expired");
    EXPECT_EQ(engine.outcome()->phase, phase::authenticate);
    EXPECT_EQ(base::hex_lower(sent), "000b00000c000000010002") << "the reset, with a short header";
}

TEST(old_server, is_sent_the_second_logon_message_it_was_sent_by_another_client) {
    const expired_logon recorded;
    session::environment world;
    world.random = [&recorded](std::span<std::uint8_t> out) {
        std::copy_n(recorded.random.begin(), out.size(), out.begin());
    };
    world.time_zone = "+00:00";
    session::engine engine;
    ASSERT_NO_FATAL_FAILURE(connect_to_11_2(engine));
    session::logon_call logon(world, engine.accepted(), "TESTUSER", base::as_bytes("testpassword"), "(DESCRIPTION=)");
    engine.submit(logon, std::nullopt);
    for (std::size_t i = 0; i < 3; ++i) {  // protocol, data types, challenge
        (void)take_output(engine);
        feed(engine, recorded.server.at(i));
    }
    const auto proofs = expired_logon::hex_pairs(take_output(engine));
    EXPECT_EQ(proofs.at("AUTH_SESSKEY"), recorded.sesskey);
    EXPECT_EQ(proofs.at("AUTH_PASSWORD"), recorded.password);
}

// The same account a few days earlier: the second answer is ours, with the proof the recorded keys give.
void log_on_with_warning(bool in_error_message, session::engine& engine) {
    const expired_logon recorded;
    session::environment world;
    world.random = [&recorded](std::span<std::uint8_t> out) {
        std::copy_n(recorded.random.begin(), out.size(), out.begin());
    };
    world.time_zone = "+00:00";
    ASSERT_NO_FATAL_FAILURE(connect_to_11_2(engine));
    session::logon_call logon(world, engine.accepted(), "TESTUSER", base::as_bytes("testpassword"), "(DESCRIPTION=)");
    engine.submit(logon, std::nullopt);
    for (std::size_t i = 0; i < 3; ++i) {  // protocol, data types, challenge
        (void)take_output(engine);
        feed(engine, recorded.server.at(i));
    }
    std::string proof;
    ASSERT_EQ(auth::make_server_response(recorded.combo_key.view(), base::byte_buffer(16), proof),
              auth::auth_errc::ok);
    constexpr std::string_view text = "ORA-28002: the password will expire within 5 days\n";
    base::byte_buffer body;
    wire::ttc::encoder out(body, engine.session().caps);
    wire::ttc::auth_parameters parameters;
    parameters.pairs = {{.key = "AUTH_SVR_RESPONSE", .value = proof}, {.key = "AUTH_SESSION_ID", .value = "17"}};
    wire::ttc::encode(out, parameters);
    wire::ttc::error_info end{.call_status = 1};
    if (in_error_message) {
        end.short_error = 28002;
        end.message = text;
    } else {
        wire::ttc::encode(out, wire::ttc::warning{.number = 28002, .length = text.size(), .flags = 5, .text = text});
    }
    wire::ttc::encode(out, end);
    feed(engine, small_packet(body));
}

TEST(old_server, tells_that_a_password_expires_soon_without_refusing_the_logon) {
    for (const bool in_error_message : {false, true}) {
        session::engine engine;
        ASSERT_NO_FATAL_FAILURE(log_on_with_warning(in_error_message, engine));
        ASSERT_TRUE(engine.is_idle());
        ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
        EXPECT_TRUE(engine.is_usable());
        EXPECT_EQ(engine.session().info.session_id, 17U);
        EXPECT_EQ(engine.session().info.warnings,
                  std::vector<std::string>{"ORA-28002: the password will expire within 5 days"});
    }
}

// What our client and XE 11.2 agree on.
wire::ttc::capabilities agreed_with_11_2() {
    const auto& reply = collected("jdbc_11_2_expired_password").at(false, "protocol");
    base::arena scratch;
    wire::ttc::decoder in(base::bytes_view(reply.wire).subspan(1), {}, scratch);
    wire::ttc::protocol_reply message;
    EXPECT_EQ(wire::ttc::decode(in, message), base::decode_errc::ok);
    const auto compile = session::compile_capabilities(false);
    const auto runtime = session::runtime_capabilities(false);
    auto caps = wire::ttc::negotiate({compile, runtime}, {message.compile_capabilities, message.runtime_capabilities},
                                     wire::ttc::data_types_request{}.flags);
    caps.error_has_sql_type = false;
    return caps;
}

struct answered {
    std::optional<failure> error{};
    std::vector<std::string> values{};
    session::cursor cursor{};
    std::string time_zone{};
};

// Runs `sql` against the `index`-th body of the XE 11.2 fragments.
void run_fragment(std::size_t index, const std::string& sql, answered& out) {
    session::engine engine;
    ASSERT_NO_FATAL_FAILURE(connect_to_11_2(engine));
    engine.session().caps = agreed_with_11_2();
    out.cursor.sql = sql;
    out.cursor.text = sql::scan_sql(sql);
    oraxx::detail::column_batch rows;
    oraxx::detail::out_values outs;
    session::execute_call call(out.cursor, {}, {.prefetch_rows = 100}, rows, outs);
    engine.submit(call, std::nullopt);
    feed(engine, small_packet(read_capture("seclume_xe11_ttc_fragments").packets.at(index).bytes));
    out.error = engine.take_outcome();
    out.time_zone = engine.session().info.time_zone;
    ASSERT_TRUE(engine.is_idle());
    oraxx::detail::scratch scratch;
    for (std::uint32_t row = 0; row < rows.rows; ++row) {
        std::string_view text;
        EXPECT_EQ(oraxx::detail::read_canonical_text(rows.ref(row, 0), scratch, text), errc::ok);
        out.values.emplace_back(text);
    }
}

TEST(old_server, answers_a_query_with_rows) {
    answered out;
    ASSERT_NO_FATAL_FAILURE(run_fragment(0, "select 1 from dual", out));
    EXPECT_FALSE(out.error);
    EXPECT_EQ(out.values, std::vector<std::string>{"1"});
    EXPECT_TRUE(out.cursor.at_end);
    EXPECT_EQ(out.cursor.id, 2U);
}

TEST(old_server, reports_an_error_by_its_short_number) {
    answered out;
    ASSERT_NO_FATAL_FAILURE(run_fragment(1, "select * from nonexistent_tab", out));
    ASSERT_TRUE(out.error);
    EXPECT_EQ(out.error->ora_code, 942);
    EXPECT_EQ(out.error->message, "ORA-00942: table or view does not exist");
    EXPECT_EQ(out.error->sql_offset, 14U);
}

TEST(old_server, sends_long_values_in_chunks_with_one_byte_of_length) {
    answered out;
    ASSERT_NO_FATAL_FAILURE(run_fragment(2, "select rpad('a',300,'b') as x from dual", out));
    EXPECT_FALSE(out.error);
    EXPECT_EQ(out.values, std::vector<std::string>{"a" + std::string(299, 'b')});
}

}  // namespace
}  // namespace oraxx::test
