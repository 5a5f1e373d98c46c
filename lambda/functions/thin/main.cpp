// bootstrap: the Lambda function on the thin driver.
#include "lambda/functions/thin/oracle_database.hpp"
#include "lambda/functions/thin/thin_function.hpp"
#include "lambda/observe/observer.hpp"
#include "lambda/runtime/runtime.hpp"

int main() {
    oraxx::thin_function::oracle_database target(oraxx::lambda::environment_variable("AWS_LAMBDA_FUNCTION_NAME"));
    oraxx::thin_function::thin_function function(target, oraxx::thin_function::secrets_from_environment());
    const auto watching = oraxx::lambda::observe::observer_from_environment();
    return oraxx::lambda::run(function, nullptr, watching.get());
}
