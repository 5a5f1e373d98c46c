// A flag another thread can raise to end a wait.
#pragma once

#include <atomic>

namespace oraxx::transport {

class wakeup {
public:
    wakeup();  // throws std::system_error when the process has no descriptor left
    wakeup(const wakeup&) = delete;
    wakeup& operator=(const wakeup&) = delete;
    ~wakeup();

    // From any thread, and from a signal handler. Never blocks.
    void signal() const noexcept;
    // No system call. Look here before every wait: a flag that is up need not show at the descriptor again.
    [[nodiscard]] bool is_raised() const noexcept { return raised_.load(std::memory_order_acquire); }
    // Takes the flag down and empties the descriptor; true when the flag was up.
    bool clear() const noexcept;
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }  // readable while the flag is up

private:
    int descriptor_;
    mutable std::atomic<bool> raised_{false};
};

}  // namespace oraxx::transport
