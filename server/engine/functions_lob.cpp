// Functions of LOBs. Character LOBs are UTF-8 text here; offsets and amounts count UTF-16 code units, from 1.
#include <algorithm>

#include "base/bytes.hpp"
#include "server/engine/lob_stores.hpp"
#include "server/engine/runtime.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint8_t first_byte_of_four = 0xF0;

std::size_t units_of(char lead) {
    return static_cast<std::uint8_t>(lead) >= first_byte_of_four ? 2 : 1;
}

std::size_t unit_count(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text) {
        const auto b = static_cast<std::uint8_t>(c);
        out += (b & 0xC0U) == 0x80U ? 0 : units_of(c);
    }
    return out;
}

// The byte where the code unit begins; within a pair: where the pair does.
std::size_t byte_of_unit(std::string_view text, std::size_t unit) {
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); at += utf8_size(text[at])) {
        seen += units_of(text[at]);
        if (seen > unit) break;
    }
    return std::min(at, text.size());
}

// (text, maximum in bytes, position)
void as_text(call& c) {
    const auto size = c.text(0).size();
    if (size > static_cast<std::size_t>(c.integer(1))) {
        fail(ora::lob_too_large_for_text,
             "Buffer too small for CLOB to CHAR or BLOB to RAW conversion (actual: " + std::to_string(size) +
                 ", maximum: " + std::to_string(c.integer(1)) + ")",
             c.position());
    }
    c.result(c.text(0));
}
void as_raw(call& c) {
    const auto bytes = c.bytes(0);
    if (bytes.size() > static_cast<std::size_t>(c.integer(1))) {
        fail(ora::lob_too_large_for_text,
             "Buffer too small for CLOB to CHAR or BLOB to RAW conversion (actual: " + std::to_string(bytes.size()) +
                 ", maximum: " + std::to_string(c.integer(1)) + ")",
             c.position());
    }
    c.result(bytes);
}

void text_length(call& c) {
    c.result(decimal(static_cast<std::int64_t>(unit_count(c.text(0)))));
}
void byte_length(call& c) {
    c.result(decimal(static_cast<std::int64_t>(c.bytes(0).size())));
}

// NULLs are empty; NULL when all are.
void concat(call& c) {
    std::string out;
    bool any = false;
    for (std::size_t i = 0; i < c.count(); ++i) {
        if (c.is_null(i)) continue;
        any = true;
        out += c.text(i);
    }
    if (!any) return c.result_null();
    c.result_text(out);
}

// (lob, amount, offset)
void text_part(call& c) {
    const auto text = c.text(0);
    if (c.whole(1) < 1 || c.whole(2) < 1) return c.result_null();
    const auto from = byte_of_unit(text, static_cast<std::size_t>(c.whole(2) - 1));
    const auto rest = text.substr(from);
    c.result(rest.substr(0, byte_of_unit(rest, static_cast<std::size_t>(c.whole(1)))));
}
void byte_part(call& c) {
    const auto bytes = c.bytes(0);
    if (c.whole(1) < 1 || c.whole(2) < 1) return c.result_null();
    const auto from = std::min(bytes.size(), static_cast<std::size_t>(c.whole(2) - 1));
    c.result(bytes.subspan(from, std::min(bytes.size() - from, static_cast<std::size_t>(c.whole(1)))));
}

// (lob, pattern, offset, occurrence): the position, or 0.
template <class Sequence>
std::size_t find_nth(const Sequence& in, const Sequence& wanted, std::size_t from, std::int64_t nth) {
    auto at = in.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(from, in.size()));
    for (;; ++at) {
        at = std::search(at, in.end(), wanted.begin(), wanted.end());
        if (at == in.end() || wanted.empty()) return in.size();
        if (--nth == 0) return static_cast<std::size_t>(at - in.begin());
    }
}
void find_text(call& c) {
    const auto text = c.text(0);
    if (c.whole(2) < 1 || c.whole(3) < 1) return c.result_null();
    const auto from = byte_of_unit(text, static_cast<std::size_t>(c.whole(2) - 1));
    const auto at = find_nth(text, c.text(1), from, c.whole(3));
    c.result(decimal(at == text.size() ? 0 : static_cast<std::int64_t>(unit_count(text.substr(0, at))) + 1));
}
void find_bytes(call& c) {
    const auto bytes = c.bytes(0);
    if (c.whole(2) < 1 || c.whole(3) < 1) return c.result_null();
    const auto at = find_nth(bytes, c.bytes(1), static_cast<std::size_t>(c.whole(2) - 1), c.whole(3));
    c.result(decimal(at == bytes.size() ? 0 : static_cast<std::int64_t>(at) + 1));
}

// (a, b): -1, 0 or 1.
void compare(call& c) {
    const auto a = c.bytes(0);
    const auto b = c.bytes(1);
    const auto order = base::as_text(a).compare(base::as_text(b));
    c.result(decimal(order < 0 ? -1 : order > 0 ? 1 : 0));
}

// (directory, file)
void file_name(call& c) {
    c.result(std::string_view(std::string(c.text(0)) + bfile_separator + std::string(c.text(1))));
}

// XML that is well-formed as far as its outermost element goes: what stands for a check here.
void parse_xml(call& c) {
    const auto text = c.text(0);
    const auto first = text.find_first_not_of(" \t\r\n");
    const auto last = text.find_last_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '<' || text[last] != '>') {
        fail(ora::xml_malformed, "XML parsing failed", c.position());
    }
    c.result(text);
}

constexpr function_entry entries[] = {
    {"lob_text", 3, as_text},
    {"lob_raw", 3, as_raw},
    {"lob_length", 1, text_length},
    {"lob_size", 1, byte_length},
    {"lob_concat", -1, concat, null_rule::accepts_null},
    {"lob_substr", 3, text_part},
    {"lob_subraw", 3, byte_part},
    {"lob_instr", 4, find_text},
    {"lob_inraw", 4, find_bytes},
    {"lob_compare", 2, compare},
    {"bfile_name", 2, file_name},
    {"xml_parse", 2, parse_xml},
};

}  // namespace

std::span<const function_entry> lob_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
