// Every answer of every complete recorded session, cut after each of its bytes: the call ends at once with a clear
// error.
#include <gtest/gtest.h>

#include <map>

#include "session/engine.hpp"
#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using oraxx::detail::column_batch;
using wire::ttc::function_code;

// One answer of a session, ready to be asked for again and again.
class cut_answer {
public:
    cut_answer(const captured_session& session, const exchange& recorded, const session::cursor& before,
               const std::vector<wire::ttc::bind_metadata>& binds)
        : session_(&session), recorded_(&recorded), before_(&before), binds_(&binds) {
        for (const auto& packet : recorded.answer) bytes_.insert(bytes_.end(), packet.begin(), packet.end());
    }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

    // Gives the first `count` bytes to a fresh engine and then the end. The outcome; `after` is the cursor then.
    std::optional<failure> run(std::size_t count, session::cursor& after) const {
        session::engine engine;
        open_session(engine, session_->caps);
        after = *before_;
        column_batch rows;
        oraxx::detail::out_values outs;
        if (recorded_->function == function_code::fetch) {
            session::fetch_call call(after, 100, rows);
            return run(engine, call, count);
        }
        const std::vector<session::bound_value> values(binds_->size() * recorded_->bind_rows);
        session::execute_call call(
            after, {.metadata = *binds_, .values = values, .iterations = recorded_->bind_rows},
            {.prefetch_rows = 100, .batch_errors = recorded_->batch_errors, .row_counts = recorded_->row_counts},
            rows, outs);
        return run(engine, call, count);
    }

private:
    std::optional<failure> run(session::engine& engine, session::call& call, std::size_t count) const {
        engine.submit(call, std::nullopt);
        (void)take_output(engine);
        feed(engine, base::bytes_view(bytes_).first(count));
        (void)take_output(engine);
        engine.end_of_input();
        EXPECT_TRUE(engine.is_idle());
        return engine.take_outcome();
    }

    const captured_session* session_;
    const exchange* recorded_;
    const session::cursor* before_;
    const std::vector<wire::ttc::bind_metadata>* binds_;
    base::byte_buffer bytes_;
};

struct totals {
    int sessions = 0;
    int answers = 0;
    std::size_t cuts = 0;
};

bool is_statement(const exchange& e) {
    return e.function == function_code::execute || e.function == function_code::fetch ||
           e.function == function_code::reexecute || e.function == function_code::reexecute_fetch;
}

// Cuts every answer of a session whose cursor is known.
void cut_session(const std::string& name, const captured_session& session, totals& done) {
    struct known_cursor {
        session::cursor state{};
        std::vector<wire::ttc::bind_metadata> binds{};  // described with its text, not again when it runs again
    };
    std::map<std::uint32_t, known_cursor> cursors;
    for (const auto& recorded : session.exchanges) {
        // A server may give their numbers to the cursors it opens, of which nothing is known here.
        for (const auto id : recorded.closed_cursors) cursors.erase(id);
        if (!is_statement(recorded)) continue;
        if (recorded.defines) {
            cursors.erase(recorded.cursor_id);  // its columns are fetched as other types than were described
            continue;
        }
        session::cursor before;
        auto binds = recorded.binds;
        if (!recorded.sql.empty()) {
            before.sql = recorded.sql;
            before.text = sql::scan_sql(recorded.sql);
        } else if (const auto known = cursors.find(recorded.cursor_id); known != cursors.end()) {
            before = known->second.state;
            if (binds.empty()) binds = known->second.binds;
        } else {
            continue;
        }
        const cut_answer answer(session, recorded, before, binds);
        session::cursor after;
        const auto whole = answer.run(answer.size(), after);
        ASSERT_TRUE(!whole || whole->code == errc::server_error)
            << name << ", line " << recorded.line << ": " << whole->to_string();
        cursors[after.id] = {after, binds};
        ++done.answers;
        for (std::size_t count = 0; count < answer.size(); ++count, ++done.cuts) {
            const auto why = answer.run(count, after);
            ASSERT_TRUE(why) << name << ", line " << recorded.line << ", cut after " << count;
            ASSERT_EQ(why->code, errc::connection_lost)
                << name << ", line " << recorded.line << ", cut after " << count << ": " << why->to_string();
            ASSERT_FALSE(why->connection_usable);
        }
    }
    ++done.sessions;
}

TEST(recorded_answers, cut_after_any_byte_are_a_lost_connection) {
    totals done;
    auto names = capture_names();
    names.emplace_back("python_26_1_calls");  // OUT values, RETURNING, cursors within rows, documents, objects
    for (const auto& name : names) {
        captured_session session;
        try {
            session = read_exchanges(name);
        } catch (const std::runtime_error&) {
            continue;  // no complete session of a thin client
        }
        cut_session(name, session, done);
    }
    std::printf("%d sessions, %d answers, %zu cuts\n", done.sessions, done.answers, done.cuts);
    EXPECT_GE(done.sessions, 16);
    EXPECT_GE(done.cuts, 37'000U);
}

}  // namespace
}  // namespace oraxx::test
