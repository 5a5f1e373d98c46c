// JSON log lines on a descriptor: one object a line, as CloudWatch filters them (timestamp, level, message,
// requestId). Never give it rows, bind values or secrets.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace oraxx::lambda {

enum class log_level : std::uint8_t { trace, debug, info, warn, error, fatal };

// "INFO", "warn", "Warning"...: what AWS_LAMBDA_LOG_LEVEL and its relatives hold. Anything else: info.
[[nodiscard]] log_level parse_log_level(std::string_view text) noexcept;

struct log_field {
    std::string_view name{};
    std::variant<std::string_view, std::int64_t, bool> value{};
};

// How the end of a line is told.
enum class log_framing : std::uint8_t {
    lines,  // by a line feed
    // By a header in front of it: type, length and time. _LAMBDA_TELEMETRY_LOG_FD names a descriptor that wants it
    // so.
    telemetry,
};

// Thread safety: a logger never changes, and lines of several threads do not mix.
class logger {
public:
    explicit logger(log_level least = log_level::info, int descriptor = 1,
                    log_framing framing = log_framing::lines) noexcept
        : least_(least), descriptor_(descriptor), framing_(framing) {}

    // A logger whose every line carries these fields, too.
    [[nodiscard]] logger with(std::initializer_list<log_field> fields) const;
    [[nodiscard]] bool is_enabled(log_level level) const noexcept { return level >= least_; }

    void write(log_level level, std::string_view message, std::initializer_list<log_field> fields = {}) const;
    void debug(std::string_view message, std::initializer_list<log_field> fields = {}) const {
        write(log_level::debug, message, fields);
    }
    void info(std::string_view message, std::initializer_list<log_field> fields = {}) const {
        write(log_level::info, message, fields);
    }
    void warn(std::string_view message, std::initializer_list<log_field> fields = {}) const {
        write(log_level::warn, message, fields);
    }
    void error(std::string_view message, std::initializer_list<log_field> fields = {}) const {
        write(log_level::error, message, fields);
    }

private:
    log_level least_;
    int descriptor_;
    log_framing framing_;
    std::string fields_{};  // ,"name":value as JSON, for every line
};

}  // namespace oraxx::lambda
