#include "lambda/database/function_errors.hpp"

#include <gtest/gtest.h>

namespace oraxx::lambda::database {
namespace {

TEST(function_errors, are_named_after_the_ora_number) {
    const auto error = to_function_error({.code = errc::server_error,
                                          .phase = phase::authenticate,
                                          .ora_code = 1017,
                                          .message = "ORA-01017: invalid username/password; logon denied",
                                          .advice = "check the secret"});
    EXPECT_EQ(error.type, "OracleError.ORA01017");
    EXPECT_NE(error.message.find("authenticate"), std::string::npos);
    EXPECT_NE(error.message.find("check the secret"), std::string::npos);
}

TEST(function_errors, without_a_number_are_named_after_the_cause) {
    EXPECT_EQ(to_function_error({.code = errc::connection_lost}).type, "OracleError.ConnectionLost");
    EXPECT_EQ(to_function_error({.code = errc::connect_refused}).type.rfind("OracleError.", 0), 0U);
}

TEST(function_errors, do_not_call_work_failed_that_may_be_done) {
    const auto error = to_function_error({.code = errc::connection_lost, .ora_code = 3113, .outcome_unknown = true});
    EXPECT_EQ(error.type, "OracleError.OutcomeUnknown");
}

}  // namespace
}  // namespace oraxx::lambda::database
