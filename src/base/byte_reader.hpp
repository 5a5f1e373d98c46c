// A cursor over borrowed bytes that cannot be misused: one function moves it, the first error sticks
// and every later read returns zero or empty.
#pragma once

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"

namespace oraxx::base {

class byte_reader {
public:
    byte_reader() = default;
    explicit byte_reader(bytes_view input) noexcept : input_(input) {}

    // The next `count` bytes, borrowed from the input; empty after an error.
    bytes_view take(std::size_t count) noexcept {
        if (error_ != decode_errc::ok) return {};
        if (count > input_.size() - position_) {
            fail(decode_errc::incomplete);
            return {};
        }
        const auto out = input_.subspan(position_, count);
        position_ += count;
        return out;
    }

    void skip(std::size_t count) noexcept { (void)take(count); }

    std::uint8_t u8() noexcept {
        const auto b = take(1);
        return b.empty() ? std::uint8_t{0} : b[0];
    }
    std::uint16_t u16be() noexcept { return static_cast<std::uint16_t>(fixed_be(2)); }
    std::uint32_t u32be() noexcept { return static_cast<std::uint32_t>(fixed_be(4)); }
    std::uint64_t u64be() noexcept { return fixed_be(8); }
    std::uint16_t u16le() noexcept {
        const auto v = u16be();
        return static_cast<std::uint16_t>((v >> 8U) | (v << 8U));
    }

    // The next byte without moving, or -1 at the end or after an error.
    [[nodiscard]] int peek() const noexcept {
        return error_ == decode_errc::ok && position_ < input_.size() ? input_[position_] : -1;
    }

    // Bytes from `position` up to the cursor (for checkpoints and traces).
    [[nodiscard]] bytes_view since(std::size_t position) const noexcept {
        return input_.subspan(position, position_ - position);
    }
    [[nodiscard]] bytes_view rest() const noexcept { return input_.subspan(position_); }
    [[nodiscard]] std::size_t position() const noexcept { return position_; }
    [[nodiscard]] std::size_t remaining() const noexcept { return input_.size() - position_; }

    // Goes back to an earlier position and forgets the error: a checkpoint taken before a message.
    void rewind(std::size_t position) noexcept {
        position_ = position < input_.size() ? position : input_.size();
        error_ = decode_errc::ok;
    }

    void fail(decode_errc code) noexcept {
        if (error_ == decode_errc::ok) error_ = code;
    }
    [[nodiscard]] bool ok() const noexcept { return error_ == decode_errc::ok; }
    [[nodiscard]] decode_errc error() const noexcept { return error_; }

    // Ends a message that must fill its input exactly.
    decode_errc finish() noexcept {
        if (position_ != input_.size()) fail(decode_errc::trailing_bytes);
        return error_;
    }

private:
    std::uint64_t fixed_be(std::size_t width) noexcept {
        std::uint64_t value = 0;
        for (const auto b : take(width)) value = (value << 8U) | b;
        return value;
    }

    bytes_view input_;
    std::size_t position_ = 0;
    decode_errc error_ = decode_errc::ok;
};

}  // namespace oraxx::base
