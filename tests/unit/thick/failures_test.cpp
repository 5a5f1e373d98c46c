#include "backend/thick/failures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace oraxx::backend::thick {
namespace {

using testing::HasSubstr;
using testing::Not;

// Texts of ODPI-C 4.6 with Instant Client 19.3, as they were seen.
constexpr std::string_view not_there =
    "DPI-1047: Cannot locate a 64-bit Oracle Client library: \"libclntsh.so: cannot open shared object file: No such "
    "file or directory\". See https://oracle.github.io/odpi/doc/installation.html#linux for help";
constexpr std::string_view half_there =
    "DPI-1047: Cannot locate a 64-bit Oracle Client library: \"libnnz19.so: cannot open shared object file: No such "
    "file "
    "or directory\". See https://oracle.github.io/odpi/doc/installation.html#linux for help";

dpiErrorInfo info_of(std::int32_t code, const char* message) {
    dpiErrorInfo out{};
    out.code = code;
    out.message = message;
    out.messageLength = static_cast<std::uint32_t>(std::string_view(message).size());
    out.fnName = "dpiStmt_execute";
    out.action = "execute";
    return out;
}

TEST(load_failure, tells_where_was_looked_and_what_to_do) {
    const auto told = load_failure(not_there, "", "/opt/client");
    EXPECT_EQ(told.code, errc::unsupported);
    EXPECT_FALSE(told.connection_usable);
    EXPECT_THAT(told.message, HasSubstr("DPI-1047"));
    EXPECT_THAT(told.advice, HasSubstr("64-bit"));
    EXPECT_THAT(told.advice, HasSubstr("LD_LIBRARY_PATH (/opt/client)"));
    EXPECT_THAT(told.advice, HasSubstr("ldconfig"));
    EXPECT_THAT(told.advice, HasSubstr("$ORACLE_HOME/lib"));
    EXPECT_THAT(told.advice, HasSubstr("set it before"));
    EXPECT_THAT(told.advice, Not(HasSubstr("libaio1")));
    EXPECT_THAT(load_failure(not_there, "", "").advice, HasSubstr("LD_LIBRARY_PATH (not set)"));
}

TEST(load_failure, names_the_one_folder_that_was_given) {
    const auto told = load_failure(not_there, "/opt/other", "/opt/client");
    EXPECT_THAT(told.advice, HasSubstr("/opt/other"));
    EXPECT_THAT(told.advice, Not(HasSubstr("/opt/client")));
}

TEST(load_failure, knows_what_is_missing_beside_the_library) {
    EXPECT_THAT(load_failure(half_there, "", "").advice, HasSubstr("the libraries it needs were not"));
    EXPECT_THAT(load_failure("\"libaio.so.1: cannot open shared object file\"", "", "").advice, HasSubstr("libaio1"));
    EXPECT_THAT(load_failure("\"libclntsh.so: wrong ELF class: ELFCLASS32\"", "", "").advice,
                HasSubstr("another processor"));
}

TEST(failure_of, an_error_of_the_server_has_its_number_place_and_advice) {
    auto info = info_of(942, "ORA-00942: table or view does not exist\n");
    info.offset = 14;
    const auto told = failure_of(info, phase::execute);
    EXPECT_EQ(told.code, errc::server_error);
    EXPECT_EQ(told.ora_code, 942);
    EXPECT_EQ(told.sql_offset, 14U);
    EXPECT_EQ(told.message, "ORA-00942: table or view does not exist");
    EXPECT_TRUE(told.connection_usable);
}

TEST(failure_of, a_lost_session_is_not_to_be_used) {
    EXPECT_FALSE(
        failure_of(info_of(3113, "ORA-03113: end-of-file on communication channel"), phase::fetch).connection_usable);
    const auto closed = failure_of(info_of(0, "DPI-1080: connection was closed by ORA-3113"), phase::fetch);
    EXPECT_EQ(closed.code, errc::connection_lost);
    EXPECT_FALSE(closed.connection_usable);
}

TEST(failure_of, a_call_that_took_too_long_is_a_timeout) {
    const auto told =
        failure_of(info_of(0, "DPI-1067: call timeout of 100 ms exceeded with ORA-3136"), phase::execute);
    EXPECT_EQ(told.code, errc::timed_out);
    EXPECT_TRUE(told.connection_usable);
    const auto given_up = failure_of(info_of(0, "DPI-1080: connection was closed by ORA-3156"), phase::execute);
    EXPECT_EQ(given_up.code, errc::timed_out);
    EXPECT_FALSE(given_up.connection_usable);
    EXPECT_EQ(failure_of(info_of(1013, "ORA-01013: user requested cancel of current operation"), phase::execute).code,
              errc::cancelled);
}

TEST(failure_of, a_failed_connect_is_never_usable) {
    const auto told = failure_of(info_of(12541, "ORA-12541: TNS:no listener"), phase::connect);
    EXPECT_EQ(told.code, errc::connect_refused);
    EXPECT_FALSE(told.connection_usable);
    EXPECT_EQ(failure_of(info_of(12154, "ORA-12154: TNS:could not resolve the connect identifier specified"),
                         phase::connect)
                  .code,
              errc::bad_connect_string);
}

TEST(failure_of, values_stay_out_of_it) {
    const auto told = failure_of(info_of(1722,
                                         "ORA-01722: unable to convert string value containing 'x' to a number\n"
                                         "ORA-03302: (ORA-01722 details) invalid string value: secret"),
                                 phase::execute);
    EXPECT_THAT(told.message, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace oraxx::backend::thick
