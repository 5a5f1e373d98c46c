#include "server/engine/nls.hpp"

#include <algorithm>

#include "server/engine/characters.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::array<std::string_view, nls_parameter_count> parameter_names{"NLS_LANGUAGE",
                                                                            "NLS_TERRITORY",
                                                                            "NLS_CURRENCY",
                                                                            "NLS_ISO_CURRENCY",
                                                                            "NLS_NUMERIC_CHARACTERS",
                                                                            "NLS_CALENDAR",
                                                                            "NLS_DATE_FORMAT",
                                                                            "NLS_DATE_LANGUAGE",
                                                                            "NLS_SORT",
                                                                            "NLS_TIME_FORMAT",
                                                                            "NLS_TIMESTAMP_FORMAT",
                                                                            "NLS_TIME_TZ_FORMAT",
                                                                            "NLS_TIMESTAMP_TZ_FORMAT",
                                                                            "NLS_DUAL_CURRENCY",
                                                                            "NLS_COMP",
                                                                            "NLS_LENGTH_SEMANTICS",
                                                                            "NLS_NCHAR_CONV_EXCP"};

constexpr std::size_t max_symbol_bytes = 30;  // currency symbols

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), value) != words.end();
}

// Decimal point and group separator: two different characters of one byte that no number needs otherwise.
bool are_numeric_characters(std::string_view text) {
    const auto usable = [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !is_digit(c) &&
               std::string_view("+-<>").find(c) == std::string_view::npos;
    };
    return text.size() == 2 && text[0] != text[1] && usable(text[0]) && usable(text[1]);
}

}  // namespace

std::string_view name_of(nls_parameter p) noexcept {
    return parameter_names[static_cast<std::size_t>(p)];
}

std::optional<nls_parameter> find_nls_parameter(std::string_view upper_name) noexcept {
    const auto found = std::find(parameter_names.begin(), parameter_names.end(), upper_name);
    if (found == parameter_names.end()) return std::nullopt;
    return static_cast<nls_parameter>(found - parameter_names.begin());
}

nls_settings::nls_settings()
    : language_(find_language("AMERICAN")), date_language_(language_), territory_(find_territory("AMERICA")) {
    value(nls_parameter::language) = language_->name;
    value(nls_parameter::date_language) = language_->name;
    value(nls_parameter::sort) = "BINARY";
    value(nls_parameter::calendar) = "GREGORIAN";
    value(nls_parameter::comp) = "BINARY";
    value(nls_parameter::length_semantics) = "BYTE";
    value(nls_parameter::nchar_conv_excp) = "FALSE";
    take_territory(*territory_);
}

void nls_settings::take_territory(const nls_territory& t) {
    territory_ = &t;
    const std::string date(t.date_format);
    const std::string time(t.time_format);
    const std::string zone(t.zone_suffix);
    value(nls_parameter::territory) = t.name;
    value(nls_parameter::currency) = t.currency;
    value(nls_parameter::iso_currency) = t.name;
    value(nls_parameter::dual_currency) = t.dual_currency;
    value(nls_parameter::numeric_characters) = t.numeric_characters;
    value(nls_parameter::date_format) = date;
    value(nls_parameter::time_format) = time;
    value(nls_parameter::time_tz_format) = time + zone;
    value(nls_parameter::timestamp_format) = date + ' ' + time;
    value(nls_parameter::timestamp_tz_format) = date + ' ' + time + zone;
}

void nls_settings::set_territory(std::string_view name, std::size_t position) {
    const auto* t = find_territory(name);
    if (t != nullptr) return take_territory(*t);
    if (is_foreign_territory(name)) refuse("territory " + std::string(name), position);
    fail(ora::invalid_nls_value, position);
}

// The sort that goes with a language stays out: the sandbox sorts binary.
void nls_settings::set_language(std::string_view name, std::size_t position) {
    const auto* l = find_language(name);
    if (l == nullptr && is_foreign_language(name)) refuse("language " + std::string(name), position);
    if (l == nullptr) fail(ora::invalid_nls_value, position);
    language_ = date_language_ = l;
    value(nls_parameter::language) = l->name;
    value(nls_parameter::date_language) = l->name;
}

void nls_settings::set(nls_parameter p, std::string_view text, std::size_t position) {
    const auto upper = upper_ascii(text);
    const auto check = [&](bool valid) {
        if (!valid) fail(ora::invalid_nls_value, position);
    };
    switch (p) {
    case nls_parameter::language: return set_language(upper, position);
    case nls_parameter::territory: return set_territory(upper, position);
    case nls_parameter::date_language: {
        const auto* l = find_language(upper);
        if (l == nullptr && is_foreign_language(upper)) refuse("language " + upper, position);
        check(l != nullptr);
        date_language_ = l;
        value(p) = upper;
        return;
    }
    case nls_parameter::iso_currency:
        if (find_territory(upper) == nullptr && is_foreign_territory(upper)) refuse("territory " + upper, position);
        check(find_territory(upper) != nullptr);
        value(p) = upper;
        return;
    case nls_parameter::numeric_characters: check(are_numeric_characters(text)); break;
    case nls_parameter::currency:
    case nls_parameter::dual_currency: check(text.size() <= max_symbol_bytes); break;
    case nls_parameter::calendar:
        if (upper != "GREGORIAN") refuse("calendar " + upper, position);
        value(p) = upper;
        return;
    case nls_parameter::sort:
        if (upper != "BINARY") refuse("NLS_SORT other than BINARY", position);
        value(p) = upper;
        return;
    case nls_parameter::comp:
        check(is_one_of(upper, {"BINARY", "ANSI", "LINGUISTIC"}));
        value(p) = upper;
        return;
    case nls_parameter::length_semantics:
        check(is_one_of(upper, {"BYTE", "CHAR"}));
        value(p) = upper;
        return;
    case nls_parameter::nchar_conv_excp:
        check(is_one_of(upper, {"TRUE", "FALSE"}));
        value(p) = upper;
        return;
    default: break;
    }
    value(p) = text;
}

namespace {

// "NAME = value": what stands between blanks or in quotes.
class argument_reader {
public:
    argument_reader(std::string_view text, std::size_t position) : text_(text), position_(position) {}

    [[nodiscard]] bool at_end() {
        skip_blanks();
        return text_.empty();
    }
    std::string_view name() {
        skip_blanks();
        return take(std::min(text_.find_first_of(" =\t\n"), text_.size()));
    }
    std::string_view value() {
        skip_blanks();
        if (text_.empty() || text_.front() != '=') fail_argument();
        text_.remove_prefix(1);
        skip_blanks();
        if (text_.empty()) fail_argument();
        if (text_.front() != '\'') return take(std::min(text_.find_first_of(" \t\n"), text_.size()));
        const auto close = text_.find('\'', 1);
        if (close == std::string_view::npos) fail_argument();
        const auto out = text_.substr(1, close - 1);
        text_.remove_prefix(close + 1);
        return out;
    }
    [[noreturn]] void fail_argument() const { fail(ora::invalid_nls_argument, position_); }

private:
    void skip_blanks() {
        while (!text_.empty() && is_space(text_.front())) text_.remove_prefix(1);
    }
    std::string_view take(std::size_t size) {
        const auto out = text_.substr(0, size);
        text_.remove_prefix(size);
        return out;
    }

    std::string_view text_;
    std::size_t position_;
};

}  // namespace

nls_settings parse_nls_arguments(std::string_view text, const nls_settings& base, std::size_t position) {
    auto out = base;
    for (argument_reader reader(text, position); !reader.at_end();) {
        const auto p = find_nls_parameter(upper_ascii(reader.name()));
        const bool known = p && (*p == nls_parameter::date_language || *p == nls_parameter::numeric_characters ||
                                 *p == nls_parameter::currency || *p == nls_parameter::iso_currency ||
                                 *p == nls_parameter::dual_currency || *p == nls_parameter::calendar);
        if (!known) reader.fail_argument();
        try {
            out.set(*p, reader.value(), position);
        } catch (const sql_failure& f) {
            if (f.error.code == ora::invalid_nls_value) reader.fail_argument();
            throw;
        }
    }
    return out;
}

}  // namespace oraxx::sandbox::engine
