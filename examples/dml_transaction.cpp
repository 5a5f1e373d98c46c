// Several changes that happen together or not at all, without exceptions on the way.
#include "example_connection.hpp"

namespace {

// Moves an amount between two accounts; what fails is returned, and nothing has changed then.
oraxx::result<void> transfer(oraxx::connection& conn, int from, int to, const oraxx::number& amount) {
    auto change = conn.try_prepare("update account set balance = balance + :1 where id = :2");
    if (!change) return std::move(change).error();

    const oraxx::number withdrawn = oraxx::number::from_text("-" + amount.to_string());
    auto taken = change->try_execute(withdrawn, from);
    auto given = taken ? change->try_execute(amount, to) : std::move(taken);
    if (given && given->row_count == 1) return conn.try_commit();

    if (auto undone = conn.try_rollback(); !undone) return undone;
    if (!given) return std::move(given).error();
    return oraxx::failure{.code = oraxx::errc::invalid_argument, .message = "no such account"};
}

}  // namespace

int main() {
    return example::run([] {
        auto conn = example::connect();
        conn.execute("create table account (id number(9) primary key, balance number(12,2) not null)");
        conn.execute("insert into account values (1, 100)");
        conn.execute("insert into account values (2, 0)");
        conn.commit();

        transfer(conn, 1, 2, oraxx::number::from_text("12.34")).value();
        if (auto failed = transfer(conn, 1, 3, 5); !failed)
            std::printf("refused: %s\n", failed.error().message.c_str());

        for (auto [id, balance] : conn.query<int, oraxx::number>("select id, balance from account order by id")) {
            std::printf("account %d: %s\n", id, balance.to_string().c_str());
        }
        conn.execute("drop table account");
    });
}
