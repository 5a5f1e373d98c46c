// Work that one thread does while the others that need it wait, each no longer than its own deadline.
#pragma once

#include <condition_variable>
#include <mutex>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

class single_flight {
public:
    // Held while the work is done.
    class turn {
    public:
        explicit turn(single_flight* of) noexcept : of_(of) {}
        turn(turn&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;
        turn& operator=(turn&&) = delete;
        ~turn() {
            if (of_ != nullptr) of_->leave();
        }
        // false: the deadline passed before it was this thread's turn.
        [[nodiscard]] explicit operator bool() const noexcept { return of_ != nullptr; }

    private:
        single_flight* of_;
    };

    // Not a timed mutex: the thread sanitizer of gcc 12 does not know its wait.
    [[nodiscard]] turn enter(http::clock::time_point deadline) {
        std::unique_lock lock(mutex_);
        if (!left_.wait_until(lock, deadline, [this] { return !taken_; })) return turn(nullptr);
        taken_ = true;
        return turn(this);
    }

private:
    void leave() noexcept {
        {
            const std::lock_guard lock(mutex_);
            taken_ = false;
        }
        left_.notify_one();
    }

    std::mutex mutex_{};
    std::condition_variable left_{};
    bool taken_ = false;
};

}  // namespace oraxx::lambda::aws
