// The statements function between a sandbox database and an answer that stays here.
#pragma once

#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <oraxx/lambda/function.hpp>
#include "lambda/database/function_errors.hpp"
#include "lambda/functions/statements/statements_function.hpp"
#include "server/net/sandbox_server.hpp"
#include "support/scratch_directory.hpp"
#include "unit/lambda/collected_answer.hpp"

namespace oraxx::lambda::statements::test {

// A connection to each lease, and none of them kept.
class direct_connections final : public connection_source {
public:
    explicit direct_connections(std::string address) : address_(std::move(address)) {}

    unsigned leased = 0;
    std::function<void()> on_leased{};  // empty: nothing

    void start(const logger&) override {}
    [[nodiscard]] std::unique_ptr<connection_lease> acquire(context&) override {
        ++leased;
        connect_options options;
        options.connect_string = address_ + "/FREEPDB1";
        options.user = "scott";
        options.password = std::string_view("tiger");
        options.connect_timeout = std::chrono::seconds(30);
        auto opened = try_connect(std::move(options));
        if (!opened) throw failed_invocation(database::to_function_error(opened.error()));
        if (on_leased) on_leased();
        return std::make_unique<lease>(*std::move(opened));
    }
    void stop(const logger&) noexcept override {}

private:
    struct lease final : connection_lease {
        explicit lease(connection opened_) : opened(std::move(opened_)) {}
        [[nodiscard]] connection& get() noexcept override { return opened; }
        connection opened;
    };
    std::string address_;
};

class statements_fixture : public testing::Test {
protected:
    explicit statements_fixture(std::string init_sql) {
        sandbox::server_options options;
        options.password = base::secret_bytes(std::string_view("tiger"));
        options.init_sql = std::move(init_sql);
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
        connections_ = std::make_unique<direct_connections>(server_->address());
    }

    // A function with these statements.
    void deploy(std::string_view files, function_options options = {}) {
        folder_.write("test.sql", std::string(files));
        options.folder = folder_.path();
        function_ = std::make_unique<statements_function>(std::move(options));
        function_->start(log_);
    }

    struct outcome {
        lambda::test::collected_answer answer{};
        function_error error{};  // empty type: none
    };
    // Throws nothing: what handle() throws is the outcome's error.
    std::unique_ptr<outcome> invoke(std::string_view event) {
        auto out = std::make_unique<outcome>();
        context invocation({.request_id = "request-1", .deadline = std::chrono::system_clock::now() + patience}, log_,
                           connections_.get());
        try {
            function_->handle(event, invocation, out->answer);
            invocation.finish(nullptr);
        } catch (const failed_invocation& failed) {
            out->error = failed.error();
            invocation.finish(&out->error);
        }
        return out;
    }
    std::string answer(std::string_view event) {
        const auto done = invoke(event);
        return done->error.type.empty() ? done->answer.body : done->error.type + ": " + done->error.message;
    }
    std::string error_type(std::string_view event) { return invoke(event)->error.type; }

    static constexpr auto patience = std::chrono::seconds(30);
    logger log_{log_level::fatal};
    oraxx::test::scratch_directory folder_{};
    std::unique_ptr<sandbox::sandbox_server> server_;
    std::unique_ptr<direct_connections> connections_;
    std::unique_ptr<statements_function> function_;
};

}  // namespace oraxx::lambda::statements::test
