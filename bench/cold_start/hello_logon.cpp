// The least that a function with a database has to do before its first event: the runtime's start and one logon, the
// account out of environment variables.
#include <optional>
#include <oraxx/oraxx.hpp>

#include "lambda/runtime/runtime.hpp"

namespace {

class logged_on final : public oraxx::lambda::function {
    void start(const oraxx::lambda::logger&) override {
        oraxx::connect_options options;
        options.connect_string = oraxx::lambda::environment_variable("ORAXX_BENCH_DSN");
        options.user = oraxx::lambda::environment_variable("ORAXX_BENCH_USER");
        options.password = oraxx::secret(oraxx::lambda::environment_variable("ORAXX_BENCH_PASSWORD"));
        connection_.emplace(oraxx::connect(std::move(options)));
    }
    void handle(std::string_view, oraxx::lambda::context&, oraxx::lambda::response&) override {}

    std::optional<oraxx::connection> connection_{};
};

}  // namespace

int main() {
    logged_on function;
    return oraxx::lambda::run(function, nullptr, nullptr);
}
