// bootstrap: the Lambda function that runs the statements it was deployed with, on the thin driver.
#include "lambda/functions/run_statements.hpp"

int main() {
    return oraxx::lambda::run_statements(oraxx::driver_mode::thin);
}
