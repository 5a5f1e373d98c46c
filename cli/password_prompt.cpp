#include "cli/password_prompt.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>

#include "base/secret.hpp"

namespace oraxx::cli {
namespace {

// The terminal with its echo off; put back as it was at the end.
class silent_terminal {
public:
    silent_terminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ready_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
    }
    silent_terminal(const silent_terminal&) = delete;
    silent_terminal& operator=(const silent_terminal&) = delete;
    ~silent_terminal() {
        if (ready_) {
            ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
            write("\n");  // the user's own was not shown
        }
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool ready() const noexcept { return ready_; }
    void write(std::string_view text) const { (void)!::write(descriptor_, text.data(), text.size()); }
    [[nodiscard]] bool read_char(char& out) const { return ::read(descriptor_, &out, 1) == 1; }

private:
    int descriptor_;
    termios before_{};
    bool ready_ = false;
};

}  // namespace

std::optional<secret> prompt_password(const std::string& prompt) {
    const silent_terminal terminal;
    if (!terminal.ready()) return std::nullopt;
    terminal.write(prompt);
    std::array<char, 1024> typed{};
    std::size_t size = 0;
    bool complete = false;
    while (size < typed.size() && terminal.read_char(typed[size])) {
        complete = typed[size] == '\n';
        if (complete) break;
        ++size;
    }
    std::optional<secret> out;
    if (complete) out.emplace(std::string_view(typed.data(), size));
    base::wipe(typed.data(), typed.size());
    return out;
}

}  // namespace oraxx::cli
