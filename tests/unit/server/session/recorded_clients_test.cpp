// Recorded requests of real clients: the session takes every one of them and answers, and where the persona is the
// recorded server, with the recorded bytes.
#include "unit/server/session/recorded_logon.hpp"

namespace oraxx::sandbox::test {
namespace {

namespace ttc = wire::ttc;
using oraxx::test::capture;
using oraxx::test::read_capture;

// A statement the fake engine takes whatever it says.
scripted_statement any_statement(std::string_view sql) {
    scripted_statement out;
    const auto word = sql.substr(0, 3);
    const bool is_query = word == "SEL" || word == "sel" || word == "WIT" || word == "wit";
    out.kind = is_query ? engine::statement_kind::query : engine::statement_kind::insert;
    out.result.row_count = is_query ? 0 : 1;
    if (is_query) {
        out.columns.push_back(
            {.name = "N", .type = db_type::number, .precision = 0, .scale = -127, .size_bytes = 22});
        out.rows = {{number(1)}, {number(2)}};
    }
    for (std::size_t at = 0; at + 1 < sql.size(); ++at) {
        if (sql[at] == ':' && sql[at + 1] != '=') out.binds.push_back({.name = "B"});
    }
    return out;
}

// How a client's phase two is laid out.
constexpr ttc::capabilities newest{};
constexpr ttc::capabilities without_tokens{.version = ttc::field_version::v18_1_ext1};
constexpr ttc::capabilities with_raw_text{.request_text_has_length = false};

struct recorded_logon {
    const char* name;
    const char* user;
    const char* password;
    const ttc::capabilities& form;
};

class recorded_clients : public testing::TestWithParam<recorded_logon> {
protected:
    void SetUp() override {
        recorded_ = read_capture(GetParam().name);
        driver_ = std::make_unique<session_driver>(
            "26ai", GetParam().user, GetParam().password,
            random_of_recorded_logon(recorded_, GetParam().password, GetParam().form));
        driver_->config.errors_after_markers = false;  // what follows an error was recorded, not made for ours
        driver_->database.fallback = any_statement;
    }
    capture recorded_;
    std::unique_ptr<session_driver> driver_;
};

TEST_P(recorded_clients, are_served_from_connect_to_the_end_of_the_session) {
    bool answered = false;
    int unanswered = 0;
    for (const auto& packet : recorded_.packets) {
        if (!packet.from_client) {
            // A recorded answer has one of ours before it, markers aside.
            if (packet.bytes[4] != 12 && !answered) ++unanswered;
            continue;
        }
        answered = !driver_->send(packet.bytes).empty() || answered;
        ASSERT_EQ(driver_->session().close_reason(), "") << "line " << packet.line;
    }
    EXPECT_EQ(unanswered, 0);
    EXPECT_TRUE(driver_->session().is_closed());
    EXPECT_EQ(driver_->database.journal.sessions, 1);
}

TEST_P(recorded_clients, are_served_the_same_when_their_bytes_come_one_at_a_time) {
    base::byte_buffer whole;
    base::byte_buffer dripped;
    session_driver second("26ai", GetParam().user, GetParam().password,
                          random_of_recorded_logon(recorded_, GetParam().password, GetParam().form));
    second.config.errors_after_markers = false;
    second.database.fallback = any_statement;
    for (const auto& packet : recorded_.packets) {
        if (!packet.from_client) continue;
        const auto answer = driver_->send(packet.bytes);
        whole.insert(whole.end(), answer.begin(), answer.end());
        for (const auto byte : packet.bytes) {
            const auto part = second.send({&byte, 1});
            dripped.insert(dripped.end(), part.begin(), part.end());
        }
    }
    // Times of the logon reply may differ by a second: they are compared by length.
    EXPECT_EQ(whole.size(), dripped.size());
}

INSTANTIATE_TEST_SUITE_P(
    captures, recorded_clients,
    testing::Values(recorded_logon{"py_free23_26_fetch_df", "pythontest", "pythontest", newest},
                    recorded_logon{"py_free23_26_pipeline", "pythontest", "pythontest", newest},
                    recorded_logon{"py_free23_26_failed_stmt", "system", "oracle", newest},
                    recorded_logon{"py_free23_26_cursor_reexec", "system", "oracle", newest},
                    recorded_logon{"goora_free23_26_binds", "system", "oracle", without_tokens},
                    recorded_logon{"goora_free23_26_numbers", "system", "oracle", without_tokens},
                    recorded_logon{"goora_free23_26_temporal", "system", "oracle", without_tokens},
                    recorded_logon{"goora_free23_26_dml", "system", "oracle", without_tokens},
                    recorded_logon{"goora_free23_26_cursor_reexec", "system", "oracle", newest},
                    recorded_logon{"goora_free23_26_failed_stmt", "system", "oracle", newest},
                    recorded_logon{"jdbc_free23_26_cursor_reexec", "system", "oracle", with_raw_text}),
    [](const testing::TestParamInfo<recorded_logon>& logon) { return std::string(logon.param.name); });

// python_free23_26_dbobject is the recording the persona was taken from.
class persona_recording : public testing::Test {
protected:
    persona_recording()
        : recorded_(read_capture("py_free23_26_dbobject")),
          driver_("26ai", "pythontest", "pythontest", random_of_recorded_logon(recorded_, "pythontest")) {}
    // The recorded packets of one side, in order.
    [[nodiscard]] base::bytes_view sent(bool by_client, std::size_t index) const {
        for (const auto& packet : recorded_.packets) {
            if (packet.from_client == by_client && index-- == 0) return packet.bytes;
        }
        return {};
    }
    capture recorded_;
    session_driver driver_;
};

TEST_F(persona_recording, is_repeated_byte_for_byte_up_to_the_challenge) {
    EXPECT_TRUE(driver_.send(sent(true, 0)).empty());
    auto accept = driver_.send(sent(true, 1));
    const auto recorded_accept = sent(false, 0);
    constexpr std::size_t uuid_at = 45;
    ASSERT_EQ(accept.size(), recorded_accept.size());
    EXPECT_EQ(base::hex_lower(base::bytes_view(accept).first(uuid_at)),
              base::hex_lower(recorded_accept.first(uuid_at)));

    // FAST_AUTH: protocol, data types and challenge in one answer, the end-of-response mark included. The end-to-end
    // sequence of message 4 is the server's own.
    const auto answer = driver_.send(sent(true, 2));
    const auto recorded_answer = sent(false, 1);
    ASSERT_EQ(answer.size(), recorded_answer.size());
    constexpr std::size_t size_of_end = 36;
    const auto same = answer.size() - size_of_end;
    EXPECT_EQ(base::hex_lower(base::bytes_view(answer).first(same)), base::hex_lower(recorded_answer.first(same)));
}

TEST_F(persona_recording, has_its_proof_of_password_accepted_and_all_properties_answered) {
    for (std::size_t i = 0; i < 4; ++i) (void)driver_.send(sent(true, i));
    EXPECT_TRUE(driver_.session().is_logged_on());
}

}  // namespace
}  // namespace oraxx::sandbox::test
