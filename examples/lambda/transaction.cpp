// Moves employees to another department, all or none: {"employees": [1, 2], "department": 20}.
//
// Lambda may invoke a function more than once for one event, so the change is one that can be made again.
#include <nlohmann/json.hpp>
#include <vector>

#include <oraxx/lambda.hpp>

namespace {

using json = nlohmann::json;
using oraxx::lambda::context;
using oraxx::lambda::failed_invocation;

struct move_request {
    std::vector<std::int64_t> employees{};
    std::int64_t department = 0;
};

move_request parse(std::string_view event) {
    try {
        const auto document = json::parse(event);
        return {.employees = document.at("employees").get<std::vector<std::int64_t>>(),
                .department = document.at("department").get<std::int64_t>()};
    } catch (const json::exception&) {
        // Not the parser's own words: they quote the event.
        throw failed_invocation(
            {.type = "EventError.BadShape",
             .message = R"(the event is not of the form {"employees": [1, 2], "department": 20})"});
    }
}

// An exception on the way leaves the transaction open: it is rolled back before the error is answered.
std::string move_employees(std::string_view event, context& invocation) {
    const auto wanted = parse(event);
    auto& conn = invocation.connection();
    auto change = conn.prepare("update employees set department_id = :1 where id = :2");
    for (const auto id : wanted.employees) {
        if (change.execute(wanted.department, id).row_count == 1) continue;
        throw failed_invocation(
            {.type = "EmployeeError.Unknown", .message = "there is no employee " + std::to_string(id)});
    }
    conn.commit();
    return json{{"moved", wanted.employees.size()}}.dump();
}

}  // namespace

int main() {
    return oraxx::lambda::run(move_employees);
}
