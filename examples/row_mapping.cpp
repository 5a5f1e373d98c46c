// Rows as structs: by position, and by the names of a mapping. Reads the demo schema (tools/demo.sql).
#include "example_connection.hpp"

namespace {

// Public members and nothing else: filled in the order of the columns.
struct department {
    int id = 0;
    std::string name{};
};

struct employee {
    std::string name{};
    int id = 0;
    std::optional<oraxx::number> salary{};
};

}  // namespace

// Filled by name, whatever the order of the columns; those without a member are left out.
template <>
struct oraxx::mapping<employee> {
    static constexpr auto members =
        oraxx::members(oraxx::member("ID", &employee::id), oraxx::member("NAME", &employee::name),
                       oraxx::member("SALARY", &employee::salary));
};

int main() {
    return example::run([] {
        auto conn = example::connect();
        for (const auto& each : conn.query<department>("select id, name from departments order by id")) {
            std::printf("%d %s\n", each.id, each.name.c_str());
        }
        for (const auto& each : conn.query<employee>("select * from employees order by id")) {
            const auto salary = each.salary ? each.salary->to_string() : "no salary";
            std::printf("%d %s %s\n", each.id, each.name.c_str(), salary.c_str());
        }
        // Written by the same names, and taken back.
        const employee joan{.name = "Joan", .id = 4};
        conn.execute("insert into employees (id, name, salary) values (:id, :name, :salary)",
                     oraxx::bind_members(joan));
        const std::vector<employee> others{{.name = "Karen", .id = 5, .salary = 5100}, {.name = "Radia", .id = 6}};
        conn.execute_many("insert into employees (id, name) values (:id, :name)", others);
        // One row of a query whose columns are looked at as they come.
        for (const auto row : conn.query("select max(id), count(*) from employees")) {
            const auto [last, count] = row.to<std::pair<int, int>>();
            std::printf("%d employees, the last is %d\n", count, last);
        }
        conn.rollback();
    });
}
