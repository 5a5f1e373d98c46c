// bootstrap: the Lambda function that runs the statements it was deployed with, on the thin driver.
#include "lambda/database/pooled_source.hpp"
#include "lambda/functions/statements/statements_function.hpp"
#include "lambda/observe/observer.hpp"
#include "lambda/runtime/runtime.hpp"

int main() {
    using namespace oraxx::lambda;
    statements::statements_function function(statements::function_options::from_environment());
    database::pooled_source connections;
    const auto watching = observe::observer_from_environment();
    return run(function, &connections, watching.get());
}
