// The canonical text of dates and times, into a string or into a piece of memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <oraxx/datetime.hpp>

#include "values/text_scanner.hpp"

namespace oraxx::values {

// What texts are appended to where none may be allocated; with room for the longest text of a time.
class short_text {
public:
    void push_back(char c) noexcept { append(1, c); }
    void append(std::size_t count, char c) noexcept {
        std::fill_n(characters_.begin() + size_, count, c);
        size_ += static_cast<std::ptrdiff_t>(count);
    }
    void append(const char* text, std::size_t count) noexcept {
        std::copy_n(text, count, characters_.begin() + size_);
        size_ += static_cast<std::ptrdiff_t>(count);
    }
    [[nodiscard]] std::string_view view() const noexcept {
        return {characters_.data(), static_cast<std::size_t>(size_)};
    }

private:
    // Fields out of their ranges, which values made by programs may have, are longer: year 6, four fields 3, hours 3.
    std::array<char, 64> characters_{};
    std::ptrdiff_t size_ = 0;
};

template <class Out>
void append_text(Out& out, const date& value) {
    const auto add = [&out](char separator, std::uint8_t field) {
        out.push_back(separator);
        append_padded(out, field, 2);
    };
    if (value.year < 0) out.push_back('-');
    append_padded(out, static_cast<std::uint64_t>(value.year < 0 ? -value.year : value.year), 4);
    add('-', value.month);
    add('-', value.day);
    add('T', value.hour);
    add(':', value.minute);
    add(':', value.second);
}

template <class Out>
void append_text(Out& out, const timestamp& value) {
    append_text(out, value.date);
    append_fraction(out, value.nanosecond);
}

template <class Out>
void append_text(Out& out, const timestamp_tz& value) {
    append_text(out, value.local());
    const int minutes = value.offset_minutes < 0 ? -value.offset_minutes : value.offset_minutes;
    out.push_back(value.offset_minutes < 0 ? '-' : '+');
    append_padded(out, static_cast<std::uint64_t>(minutes / 60), 2);
    out.push_back(':');
    append_padded(out, static_cast<std::uint64_t>(minutes % 60), 2);
}

template <class T>
[[nodiscard]] std::string text_of(const T& value) {
    std::string out;
    append_text(out, value);
    return out;
}

}  // namespace oraxx::values
