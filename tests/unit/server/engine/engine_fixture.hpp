// Sessions of a database of their own, and short ways to run statements in them.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "server/engine/engine.hpp"

namespace oraxx::sandbox::engine {

class engine_session : public testing::Test {
protected:
    std::unique_ptr<session> open(std::chrono::milliseconds lock_timeout = std::chrono::milliseconds{50}) {
        database::session_options options;
        options.user = "SCOTT";
        options.version = "23.26.1.0.0";
        options.lock_timeout = lock_timeout;
        return database_->open_session(std::move(options));
    }
    static std::unique_ptr<statement> prepared(session& s, std::string_view sql) {
        auto out = s.prepare(sql);
        EXPECT_FALSE(out.error) << sql << ": " << out.error->message;
        return std::move(out.statement);
    }
    static execute_result executed(session& s, std::string_view sql, const std::vector<bind_value>& binds) {
        auto answer = prepared(s, sql)->execute(binds);
        if (const auto* error = std::get_if<sql_error>(&answer)) {
            ADD_FAILURE() << sql << ": " << error->message;
            return {};
        }
        return std::get<execute_result>(std::move(answer));
    }
    static std::optional<sql_error> run(session& s, std::string_view sql) {
        auto out = s.prepare(sql);
        if (out.error) return out.error;
        auto answer = out.statement->execute({});
        if (const auto* error = std::get_if<sql_error>(&answer)) return *error;
        return std::nullopt;
    }
    // The number in the first column of the first row.
    static std::int64_t number_of(session& s, std::string_view sql) {
        auto query = prepared(s, sql);
        EXPECT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
        std::vector<value> row;
        EXPECT_EQ(std::get<bool>(query->fetch(row)), true);
        return std::get<number>(row.at(0)).to_int64().value();
    }

    std::unique_ptr<database> database_ = database::open(":memory:");
};

}  // namespace oraxx::sandbox::engine
