// Reading and writing the fixed-form texts of dates and intervals.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oraxx::values {

// Takes fields off the front of a text. The first mismatch sticks; later reads give zero.
class text_scanner {
public:
    explicit text_scanner(std::string_view text) noexcept : rest_(text) {}

    // Between `fewest` and `most` digits (at most 9), as many as there are.
    std::int32_t digits(std::size_t fewest, std::size_t most) noexcept {
        std::int32_t value = 0;
        std::size_t used = 0;
        while (used < most && used < rest_.size() && rest_[used] >= '0' && rest_[used] <= '9') {
            value = value * 10 + (rest_[used++] - '0');
        }
        rest_.remove_prefix(used);
        if (used < fewest) ok_ = false;
        return ok_ ? value : 0;
    }
    // Digits after a decimal point, in units of 10^-9. No point: zero.
    std::int32_t nanoseconds() noexcept {
        if (!accept('.')) return 0;
        const auto before = rest_.size();
        std::int32_t value = digits(1, 9);
        for (auto used = before - rest_.size(); used < 9; ++used) value *= 10;
        return value;
    }
    bool accept(char c) noexcept {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) noexcept {
        if (!accept(c)) ok_ = false;
    }
    // -1 after a minus, 1 after a plus or no sign.
    std::int32_t sign() noexcept {
        if (accept('-')) return -1;
        (void)accept('+');
        return 1;
    }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] bool at_end() const noexcept { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

// `value` in decimal, with zeros in front up to `width` characters.
template <class Out>
void append_padded(Out& out, std::uint64_t value, std::size_t width) {
    char text[20];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    const auto size = static_cast<std::size_t>(end - text);
    if (size < width) out.append(width - size, '0');
    out.append(text, size);
}

// ".123456789"; nothing for zero.
template <class Out>
void append_fraction(Out& out, std::uint64_t nanoseconds) {
    if (nanoseconds == 0) return;
    out.push_back('.');
    append_padded(out, nanoseconds, 9);
}

}  // namespace oraxx::values
