#include <oraxx/lambda.hpp>

namespace {

// Called for each event, usually JSON; answers JSON. What it throws is answered as an error.
std::string handle(std::string_view event, oraxx::lambda::context& invocation) {
    invocation.log().info("called", {{"bytes", static_cast<std::int64_t>(event.size())}});
    auto rows = invocation.connection().query<std::string>("select to_char(sysdate, 'YYYY-MM-DD') from dual");
    auto row = rows.begin();
    return '"' + std::get<0>(*row) + '"';
}

}  // namespace

int main() {
    return oraxx::lambda::run(handle);
}
