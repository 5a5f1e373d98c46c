#include "lambda/functions/run_statements.hpp"

#include "lambda/database/pooled_source.hpp"
#include "lambda/functions/statements/statements_function.hpp"
#include "lambda/observe/observer.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda {

int run_statements(driver_mode mode) {
    statements::statements_function function(statements::function_options::from_environment());
    database::pooled_source connections(database::source_options::from_environment(mode));
    const auto watching = observe::observer_from_environment();
    return run(function, &connections, watching.get());
}

}  // namespace oraxx::lambda
