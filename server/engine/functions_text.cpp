// Character functions. Positions and lengths count characters unless the name ends in B.
#include <algorithm>
#include <limits>
#include <string>

#include "server/engine/runtime.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

// (a, b, ..., position): NULL is the empty text.
void concat(call& c) {
    std::string out;
    for (std::size_t i = 0; i + 1 < c.count(); ++i) {
        if (!c.is_null(i)) out += c.text(i);
    }
    if (out.size() > c.state().longest_text) fail(ora::too_long_concatenation, c.position());
    c.result(std::string_view(out));
}

// From a 1-based start (negative: from the end) to 0-based [first, first + length).
struct slice {
    std::size_t first = 0;
    std::size_t length = 0;
};
slice cut(std::int64_t size, std::int64_t start, std::int64_t length) {
    if (start == 0) start = 1;
    const std::int64_t first = start > 0 ? start - 1 : size + start;
    if (first < 0 || first >= size || length < 1) return {};
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(length, size - first))};
}

void substring(call& c) {
    const auto text = c.text(0);
    const std::int64_t length = c.count() > 2 ? c.whole(2) : std::numeric_limits<std::int32_t>::max();
    const auto part = cut(static_cast<std::int64_t>(character_count(text)), c.whole(1), length);
    const auto from = byte_offset(text, part.first);
    c.result(text.substr(from, byte_offset(text.substr(from), part.length)));
}

void substring_bytes(call& c) {
    const auto text = c.text(0);
    const std::int64_t length = c.count() > 2 ? c.whole(2) : std::numeric_limits<std::int32_t>::max();
    const auto part = cut(static_cast<std::int64_t>(text.size()), c.whole(1), length);
    c.result(text.substr(part.first, part.length));
}

// (text, wanted, start, occurrence, position)
void find(call& c) {
    const auto text = c.text(0);
    const auto wanted = c.text(1);
    const auto start = c.whole(2);
    auto occurrence = c.whole(3);
    if (occurrence < 1) {
        fail(ora::argument_out_of_range, "argument '" + std::to_string(occurrence) + "' is out of range",
             c.position());
    }
    const auto characters = static_cast<std::int64_t>(character_count(text));
    if (start == 0) return c.result(decimal(0));
    const std::int64_t step = start > 0 ? 1 : -1;
    for (auto at = start > 0 ? start - 1 : characters + start; at >= 0 && at < characters; at += step) {
        const auto byte = byte_offset(text, static_cast<std::size_t>(at));
        if (text.compare(byte, wanted.size(), wanted) == 0 && --occurrence == 0) return c.result(decimal(at + 1));
    }
    c.result(decimal(0));
}

void upper(call& c) {
    c.result(std::string_view(to_upper(c.text(0))));
}
void lower(call& c) {
    c.result(std::string_view(to_lower(c.text(0))));
}
void initial_capitals(call& c) {
    c.result(std::string_view(to_initial_capitals(c.text(0))));
}
void length(call& c) {
    c.result(decimal(static_cast<std::int64_t>(character_count(c.text(0)))));
}
void length_bytes(call& c) {
    c.result(decimal(static_cast<std::int64_t>(c.bytes(0).size())));
}

bool contains_character(std::string_view set, std::string_view character) {
    for (std::size_t at = 0; at < set.size(); at += utf8_size(set[at])) {
        if (set.compare(at, utf8_size(set[at]), character) == 0) return true;
    }
    return false;
}

// (text, set)
std::string_view trimmed_left(std::string_view text, std::string_view set) {
    while (!text.empty() && contains_character(set, text.substr(0, utf8_size(text[0])))) {
        text.remove_prefix(std::min(utf8_size(text[0]), text.size()));
    }
    return text;
}
std::string_view trimmed_right(std::string_view text, std::string_view set) {
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
        if (!contains_character(set, text.substr(last))) break;
        text.remove_suffix(text.size() - last);
    }
    return text;
}
void trim_left(call& c) {
    c.result(trimmed_left(c.text(0), c.text(1)));
}
void trim_right(call& c) {
    c.result(trimmed_right(c.text(0), c.text(1)));
}
void trim_both(call& c) {
    c.result(trimmed_left(trimmed_right(c.text(0), c.text(1)), c.text(1)));
}

// (text, width, fill)
std::string padding(const call& c, std::size_t characters) {
    const auto fill = c.text(2);
    std::string out;
    while (characters != 0 && out.size() <= c.state().longest_text) {
        for (std::size_t at = 0; at < fill.size() && characters != 0; --characters) {
            const auto size = utf8_size(fill[at]);
            out += fill.substr(at, size);
            at += size;
        }
    }
    return out;
}
template <class Join>
void pad(call& c, Join join) {
    const auto text = c.text(0);
    const auto longest = c.state().longest_text;
    const auto width =
        static_cast<std::size_t>(std::clamp<std::int64_t>(c.whole(1), 0, static_cast<std::int64_t>(longest)));
    const auto size = character_count(text);
    if (size >= width) return c.result(text.substr(0, byte_offset(text, width)));
    std::string out = join(std::string(text), padding(c, width - size));
    if (out.size() > longest) {
        // Cut at the last character that fits.
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
        out.resize(end);
    }
    c.result(std::string_view(out));
}
void pad_left(call& c) {
    pad(c, [](std::string text, std::string fill) { return fill + text; });
}
void pad_right(call& c) {
    pad(c, [](std::string text, std::string fill) { return text + fill; });
}

// (text, wanted, replacement, position); NULL for `wanted` leaves the text, NULL for the other removes.
void replace(call& c) {
    if (c.is_null(0)) return c.result_null();
    const auto text = c.text(0);
    const auto wanted = c.is_null(1) ? std::string_view{} : c.text(1);
    const auto replacement = c.is_null(2) ? std::string_view{} : c.text(2);
    if (wanted.empty()) return c.result(text);
    std::string out;
    for (std::size_t at = 0;;) {
        const auto next = text.find(wanted, at);
        out += text.substr(at, next - at);
        if (next == std::string_view::npos) break;
        out += replacement;
        at = next + wanted.size();
        if (out.size() > c.state().longest_text) fail(ora::too_long_concatenation, c.position());
    }
    c.result(std::string_view(out));
}

// (text, from, to)
void translate(call& c) {
    const auto text = c.text(0);
    const auto from = c.text(1);
    const auto to = c.text(2);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto size = utf8_size(text[at]);
        const auto character = text.substr(at, size);
        at += size;
        std::size_t index = 0;
        std::size_t byte = 0;
        while (byte < from.size() && from.compare(byte, utf8_size(from[byte]), character) != 0) {
            byte += utf8_size(from[byte]);
            ++index;
        }
        if (byte >= from.size()) {
            out += character;
        } else if (const auto target = byte_offset(to, index); target < to.size()) {
            out += to.substr(target, utf8_size(to[target]));
        }
    }
    c.result(std::string_view(out));
}

// CHR(n): the bytes of n in the database character set.
void character(call& c) {
    auto code = static_cast<std::uint32_t>(std::clamp<std::int64_t>(c.whole(0), 0, 0x7FFFFFFF));
    std::string out;
    for (; code != 0 || out.empty(); code >>= 8U) out.insert(out.begin(), static_cast<char>(code & 0xFFU));
    c.result(std::string_view(out));
}
// ASCII(text): the first character's bytes as a number.
void first_code(call& c) {
    const auto text = c.text(0);
    std::int64_t code = 0;
    for (const char b : text.substr(0, utf8_size(text[0]))) code = code * 256 + static_cast<unsigned char>(b);
    c.result(decimal(code));
}

// Does `text` match `pattern`? `escape` empty: none.
bool like(std::string_view text, std::string_view pattern, std::string_view escape, std::size_t position) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t retry_pattern = std::string_view::npos;
    std::size_t retry_text = 0;
    for (;;) {
        bool literal = false;
        if (p < pattern.size()) {
            std::size_t at = p;
            if (!escape.empty() && pattern.compare(p, escape.size(), escape) == 0) {
                at = p + escape.size();
                const bool allowed = at < pattern.size() && (pattern[at] == '%' || pattern[at] == '_' ||
                                                             pattern.compare(at, escape.size(), escape) == 0);
                if (!allowed) {
                    fail(ora::bad_escape, position);
                }
                literal = true;
            }
            if (!literal && pattern[at] == '%') {
                retry_pattern = ++p;
                retry_text = t;
                continue;
            }
            const auto size = utf8_size(pattern[at]);
            if (t < text.size()) {
                const bool any = !literal && pattern[at] == '_';
                if (any || text.compare(t, size, pattern.substr(at, size)) == 0) {
                    t += any ? utf8_size(text[t]) : size;
                    p = at + size;
                    continue;
                }
            }
        } else if (t >= text.size()) {
            return true;
        }
        if (retry_pattern == std::string_view::npos || retry_text >= text.size()) return false;
        retry_text += utf8_size(text[retry_text]);
        t = retry_text;
        p = retry_pattern;
    }
}

// (text, pattern, escape or '', position)
void match_like(call& c) {
    c.result(std::int64_t{like(c.text(0), c.text(1), c.text(2), c.position()) ? 1 : 0});
}

constexpr function_entry entries[] = {
    {"t_concat", -1, concat, null_rule::accepts_null},
    {"t_substr", 2, substring},
    {"t_substr", 3, substring},
    {"t_substrb", 2, substring_bytes},
    {"t_substrb", 3, substring_bytes},
    {"t_instr", 5, find},
    {"t_upper", 1, upper},
    {"t_lower", 1, lower},
    {"t_initcap", 1, initial_capitals},
    {"t_length", 1, length},
    {"t_lengthb", 1, length_bytes},
    {"t_ltrim", 2, trim_left},
    {"t_rtrim", 2, trim_right},
    {"t_trim", 2, trim_both},
    {"t_lpad", 3, pad_left},
    {"t_rpad", 3, pad_right},
    {"t_replace", 4, replace, null_rule::accepts_null},
    {"t_translate", 3, translate},
    {"t_chr", 1, character},
    {"t_ascii", 1, first_code},
    {"t_like", 4, match_like},
};

}  // namespace

std::span<const function_entry> text_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
