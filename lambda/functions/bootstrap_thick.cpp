// bootstrap-thick: the same function over Oracle's client library.
#include "lambda/functions/run_statements.hpp"

int main() {
    return oraxx::lambda::run_statements(oraxx::driver_mode::thick);
}
