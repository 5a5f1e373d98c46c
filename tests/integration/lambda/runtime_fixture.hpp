// A runtime loop in a thread of the test, and the emulated Runtime API it talks to.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "lambda/local/runtime_api.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::test {

inline constexpr std::chrono::seconds patience{20};  // far more than anything here takes

class scripted_function final : public function {
public:
    std::function<void()> on_start = [] {};
    std::function<std::string(std::string_view, context&)> on_event = [](std::string_view event, context&) {
        return std::string(event);
    };
    std::function<void(std::string_view, context&, response&)> on_answer =
        [this](std::string_view event, context& invocation, response& answer) {
            answer.send(on_event(event, invocation));
        };
    std::atomic<bool> was_stopped = false;

    void start(const logger&) override { on_start(); }
    void handle(std::string_view event, context& invocation, response& answer) override {
        on_answer(event, invocation, answer);
    }
    void stop(const logger&) noexcept override { was_stopped = true; }
};

// Answers the next request whose path ends in `tail` in its own way, once.
class fault {
public:
    void arm(std::string tail, std::function<void(local::exchange&)> action) {
        tail_ = std::move(tail);
        action_ = std::move(action);
        is_armed_ = true;
    }
    bool operator()(const std::shared_ptr<local::exchange>& asked) {
        if (!is_armed_ || !asked->request().target.ends_with(tail_)) return false;
        is_armed_ = false;
        action_(*asked);
        return true;
    }

private:
    std::atomic<bool> is_armed_ = false;
    std::string tail_{};
    std::function<void(local::exchange&)> action_{};
};

class runtime_fixture : public ::testing::Test {
protected:
    ~runtime_fixture() override { stop_and_join(); }

    void start() {
        api_.emplace([this](const std::shared_ptr<local::exchange>& asked) { return fault_(asked); }, api_options_);
        options_.api = "127.0.0.1:" + std::to_string(api_->port());
        options_.least_level = log_level::fatal;
        thread_ = std::thread([this] { exit_code_ = run(function_, options_, stop_); });
    }
    int stop_and_join() {
        stop_.request();
        return join();
    }
    int join() {
        if (thread_.joinable()) thread_.join();
        return exit_code_;
    }

    scripted_function function_;
    runtime_options options_;
    local::runtime_api_options api_options_;
    stop_event stop_;
    int exit_code_ = -1;
    fault fault_;
    std::optional<local::runtime_api> api_;  // from start() on
    std::thread thread_;
};

}  // namespace oraxx::lambda::test
