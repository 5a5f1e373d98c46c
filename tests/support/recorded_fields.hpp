// The fields of a recording as its decoder names them, for tests that compare with what the source of the recording
// says.
#pragma once

#include <string>
#include <vector>

#include "base/hex.hpp"
#include "support/recorded_traces.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx::test {

struct recorded_field {
    std::size_t line = 0;   // of the file
    std::string message{};  // "describe", "row data", ...; the packet's type outside of messages
    std::string call{};     // what a message "function" or "piggyback" calls; else as `message`
    std::string name{};
    std::string value{};  // numbers in decimal, text as it is, bytes in hexadecimal
};

class field_collector final : public trace::quiet_printer {
public:
    explicit field_collector(const std::string& capture_name) {
        const auto file = parsed_trace(capture_name);
        for (const auto& line : file.lines) lines_.push_back(line.number);
        (void)trace::decode_trace(file, *this);
    }

    // Values of all fields of this name in all messages or calls of that name, in order; `index` restricts them to
    // the index-th packet line of the recording.
    [[nodiscard]] std::vector<std::string> values(std::string_view message, std::string_view name,
                                                  std::size_t index = any_line) const {
        std::vector<std::string> out;
        for (const auto& field : fields_) {
            if (index != any_line && field.line != lines_.at(index)) continue;
            const bool is_wanted = field.message == message || field.call == message;
            if (is_wanted && field.name == name) out.push_back(field.value);
        }
        return out;
    }

    static constexpr std::size_t any_line = static_cast<std::size_t>(-1);

    void number(std::string_view name, const wire::ttc::field_image&, std::int64_t value) override {
        add(name, std::to_string(value));
    }
    void bytes(std::string_view name, const wire::ttc::field_image&, base::bytes_view value) override {
        add(name, base::hex_lower(value));
    }
    void text(std::string_view name, const wire::ttc::field_image&, std::string_view value) override {
        add(name, std::string(value));
    }
    void begin_packet(const trace::trace_line& line, std::string_view type, std::size_t) override {
        line_ = line.number;
        packet_ = type;
    }
    void begin_message(bool, std::string_view name) override {
        message_ = name;
        message_start_ = fields_.size();
    }
    void end_message(std::string_view name, base::bytes_view) override {
        message_.clear();
        for (auto i = message_start_; i < fields_.size(); ++i) fields_[i].call = name;
    }

private:
    void add(std::string_view name, std::string value) {
        fields_.push_back({line_, message_.empty() ? packet_ : message_, {}, std::string(name), std::move(value)});
    }

    std::vector<std::size_t> lines_{};
    std::vector<recorded_field> fields_{};
    std::size_t line_ = 0;
    std::string packet_{};
    std::string message_{};
    std::size_t message_start_ = 0;  // its first field
};

}  // namespace oraxx::test
