#include <oraxx/error.hpp>

#include <gtest/gtest.h>

#include <oraxx/config.hpp>
#include <oraxx/result.hpp>
#include <oraxx/type.hpp>

namespace oraxx {
namespace {

TEST(error, belongs_to_the_category_of_its_origin) {
    const struct {
        errc code;
        const char* category;
    } cases[] = {
        {errc::invalid_argument, "oraxx.usage"},      {errc::unsupported, "oraxx.usage"},
        {errc::name_resolution, "oraxx.io"},          {errc::tls_error, "oraxx.io"},
        {errc::protocol_violation, "oraxx.protocol"}, {errc::version_not_supported, "oraxx.protocol"},
        {errc::server_error, "oraxx.server"},         {errc::refused, "oraxx.server"},
    };
    for (const auto& c : cases) {
        const std::error_code code = c.code;
        EXPECT_STREQ(code.category().name(), c.category);
        EXPECT_EQ(code.message(), to_string(c.code));
        EXPECT_NE(code.message(), "unknown error");
    }
    EXPECT_FALSE(make_error_code(errc::ok));
}

TEST(failure, says_message_phase_and_advice) {
    failure facts{.code = errc::server_error, .phase = phase::authenticate, .ora_code = 1017};
    facts.message = "ORA-01017: invalid username/password; logon denied";
    EXPECT_EQ(facts.to_string(), "ORA-01017: invalid username/password; logon denied (authenticate)");
    facts.advice = "Check user and password";
    EXPECT_EQ(facts.to_string(),
              "ORA-01017: invalid username/password; logon denied (authenticate). Check user and password");
    EXPECT_EQ((failure{.code = errc::wrong_state}.to_string()), "wrong state");
}

TEST(failure, is_retryable_by_the_number_or_else_by_the_code) {
    const auto with_number = [](int number) {
        return failure{.code = errc::server_error, .ora_code = number}.retryable();
    };
    for (const int number : {60, 1033, 1089, 3113, 3114, 8177, 12170, 12514, 12541, 28, 16456, 56600}) {
        EXPECT_TRUE(with_number(number)) << number;
    }
    for (const int number : {1, 900, 942, 1013, 1017, 1400, 28000, 28001})
        EXPECT_FALSE(with_number(number)) << number;
    EXPECT_TRUE((failure{.code = errc::connection_lost}.retryable()));
    EXPECT_TRUE((failure{.code = errc::timed_out}.retryable()));
    EXPECT_FALSE((failure{.code = errc::cancelled}.retryable()));
    EXPECT_FALSE((failure{.code = errc::not_oracle}.retryable()));
    EXPECT_FALSE((failure{.code = errc::timed_out, .ora_code = 1017}.retryable()));
}

TEST(error, is_thrown_as_the_class_that_fits) {
    const auto thrown = [](failure facts) { throw_failure(std::move(facts)); };
    EXPECT_THROW(thrown({.code = errc::server_error, .phase = phase::authenticate, .ora_code = 1017}), connect_error);
    EXPECT_THROW(thrown({.code = errc::timed_out, .phase = phase::resolve}), connect_error);
    EXPECT_THROW(thrown({.code = errc::timed_out, .phase = phase::execute}), cancelled_error);
    EXPECT_THROW(thrown({.code = errc::cancelled, .phase = phase::fetch, .ora_code = 1013}), cancelled_error);
    EXPECT_THROW(thrown({.code = errc::server_error, .phase = phase::execute, .ora_code = 942}), server_error);
    try {
        thrown({.code = errc::wrong_state, .message = "the connection is closed", .connection_usable = false});
        FAIL() << "no exception";
    } catch (const connect_error&) {
        FAIL() << "too special";
    } catch (const server_error&) {
        FAIL() << "too special";
    } catch (const error& e) {
        EXPECT_STREQ(e.what(), "the connection is closed");
        EXPECT_EQ(e.code(), errc::wrong_state);
        EXPECT_FALSE(e.connection_usable());
    }
}

TEST(result, throws_its_failure_when_the_value_is_asked_for) {
    result<int> good = 7;
    EXPECT_EQ(good.value(), 7);
    const result<int> bad = failure{.code = errc::timed_out, .phase = phase::ping};
    EXPECT_FALSE(bad);
    EXPECT_THROW((void)bad.value(), cancelled_error);
    const result<void> nothing = failure{.code = errc::unsupported};
    EXPECT_THROW(nothing.value(), error);
}

TEST(db_type, has_the_names_of_sql) {
    EXPECT_EQ(to_string(db_type::varchar2), "VARCHAR2");
    EXPECT_EQ(to_string(db_type::nchar), "NCHAR");
    EXPECT_EQ(to_string(db_type::timestamp_ltz), "TIMESTAMP WITH LOCAL TIME ZONE");
    EXPECT_EQ(to_string(static_cast<db_type>(58)), "type 58");
    EXPECT_EQ(to_string(db_type::unknown), "type 0");
}

TEST(secret, moves_without_leaving_a_copy_behind) {
    secret first = "short";
    const auto* inline_bytes = first.reveal().data();
    secret second = std::move(first);
    EXPECT_EQ(second.reveal(), "short");
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is wiped is the point
    EXPECT_EQ(std::string_view(inline_bytes, 5), std::string_view("\0\0\0\0\0", 5));
    secret third = "a password too long to be stored inline in a string";
    third = std::move(second);
    EXPECT_EQ(third.reveal(), "short");
    EXPECT_EQ(third.clone().reveal(), "short");
}

TEST(connect_options, clone_copies_every_member) {
    connect_options options;
    options.connect_string = "db:1521/service";
    options.user = "scott";
    options.password = "tiger";
    options.mode = driver_mode::thick;
    options.connect_timeout = std::chrono::milliseconds(1);
    options.call_timeout = std::chrono::milliseconds(2);
    options.autocommit = true;
    options.statement_cache_size = 3;
    options.fetch.array_rows = 4;
    options.identity.program = "test";
    options.session_time_zone = "+02:00";
    options.sql_in_errors = true;
    const auto copy = options.clone();
    EXPECT_EQ(copy.connect_string, options.connect_string);
    EXPECT_EQ(copy.user, "scott");
    EXPECT_EQ(copy.password.reveal(), "tiger");
    EXPECT_EQ(copy.mode, driver_mode::thick);
    EXPECT_EQ(copy.connect_timeout.count(), 1);
    EXPECT_EQ(copy.call_timeout.count(), 2);
    EXPECT_TRUE(copy.autocommit);
    EXPECT_EQ(copy.statement_cache_size, 3U);
    EXPECT_EQ(copy.fetch.array_rows, 4U);
    EXPECT_EQ(copy.identity.program, "test");
    EXPECT_EQ(copy.session_time_zone, "+02:00");
    EXPECT_TRUE(copy.sql_in_errors);
    EXPECT_EQ(options.password.reveal(), "tiger");
}

}  // namespace
}  // namespace oraxx
