#include <oraxx/value.hpp>

#include <array>
#include <charconv>
#include <cmath>

#include <oraxx/object.hpp>

#include "base/hex.hpp"

namespace oraxx {
namespace {

// The shortest text that reads back as the same value; to_chars() calls the special ones otherwise.
template <class Float>
std::string float_text(Float value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    std::array<char, 32> room{};
    const auto written = std::to_chars(room.data(), room.data() + room.size(), value);
    return {room.data(), written.ptr};
}

struct canonical_text {
    std::string operator()(std::monostate /*null*/) const { return {}; }
    std::string operator()(bool held) const { return held ? "true" : "false"; }
    std::string operator()(double held) const { return float_text(held); }
    std::string operator()(float held) const { return float_text(held); }
    std::string operator()(const std::string& held) const { return held; }
    std::string operator()(const std::vector<std::byte>& held) const {
        return base::hex_upper({reinterpret_cast<const std::uint8_t*>(held.data()), held.size()});
    }
    std::string operator()(const detail::shared_value<json>& held) const { return (*held).to_text(); }
    std::string operator()(const detail::shared_value<vector>& held) const { return (*held).to_string(); }
    std::string operator()(const detail::shared_value<object>& held) const { return (*held).to_string(); }
    template <class T>
    std::string operator()(const T& held) const {
        return held.to_string();
    }
};

}  // namespace

value::value(object held) : held_(detail::shared_value<object>(std::move(held))) {}

bool operator==(const value& a, const value& b) {
    return a.held_ == b.held_;
}

std::string value::to_string() const {
    return std::visit(canonical_text{}, held_);
}

}  // namespace oraxx
