// Who works in a department: {"department": 10} is answered by [{"name": "Ada", "salary": 5200.50}, ...].
#include <nlohmann/json.hpp>

#include <oraxx/lambda.hpp>

namespace {

using json = nlohmann::json;
using oraxx::lambda::context;
using oraxx::lambda::failed_invocation;

std::int64_t department_of(std::string_view event) {
    const auto document = json::parse(event, nullptr, false);
    const auto found = document.is_object() ? document.find("department") : document.end();
    if (found == document.end() || !found->is_number_integer()) {
        throw failed_invocation({.type = "EventError.BadShape", .message = "the event has no number 'department'"});
    }
    return found->get<std::int64_t>();
}

std::string employees(std::string_view event, context& invocation) {
    auto rows = json::array();
    for (auto [name, salary] : invocation.connection().query<std::string, std::optional<double>>(
             "select name, salary from employees where department_id = :1 order by name", department_of(event))) {
        rows.push_back({{"name", name}, {"salary", salary ? json(*salary) : json()}});
    }
    invocation.log().info("answered", {{"rows", static_cast<std::int64_t>(rows.size())}});
    return rows.dump();
}

}  // namespace

int main() {
    return oraxx::lambda::run(employees);
}
