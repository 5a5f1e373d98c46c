// A flag another thread can raise to end a wait.
#pragma once

namespace oraxx::transport {

class wakeup {
public:
    wakeup();  // throws std::system_error when the process has no descriptor left
    wakeup(const wakeup&) = delete;
    wakeup& operator=(const wakeup&) = delete;
    ~wakeup();

    // From any thread, and from a signal handler. Never blocks.
    void signal() const noexcept;
    // Takes the flag down; true when it was up. One system call.
    bool clear() const noexcept;
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace oraxx::transport
