// JSON that came from outside, as a tree that keeps the digits of its numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oraxx::lambda::events {

enum class json_kind : std::uint8_t { null, boolean, number, text, array, object };
// "a number", "null"...: for messages, which name kinds and never values.
[[nodiscard]] std::string_view to_string(json_kind kind) noexcept;

// Owns what it holds.
struct json_value {
    json_kind kind = json_kind::null;
    bool truth = false;
    std::string text{};               // UTF-8 of a text; of a number its digits as the document has them
    std::string key{};                // of a member of an object: its name
    std::vector<json_value> items{};  // of an array, or the members of an object in their order

    // The first member of that name; null when there is none or this is no object.
    [[nodiscard]] const json_value* find(std::string_view name) const noexcept;
    // Text of the member, empty when it is absent or no text.
    [[nodiscard]] std::string_view text_of(std::string_view name) const noexcept;
    // The name of a member that stands there twice; empty when there is none.
    [[nodiscard]] std::string_view repeated_member() const;
};

// What a document may be; the size is bounded by Lambda (6 MiB), the tree in memory by these.
struct json_limits {
    std::size_t depth = 64;
    std::size_t values = 200'000;
};

// Throws failed_invocation ("EventError.BadJson") that tells where the text stops being JSON, never what stands
// there.
[[nodiscard]] json_value parse_json(std::string_view text, const json_limits& limits = {});
// The value as JSON again; numbers with the digits they came with.
void append_json(std::string& out, const json_value& value);

}  // namespace oraxx::lambda::events
