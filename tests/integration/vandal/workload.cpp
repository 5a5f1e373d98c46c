#include "workload.hpp"

#include <functional>

namespace oraxx::test {
namespace {

using clock = std::chrono::steady_clock;

constexpr int row_count = 12;

std::string note_of(int id) {
    // Short, longer than a length byte tells, longer than a packet cut by the vandal.
    const std::size_t sizes[] = {0, 5, 300, 3000};
    return std::string(sizes[id % 4], static_cast<char>('a' + id));
}

std::string row_text(int id) {
    return std::to_string(id) + "|same|" + std::to_string(id / 3) + ".5|2024-02-29T00:00:00|" + note_of(id);
}

// One step: empty when the result is right, else what is wrong with it.
using step = std::function<result<std::string>(connection&)>;

result<std::string> read_rows(connection& conn) {
    auto rows =
        conn.try_query<std::int64_t, std::string, std::optional<std::string>, date, std::optional<std::string>>(
            "select id, name, price, hired, note from stuff order by id");
    if (!rows) return std::move(rows).error();
    int id = 0;
    for (const auto& [number, name, price, hired, note] : *rows) {
        const auto seen = std::to_string(number) + "|" + name + "|" + price.value_or("") + "|" + hired.to_string() +
                          "|" + note.value_or("");
        if (seen != row_text(++id)) return "row " + std::to_string(id) + ": " + seen.substr(0, 100);
    }
    return id == row_count ? std::string() : std::to_string(id) + " rows";
}

result<std::string> read_numbers(connection& conn) {
    auto rows = conn.try_query<std::int64_t, std::string_view>(
        "select level, 'constant' from dual connect by level <= :1", 30);
    if (!rows) return std::move(rows).error();
    std::int64_t sum = 0;
    for (const auto& [number, text] : *rows) {
        sum += number;
        if (text != "constant") return "text " + std::string(text);
    }
    return sum == 465 ? std::string() : "sum " + std::to_string(sum);
}

result<std::string> change_rows(connection& conn) {
    auto done = conn.try_execute("update stuff set name = name where id > :1", 4);
    if (!done) return std::move(done).error();
    return done->row_count == row_count - 4 ? std::string() : std::to_string(done->row_count) + " rows changed";
}

result<std::string> run_block(connection& conn) {
    std::int64_t total = 0;
    std::string text;
    auto done = conn.try_execute("begin :total := :a * 2; :text := :b || '!'; end;", out("total", total),
                                 bind("a", 21), out("text", text), bind("b", "hi"));
    if (!done) return std::move(done).error();
    return total == 42 && text == "hi!" ? std::string() : "block gave " + std::to_string(total) + " and " + text;
}

result<std::string> fail_as_expected(connection& conn) {
    auto done = conn.try_execute("select nope from stuff");
    if (done) return std::string("a statement in error succeeded");
    auto why = std::move(done).error();
    if (why.code == errc::server_error && why.ora_code == 904) return std::string();
    return why;
}

result<std::string> end_transaction(connection& conn) {
    auto done = conn.try_rollback();
    if (!done) return std::move(done).error();
    return std::string();
}

result<std::string> ping(connection& conn) {
    auto done = conn.try_ping();
    if (!done) return std::move(done).error();
    return std::string();
}

void take(workload_outcome& out, const char* name, const result<std::string>& got, clock::duration took) {
    out.slowest = std::max(out.slowest, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    if (!got) {
        ++out.failed;
        out.last_error = std::string(name) + ": " + got.error().to_string();
        if (got.error().code == errc::ok || got.error().message.empty()) out.unclear = out.last_error;
    } else if (got->empty()) {
        ++out.right;
    } else {
        out.wrong = std::string(name) + ": " + *got;
    }
}

result<std::string> guarded(const step& work, connection& conn) {
    try {
        return work(conn);
    } catch (const error& why) {  // rows are read by iterators, which throw
        return why.facts();
    }
}

}  // namespace

std::string workload_script() {
    std::string out =
        "create table stuff (id number primary key, name varchar2(20), price number, hired date, note "
        "varchar2(4000));\n";
    for (int id = 1; id <= row_count; ++id) {
        const auto note = note_of(id);
        out += "insert into stuff values (" + std::to_string(id) + ", 'same', " + std::to_string(id / 3) +
               ".5, date '2024-02-29', " + (note.empty() ? "null" : "'" + note + "'") + ");\n";
    }
    return out;
}

workload_outcome run_workload(connect_options to) {
    static const std::pair<const char*, step> steps[] = {{"rows", read_rows},
                                                         {"numbers", read_numbers},
                                                         {"rows again", read_rows},
                                                         {"update", change_rows},
                                                         {"block", run_block},
                                                         {"error", fail_as_expected},
                                                         {"numbers again", read_numbers},
                                                         {"rollback", end_transaction},
                                                         {"ping", ping},
                                                         {"block again", run_block},
                                                         {"error again", fail_as_expected},
                                                         {"rows at last", read_rows}};
    workload_outcome out;
    auto start = clock::now();
    auto conn = try_connect(std::move(to));
    take(out, "connect", conn ? result<std::string>(std::string()) : result<std::string>(conn.error()),
         clock::now() - start);
    if (!conn) return out;
    for (const auto& [name, work] : steps) {
        if (!conn->is_usable()) return out;
        start = clock::now();
        const auto got = guarded(work, *conn);
        take(out, name, got, clock::now() - start);
    }
    (void)conn->try_close();
    return out;
}

}  // namespace oraxx::test
