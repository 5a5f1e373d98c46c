#include <oraxx/lambda/log.hpp>

#include <array>
#include <charconv>
#include <chrono>

#include "lambda/runtime/json_text.hpp"
#include "lambda/runtime/write_all.hpp"

namespace oraxx::lambda {
namespace {

constexpr std::array<std::string_view, 6> level_names = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};

void append_number(std::string& out, std::int64_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
    std::string digits;
    append_number(digits, value);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

// RFC 3339 in UTC with milliseconds.
void append_timestamp(std::string& out, std::chrono::system_clock::time_point when) {
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::milliseconds>(when - day));
    append_padded(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.day()), 2);
    out += 'T';
    append_padded(out, time.hours().count(), 2);
    out += ':';
    append_padded(out, time.minutes().count(), 2);
    out += ':';
    append_padded(out, time.seconds().count(), 2);
    out += '.';
    append_padded(out, time.subseconds().count(), 3);
    out += 'Z';
}

void append_value(std::string& out, const log_field& field) {
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        append_json_string(out, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
        append_number(out, *number);
    } else {
        out += std::get<bool>(field.value) ? "true" : "false";
    }
}

void append_field(std::string& out, const log_field& field) {
    out += ',';
    append_json_string(out, field.name);
    out += ':';
    append_value(out, field);
}

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
    while (bytes-- > 0) out += static_cast<char>(value >> (bytes * 8) & 0xFFU);
}

// What AWS's runtimes write for a line of JSON (aws-lambda-python-runtime-interface-client): a type that tells level
// and format, the length, and microseconds since 1970.
std::string telemetry_frame(log_level level, std::string_view line, std::chrono::system_clock::time_point when) {
    constexpr std::uint32_t magic = 0xA55A0000;
    constexpr std::uint32_t json = 0b10;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
    std::string out;
    append_big_endian(out, magic | (static_cast<std::uint32_t>(level) + 1) << 2U | json, 4);
    append_big_endian(out, line.size(), 4);
    append_big_endian(out, static_cast<std::uint64_t>(micros), 8);
    out += line;
    return out;
}

}  // namespace

log_level parse_log_level(std::string_view text) noexcept {
    if (text.size() < 4) return log_level::info;
    // The first four letters decide: WARN and WARNING, FATAL, ERROR; CRITICAL is Python's FATAL.
    const auto begins_with = [text](std::string_view name) {
        for (std::size_t i = 0; i < 4; ++i) {
            if ((text[i] & ~0x20) != name[i]) return false;
        }
        return true;
    };
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (begins_with(level_names[i])) return static_cast<log_level>(i);
    }
    return begins_with("CRIT") ? log_level::fatal : log_level::info;
}

logger logger::with(std::initializer_list<log_field> fields) const {
    logger out = *this;
    for (const auto& field : fields) append_field(out.fields_, field);
    return out;
}

void logger::write(log_level level, std::string_view message, std::initializer_list<log_field> fields) const {
    if (!is_enabled(level)) return;
    const auto now = std::chrono::system_clock::now();
    std::string line = R"({"timestamp":")";
    append_timestamp(line, now);
    line += R"(","level":")";
    line += level_names[static_cast<std::size_t>(level)];
    line += R"(","message":)";
    append_json_string(line, message);
    line += fields_;
    for (const auto& field : fields) append_field(line, field);
    line += '}';
    if (framing_ == log_framing::telemetry) return write_all(descriptor_, telemetry_frame(level, line, now));
    line += '\n';
    write_all(descriptor_, line);
}

}  // namespace oraxx::lambda
