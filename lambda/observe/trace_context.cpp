#include "lambda/observe/trace_context.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include "base/hex.hpp"
#include "transport/system.hpp"

namespace oraxx::lambda::observe {
namespace {

constexpr std::size_t epoch_digits = 8;
constexpr std::size_t trace_digits = 32;
constexpr std::size_t span_digits = 16;

bool is_id(std::string_view text, std::size_t digits) noexcept {
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
           text.find_first_not_of('0') != std::string_view::npos;
}

// "Name=" up to the next ';'.
std::string_view field(std::string_view header, std::string_view name) noexcept {
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        auto part = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
        if (part.substr(0, name.size()) == name) return part.substr(name.size());
    }
    return {};
}

// "1-5759e988-bd862e3fe1be46a994272793" to 32 digits, empty when it is none.
std::string digits_of_root(std::string_view root) {
    constexpr std::size_t size = 2 + epoch_digits + 1 + (trace_digits - epoch_digits);
    if (root.size() != size || root.substr(0, 2) != "1-" || root[2 + epoch_digits] != '-') return {};
    return std::string(root.substr(2, epoch_digits)).append(root.substr(2 + epoch_digits + 1));
}

trace_context parse_xray(std::string_view header) {
    const auto sampled = field(header, "Sampled=");
    return {.trace_id = digits_of_root(field(header, "Root=")),
            .parent_id = std::string(field(header, "Parent=")),
            .sampled = sampled == "1"   ? sampling::yes
                       : sampled == "0" ? sampling::no
                                        : sampling::undecided};
}

// version "-" trace-id "-" parent-id "-" flags; later versions may append more.
trace_context parse_traceparent(std::string_view header) {
    constexpr std::size_t parent_at = 3 + trace_digits + 1;
    constexpr std::size_t flags_at = parent_at + span_digits + 1;
    const bool has_form = header.size() >= flags_at + 2 && header[2] == '-' && header[parent_at - 1] == '-' &&
                          header[flags_at - 1] == '-' && header.substr(0, 2) != "ff" &&
                          (header.size() == flags_at + 2 || header[flags_at + 2] == '-');
    if (!has_form) return {};
    const char last = header[flags_at + 1];  // the sampled flag is the lowest bit
    return {
        .trace_id = std::string(header.substr(3, trace_digits)),
        .parent_id = std::string(header.substr(parent_at, span_digits)),
        .sampled = std::string_view("13579bdf").find(last) != std::string_view::npos ? sampling::yes : sampling::no};
}

}  // namespace

std::optional<trace_context> trace_context::parse(std::string_view header) {
    const bool is_traceparent = header.size() > 2 && header[2] == '-' && header.find('=') == std::string_view::npos;
    auto out = is_traceparent ? parse_traceparent(header) : parse_xray(header);
    if (!is_id(out.trace_id, trace_digits) || !is_id(out.parent_id, span_digits)) return std::nullopt;
    return out;
}

std::string trace_context::xray_id() const {
    return "1-" + trace_id.substr(0, epoch_digits) + '-' + trace_id.substr(epoch_digits);
}

std::string make_id(std::size_t digits) {
    std::array<std::uint8_t, trace_digits / 2> bytes{};
    transport::fill_random(bytes);
    bytes[0] |= 1U;
    return base::hex_lower(bytes).substr(0, digits);
}

std::string make_trace_id() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
    const std::array<std::uint8_t, 4> bytes{
        static_cast<std::uint8_t>(seconds >> 24U), static_cast<std::uint8_t>(seconds >> 16U),
        static_cast<std::uint8_t>(seconds >> 8U), static_cast<std::uint8_t>(seconds)};
    return base::hex_lower(bytes) + make_id(trace_digits - epoch_digits);
}

}  // namespace oraxx::lambda::observe
