// Names of certificates (X.501), and their text form (RFC 4514).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oraxx::base {

// "CN" and "db.example.com". The type is a short name, or numbers with dots.
struct name_part {
    std::string type{};
    std::string value{};

    // Types do not depend on case, values do. S and ST, E and emailAddress are the same types.
    friend bool operator==(const name_part& a, const name_part& b) noexcept;
};

// In the order of the encoding: the most general first. A relative name may have several parts, in any order.
using relative_name = std::vector<name_part>;
using distinguished_name = std::vector<relative_name>;

// "CN=db,O=Example,C=US", the most special first; escapes (\, and \2C), quotes, '+' between the parts of a relative
// name. nullopt: no such text.
[[nodiscard]] std::optional<distinguished_name> parse_distinguished_name(std::string_view text);
// The same as text.
[[nodiscard]] std::string to_string(const distinguished_name& name);

[[nodiscard]] bool is_same_relative_name(const relative_name& a, const relative_name& b);

}  // namespace oraxx::base
