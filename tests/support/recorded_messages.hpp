// Takes single packets and messages out of the real-server captures, and out of our own recordings of foreign
// clients in tests/golden, for tests of one codec each.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/recorded_traces.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx::test {

struct recorded_message {
    bool from_client = false;
    std::string name{};           // as traces call it: "execute", "describe", "CONNECT"
    base::byte_buffer wire{};     // as recorded: messages from their type byte on, packets with their header
    base::byte_buffer encoded{};  // as our encoder writes what was read
};

// Collects every packet and message that decodes; `summary` counts the bytes that do not.
class message_collector final : public trace::quiet_printer {
public:
    message_collector() = default;  // for a caller that decodes by itself
    explicit message_collector(const std::string& capture_name) {
        summary = trace::decode_trace(parsed_trace(capture_name), *this);
    }

    trace::trace_summary summary{};
    std::vector<recorded_message> messages{};
    std::vector<std::string> failures{};    // "message: reason" of everything undecoded
    std::vector<std::string> complaints{};  // about the order

    [[nodiscard]] std::size_t count(bool from_client, std::string_view name) const {
        std::size_t found = 0;
        for (const auto& m : messages) found += m.from_client == from_client && m.name == name ? 1U : 0U;
        return found;
    }
    // The `index`-th message of that name.
    [[nodiscard]] const recorded_message& at(bool from_client, std::string_view name, std::size_t index = 0) const {
        for (const auto& m : messages) {
            if (m.from_client == from_client && m.name == name && index-- == 0) return m;
        }
        throw std::out_of_range("the capture holds no such message: " + std::string(name));
    }

    void undecoded(std::string_view message, std::string_view reason, base::bytes_view) override {
        failures.push_back(std::string(message) + ": " + std::string(reason));
    }
    void out_of_order(std::string_view complaint) override { complaints.emplace_back(complaint); }
    [[nodiscard]] bool wants_reencoding() const override { return true; }
    void reencoded(bool from_client, std::string_view name, base::bytes_view wire,
                   base::bytes_view encoded) override {
        messages.push_back(
            {from_client, std::string(name), {wire.begin(), wire.end()}, {encoded.begin(), encoded.end()}});
    }
};

// The messages of a capture, read once per test program.
inline const message_collector& collected(const std::string& capture_name) {
    static std::map<std::string, std::unique_ptr<message_collector>> known;
    auto& found = known[capture_name];
    if (!found) found = std::make_unique<message_collector>(capture_name);
    return *found;
}

}  // namespace oraxx::test
