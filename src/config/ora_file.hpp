// The grammar that tnsnames.ora and sqlnet.ora share: NAME = VALUE, where a value is a parenthesised list or the rest
// of the line, and '#' starts a comment up to the end of the line. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace oraxx::config {

struct ora_entry {
    std::string_view names{};  // what stands before the '=', trimmed
    std::string_view value{};  // not empty
};

// Takes a file apart. Entries are views into it.
class ora_file {
public:
    explicit ora_file(std::string_view text);

    enum class found : std::uint8_t { entry, nonsense, end };

    [[nodiscard]] found next(ora_entry& out);
    // Of what next() looked at last, from 1.
    [[nodiscard]] std::size_t line() const noexcept;

private:
    found pass_over_line() noexcept;
    bool take_value(std::string_view& out);
    bool take_parentheses(std::size_t start, std::string_view& out);

    std::string text_;  // without comments
    std::size_t at_ = 0;
    std::size_t start_ = 0;
};

}  // namespace oraxx::config
