// What a session needs does not grow with what it has done: live memory of both sides after many cycles of work is
// what it was after a few.
#include <gtest/gtest.h>

#include <cstring>

#include "allocations/counted_allocations.hpp"
#include "server/session/server_session.hpp"
#include "session/engine.hpp"
#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "session/logon_call.hpp"
#include "session/simple_call.hpp"
#include "sessions/simulation/memory_engine.hpp"
#include "sessions/simulation/random.hpp"

namespace oraxx::simulation {
namespace {

constexpr std::string_view connect_text =
    "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))";

// A driver session and a server session, mouth to mouth.
class both_sides {
public:
    explicit both_sides(std::string_view persona) {
        const auto fill = [this](std::span<std::uint8_t> out) { random_.fill(out); };
        account_.emplace("scott", base::secret_bytes(std::string_view("tiger")), auth::verifier_type::sha1_salted,
                         fill);
        config_.persona = sandbox::find_persona(persona);
        config_.account = &*account_;
        config_.database = &database_;
        config_.random = fill;
        world_.random = fill;
        world_.time_zone = "+00:00";
        server_.emplace(config_, sandbox::session_identity{});
    }
    both_sides(const both_sides&) = delete;
    both_sides& operator=(const both_sides&) = delete;

    void log_on() {
        client_.start_connect({.connect_data = std::string(connect_text)}, std::nullopt);
        talk();
        session::logon_call logon(world_, client_.accepted(), "scott", base::as_bytes("tiger"),
                                  std::string(connect_text));
        ASSERT_EQ(perform(logon), 0);
    }

    // A query in several fetches, a change, both ends of a transaction, a failure, and every cursor closed.
    void cycle() {
        query();
        ASSERT_EQ(execute("insert into nothing values (:1)"), 1008);
        ASSERT_EQ(execute("broken 100"), 900);
        for (const auto function :
             {wire::ttc::function_code::commit, wire::ttc::function_code::rollback, wire::ttc::function_code::ping}) {
            session::simple_call work(function, phase::commit);
            ASSERT_EQ(perform(work), 0);
        }
    }

private:
    void query() {
        auto cursor = cursor_of("select rows 1 60");
        oraxx::detail::column_batch rows;
        oraxx::detail::out_values outs;
        session::execute_call work(cursor, {}, {.prefetch_rows = 7}, rows, outs);
        ASSERT_EQ(perform(work), 0);
        std::size_t count = rows.rows;
        while (!cursor.at_end) {
            rows.clear();
            session::fetch_call fetch(cursor, 20, rows);
            ASSERT_EQ(perform(fetch), 0);
            count += rows.rows;
        }
        EXPECT_EQ(count, 60U);
        cursor.close(client_.session());
    }
    int execute(std::string_view sql) {
        auto cursor = cursor_of(sql);
        oraxx::detail::column_batch rows;
        oraxx::detail::out_values outs;
        session::execute_call work(cursor, {}, {}, rows, outs);
        const auto code = perform(work);
        cursor.close(client_.session());
        return code;
    }
    static session::cursor cursor_of(std::string_view sql) {
        session::cursor cursor;
        cursor.sql = sql;
        cursor.text = sql::scan_sql(sql);
        return cursor;
    }
    // The ORA- number it ended with.
    int perform(session::call& work) {
        client_.submit(work, std::nullopt);
        talk();
        EXPECT_TRUE(client_.is_idle());
        const auto why = client_.take_outcome();
        return why ? why->ora_code : 0;
    }
    void talk() {
        bool moved = true;
        while (moved) {
            moved = pass(client_, *server_);
            moved = pass(*server_, client_) || moved;
        }
    }
    template <class From, class To>
    static bool pass(From& from, To& to) {
        const auto bytes = from.pending_output();
        if (bytes.empty()) return false;
        const auto room = to.input_space(bytes.size());
        std::memcpy(room.data(), bytes.data(), bytes.size());
        const auto count = bytes.size();
        from.consumed(count);
        to.received(count);
        return true;
    }

    random_stream random_{1};
    memory_database database_{[](std::chrono::milliseconds, const engine::cancel_check&) { return false; }};
    std::optional<sandbox::account> account_;
    sandbox::session_config config_;
    session::environment world_;
    session::engine client_;
    std::optional<sandbox::server_session> server_;
};

class session_memory : public testing::TestWithParam<const char*> {};

TEST_P(session_memory, does_not_grow_from_cycle_to_cycle) {
    both_sides sides(GetParam());
    sides.log_on();
    for (int i = 0; i < 20 && !HasFatalFailure(); ++i) sides.cycle();
    const auto before = test::live_bytes();
    for (int i = 0; i < 200 && !HasFatalFailure(); ++i) sides.cycle();
    EXPECT_LE(test::live_bytes(), before);
}

INSTANTIATE_TEST_SUITE_P(personas, session_memory, testing::Values("26ai", "18c"),
                         [](const auto& at) { return "of_" + std::string(at.param); });

}  // namespace
}  // namespace oraxx::simulation
