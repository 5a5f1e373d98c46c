// The parenthesised name-value text of Oracle Net: connect descriptors, listener answers, redirects.
//
//     (DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=S)))
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/result.hpp>

namespace oraxx::config {

// Longest text and deepest nesting accepted.
inline constexpr std::size_t max_nv_text = 65535;
inline constexpr int max_nv_depth = 16;

struct nv_pair {
    std::string name{};   // as written; compared without regard to case
    std::string value{};  // empty when there are children
    std::vector<nv_pair> children{};
    std::size_t position = 0;  // 0-based byte offset of the name in the text it came from

    [[nodiscard]] bool is_named(std::string_view other) const noexcept;
    // First child of that name; null when there is none.
    [[nodiscard]] const nv_pair* find(std::string_view child) const noexcept;
    // Positions do not count.
    friend bool operator==(const nv_pair& a, const nv_pair& b) noexcept;
};

enum class nv_strictness : std::uint8_t {
    strict,       // what a user wrote
    lenient_end,  // what a peer sent: closing parentheses may be missing at the end
};

// errc::bad_connect_string, naming position, what stood there and what was expected.
[[nodiscard]] result<nv_pair> parse_nv(std::string_view text, nv_strictness strictness = nv_strictness::strict);

// Without blanks; a value that needs quotes gets them.
void append_nv(std::string& out, const nv_pair& pair);
void append_nv(std::string& out, std::string_view name, std::string_view value);

// The value at a path of names below `root` (whose own name is the first): "" when it is not there.
[[nodiscard]] std::string_view nv_value(const nv_pair& root, std::initializer_list<std::string_view> path) noexcept;

}  // namespace oraxx::config
