#include <oraxx/lambda/run.hpp>

#include <memory>

#include "lambda/database/function_errors.hpp"
#include "lambda/database/pooled_source.hpp"
#include "lambda/observe/observer.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda {
namespace {

// Names the driver's errors by their numbers.
class told_by_number final : public function {
public:
    explicit told_by_number(function& inner) : inner_(inner) {}

    void start(const logger& log) override {
        named([&] { inner_.start(log); });
    }
    void handle(std::string_view event, context& invocation, response& answer) override {
        named([&] { inner_.handle(event, invocation, answer); });
    }
    void stop(const logger& log) noexcept override { inner_.stop(log); }

private:
    template <class Call>
    static void named(Call call) {
        try {
            call();
        } catch (const error& failed) {
            throw failed_invocation(database::to_function_error(failed.facts()));
        }
    }

    function& inner_;
};

}  // namespace

int run(function& served) {
    const auto watching = observe::observer_from_environment();
    std::unique_ptr<connection_source> connections;
    if (!environment_variable("SECRET_NAME").empty()) connections = std::make_unique<database::pooled_source>();
    told_by_number named(served);
    return run(named, connections.get(), watching.get());
}

}  // namespace oraxx::lambda
