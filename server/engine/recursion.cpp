// Recursive WITH: every row's parent, and the error of a row that repeats one of its ancestors.
#include <algorithm>
#include <string>

#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::int64_t no_parent = -1;
constexpr std::size_t max_rows = 2'000'000;

// The values from argument `first` on, so that equal rows give equal texts.
std::string row_text(const call& c, std::size_t first) {
    std::string out;
    for (auto i = first; i < c.count(); ++i) {
        out += c.is_null(i) ? 'n' : 'v';
        const auto bytes = c.bytes(i);
        out += std::to_string(bytes.size()) + ':';
        out.append(bytes.begin(), bytes.end());
    }
    return out;
}

void add_row(call& c, std::int64_t parent, std::string row) {
    auto& rows = c.state().recursion;
    if (rows.size() >= max_rows)
        refuse("recursive WITH of more than 2,000,000 rows", static_cast<std::size_t>(c.integer(0)));
    rows.push_back({parent, std::move(row)});
    c.result(static_cast<std::int64_t>(rows.size()) - 1);
}

// (position, values...)
void start(call& c) {
    add_row(c, no_parent, row_text(c, 1));
}

// (position, number of the parent, values...)
void step(call& c) {
    auto row = row_text(c, 2);
    const auto& rows = c.state().recursion;
    for (auto at = c.integer(1); at != no_parent; at = rows[static_cast<std::size_t>(at)].parent) {
        if (rows[static_cast<std::size_t>(at)].text == row)
            fail(ora::recursion_cycle, static_cast<std::size_t>(c.integer(0)));
    }
    add_row(c, c.integer(1), std::move(row));
}

constexpr function_entry entries[] = {
    {"recursion_start", -1, start, null_rule::accepts_null, false},
    {"recursion_step", -1, step, null_rule::accepts_null, false},
};

}  // namespace

std::span<const function_entry> recursion_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
