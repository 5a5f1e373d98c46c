// One place at which invocations are served, one after the other, over a connection to the Runtime API of its own.
#pragma once

#include <atomic>
#include <mutex>

#include "lambda/runtime/answer.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda {

// What the slots of a process share. All of it outlives them.
struct slot_surroundings {
    function& served;
    const runtime_options& options;
    const logger& log;
    stop_event& stop;
    std::atomic<bool>& is_cold;  // no invocation has been served yet
};

// Thread safety: one thread at a time per slot; slots are independent.
class slot {
public:
    slot(const slot_surroundings& around, http::endpoint api);

    // Until the stop is requested (true) or the Runtime API is lost (false).
    [[nodiscard]] bool serve();
    // Any thread: interrupts the invocation under way, if there is one.
    void interrupt() noexcept;
    // Tells the platform that the function cannot start.
    void report_failed_start(const function_error& failure);

private:
    [[nodiscard]] logger log_for(const invocation_facts& invocation) const;
    [[nodiscard]] bool answer_one(next_invocation received);
    [[nodiscard]] std::optional<function_error> call(std::string_view event, context& invocation, answer& given);
    [[nodiscard]] post_status finish(context& invocation, answer& given, std::optional<function_error> failure);

    slot_surroundings around_;
    api_client client_;
    std::mutex current_mutex_{};
    context* current_ = nullptr;  // the invocation under way
};

}  // namespace oraxx::lambda
