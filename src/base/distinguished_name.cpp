#include "base/distinguished_name.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/hex.hpp"

namespace oraxx::base {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string canonical_type(std::string_view type) {
    auto out = upper_case(type);
    if (out == "S") return "ST";
    if (out == "E") return "EMAILADDRESS";
    return out;
}

class name_parser {
public:
    explicit name_parser(std::string_view text) noexcept : text_(text) {}

    std::optional<distinguished_name> parse() {
        distinguished_name out;
        do {
            out.emplace_back();
            do {
                out.back().emplace_back();
                if (!take_part(out.back().back())) return std::nullopt;
            } while (take('+'));
        } while (take(',') || take(';'));
        if (at_ != text_.size()) return std::nullopt;
        std::reverse(out.begin(), out.end());
        return out;
    }

private:
    bool take_part(name_part& out) {
        const auto equals = text_.find('=', at_);
        if (equals == std::string_view::npos) return false;
        out.type = trimmed(text_.substr(at_, equals - at_));
        at_ = equals + 1;
        skip_blanks();
        const bool is_good = !out.type.empty() && out.type.find_first_of(",+;\"\\") == std::string::npos &&
                             (take('"') ? take_quoted(out.value) : take_plain(out.value));
        skip_blanks();
        return is_good && !out.value.empty();
    }

    bool take_plain(std::string& out) {
        std::size_t kept = 0;  // blanks behind it are dropped, unless escaped
        while (at_ < text_.size() && std::string_view(",;+").find(text_[at_]) == std::string_view::npos) {
            const bool escaped = text_[at_] == '\\';
            if (text_[at_] == '"' || !take_character(out)) return false;
            if (escaped || blanks.find(out.back()) == std::string_view::npos) kept = out.size();
        }
        out.resize(kept);
        return true;
    }

    bool take_quoted(std::string& out) {
        while (at_ < text_.size() && text_[at_] != '"') {
            if (!take_character(out)) return false;
        }
        return take('"');
    }

    bool take_character(std::string& out) {
        if (!take('\\')) {
            out.push_back(text_[at_++]);
            return true;
        }
        if (const auto byte = parse_hex(text_.substr(at_, 2)); byte && byte->size() == 1) {
            out.push_back(static_cast<char>(byte->front()));
            at_ += 2;
            return true;
        }
        if (at_ == text_.size()) return false;
        out.push_back(text_[at_++]);
        return true;
    }

    bool take(char wanted) noexcept {
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    void skip_blanks() noexcept { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }
    static std::string trimmed(std::string_view text) {
        const auto start = text.find_first_not_of(blanks);
        if (start == std::string_view::npos) return {};
        return std::string(text.substr(start, text.find_last_not_of(blanks) + 1 - start));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

void append_value(std::string& out, std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const bool at_edge = i == 0 || i + 1 == value.size();
        const bool is_special = std::string_view(",+\"\\<>;=").find(c) != std::string_view::npos;
        if (is_special || (c == ' ' && at_edge) || (c == '#' && i == 0)) out.push_back('\\');
        out.push_back(c);
    }
}

}  // namespace

bool operator==(const name_part& a, const name_part& b) noexcept {
    return a.value == b.value && canonical_type(a.type) == canonical_type(b.type);
}

std::optional<distinguished_name> parse_distinguished_name(std::string_view text) {
    return name_parser(text).parse();
}

std::string to_string(const distinguished_name& name) {
    std::string out;
    for (auto relative = name.rbegin(); relative != name.rend(); ++relative) {
        for (const auto& part : *relative) {
            if (!out.empty()) out.push_back(&part == &relative->front() ? ',' : '+');
            out.append(part.type).push_back('=');
            append_value(out, part.value);
        }
    }
    return out;
}

bool is_same_relative_name(const relative_name& a, const relative_name& b) {
    return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
}

}  // namespace oraxx::base
