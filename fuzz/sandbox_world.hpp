// The surroundings of a fuzzed server session: an account and a database that answers any statement at once, by what
// the driver takes it for.
#pragma once

#include "fuzzer.hpp"
#include "server/session/server_session.hpp"
#include "sql/sql_text.hpp"
#include "unit/server/session/fake_engine.hpp"

namespace oraxx::fuzz {

inline sandbox::test::scripted_statement any_statement(std::string_view sql) {
    using kind = sandbox::engine::statement_kind;
    const auto text = sql::scan_sql(sql);
    sandbox::test::scripted_statement out;
    for (std::size_t i = 0; i < text.binds.size(); ++i) {
        const bool returns = text.kind == sql::sql_kind::plsql || i >= text.first_returning;
        out.binds.push_back({.name = text.binds[i], .is_output = returns, .is_input = i < text.first_returning});
    }
    switch (text.kind) {
    case sql::sql_kind::query:
        out.kind = kind::query;
        out.columns = {{.name = "N", .type = db_type::number, .size_bytes = 22},
                       {.name = "V", .type = db_type::varchar2, .size_bytes = 4000, .size_chars = 4000},
                       {.name = "D", .type = db_type::date, .size_bytes = 7}};
        for (int i = 0; i < 5; ++i) out.rows.push_back({number(i / 2), std::string("row"), {}});
        break;
    case sql::sql_kind::dml:
        out.kind = kind::insert;
        out.result.row_count = 1;
        break;
    case sql::sql_kind::plsql: out.kind = kind::plsql; break;
    case sql::sql_kind::ddl: out.kind = kind::ddl; break;
    case sql::sql_kind::other:
        out.parse_error = sandbox::engine::sql_error{.code = 900, .message = "ORA-00900: invalid SQL statement"};
        break;
    }
    out.result.out_values.assign(out.binds.size(), number(1));
    return out;
}

class sandbox_world {
public:
    sandbox_world() {
        database.fallback = any_statement;
        config.random = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{1}); };
        config.account = &shared_account();
        config.database = &database;
    }
    sandbox_world(const sandbox_world&) = delete;
    sandbox_world& operator=(const sandbox_world&) = delete;

    sandbox::test::fake_database database{};
    sandbox::session_config config{};

private:
    // Deriving a verifier takes longer than everything else.
    static sandbox::account& shared_account() {
        static sandbox::account made(
            "scott", base::secret_bytes(base::as_bytes("tiger")), auth::verifier_type::sha1_salted,
            [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{2}); });
        return made;
    }
};

}  // namespace oraxx::fuzz
