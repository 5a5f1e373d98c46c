// Format models to elements, and values to text.
#include "server/engine/date_format.hpp"

#include <algorithm>
#include <cstdlib>

#include "server/engine/characters.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/unicode.hpp"
#include "values/calendar.hpp"

namespace oraxx::sandbox::engine {
namespace {

using code = date_element::code;
using letters = date_element::letters;

struct spelling {
    std::string_view text;
    code what;
    bool flag = false;
};

// Longer spellings before their prefixes.
constexpr spelling spellings[] = {
    {"SYYYY", code::year4, true},
    {"Y,YYY", code::year_comma},
    {"YYYY", code::year4},
    {"YYY", code::year3},
    {"YY", code::year2},
    {"Y", code::year1},
    {"RRRR", code::round_year4},
    {"RR", code::round_year2},
    {"RM", code::month_roman},
    {"IYYY", code::iso_year4},
    {"IYY", code::iso_year3},
    {"IY", code::iso_year2},
    {"IW", code::iso_week},
    {"I", code::iso_year1},
    {"MONTH", code::month_full},
    {"MON", code::month_short},
    {"MM", code::month_number},
    {"MI", code::minute},
    {"DDD", code::day_of_year},
    {"DD", code::day_of_month},
    {"DAY", code::day_full},
    {"DY", code::day_short},
    {"D", code::day_of_week},
    {"HH24", code::hour24},
    {"HH12", code::hour12},
    {"HH", code::hour12},
    {"SSSSS", code::second_of_day},
    {"SS", code::second},
    {"FM", code::fill_mode},
    {"FX", code::exact_mode},
    {"X", code::radix},
    {"AM", code::meridian},
    {"PM", code::meridian},
    {"A.M.", code::meridian, true},
    {"P.M.", code::meridian, true},
    {"AD", code::era},
    {"BC", code::era},
    {"A.D.", code::era, true},
    {"B.C.", code::era, true},
    {"CC", code::century},
    {"Q", code::quarter},
    {"WW", code::week_of_year},
    {"W", code::week_of_month},
    {"J", code::julian_day},
    {"TZH", code::zone_hour},
    {"TZM", code::zone_minute},
    {"TZR", code::zone_region},
    {"TZD", code::zone_abbreviation},
};

letters case_of(std::string_view written) {
    const bool first_lower = written[0] >= 'a';
    const bool second_lower = written.size() > 1 && written[1] >= 'a';
    return first_lower ? letters::lower : second_lower ? letters::capital : letters::upper;
}

// `text` is in capitals.
std::string in_case(std::string_view text, letters wanted) {
    if (wanted == letters::upper) return std::string(text);
    const auto kept = wanted == letters::capital ? byte_offset(text, 1) : 0;
    return std::string(text.substr(0, kept)) + to_lower(text.substr(kept));
}

template <class Names>
std::size_t longest(const Names& names) {
    std::size_t out = 0;
    for (const auto name : names) out = std::max(out, character_count(name));
    return out;
}

}  // namespace

date_format parse_date_format(std::string_view model, std::size_t position) {
    date_format out;
    const std::string upper = upper_ascii(model);
    for (std::size_t at = 0; at < model.size();) {
        const auto rest = std::string_view(upper).substr(at);
        if (rest[0] == '"') {
            const auto close = rest.find('"', 1);
            if (close == std::string_view::npos) fail(ora::format_not_recognized, position);
            out.push_back({code::literal, letters::upper, true, 0, std::string(model.substr(at + 1, close - 1))});
            at += close + 1;
            continue;
        }
        if (!is_ascii_letter(rest[0])) {
            if (is_digit(rest[0])) fail(ora::format_not_recognized, position);
            out.push_back({code::literal, letters::upper, false, 0, std::string(1, model[at])});
            ++at;
            continue;
        }
        if (rest.substr(0, 2) == "FF") {
            const bool has_digits = rest.size() > 2 && rest[2] >= '1' && rest[2] <= '9';
            out.push_back({code::fraction, letters::upper, false, has_digits ? rest[2] - '0' : 0, {}});
            at += has_digits ? 3 : 2;
            continue;
        }
        const auto found = std::find_if(std::begin(spellings), std::end(spellings), [rest](const spelling& s) {
            return rest.substr(0, s.text.size()) == s.text;
        });
        if (found == std::end(spellings)) fail(ora::format_not_recognized, position);
        out.push_back({found->what, case_of(model.substr(at, found->text.size())), found->flag, 0, {}});
        at += found->text.size();
    }
    return out;
}

namespace {

class formatter {
public:
    formatter(const time_fields& fields, const format_context& context) : f_(fields), context_(context) {}

    std::string run(const date_format& format) {
        for (const auto& element : format) add(element);
        return std::move(out_);
    }

private:
    void padded(std::int64_t value, std::size_t width) {
        const auto digits = std::to_string(value);
        if (!fill_ && digits.size() < width) out_.append(width - digits.size(), '0');
        out_ += digits;
    }
    void word(std::string_view text, std::size_t width, letters wanted) {
        out_ += in_case(text, wanted);
        const auto size = character_count(text);
        if (!fill_ && size < width) out_.append(width - size, ' ');
    }
    template <class Names>
    void name(const Names& names, int index, letters wanted) {
        word(names[static_cast<std::size_t>(index)], longest(names), wanted);
    }

    [[nodiscard]] std::int64_t day() const { return values::to_day_number({f_.year, f_.month, f_.day}); }
    [[nodiscard]] std::int64_t day_of_year() const { return day() - values::to_day_number({f_.year, 1, 1}) + 1; }
    [[nodiscard]] int absolute_year() const { return std::abs(f_.year); }
    [[nodiscard]] int hour12() const { return f_.hour % 12 == 0 ? 12 : f_.hour % 12; }
    // The Thursday of an ISO week decides its year.
    [[nodiscard]] std::int64_t iso_thursday() const { return day() - iso_weekday(day()) + 4; }
    [[nodiscard]] int iso_year() const { return values::from_day_number(iso_thursday()).year; }

    void year(int digits) {
        int divisor = 1;
        for (int i = 0; i < digits; ++i) divisor *= 10;
        padded(absolute_year() % divisor, static_cast<std::size_t>(digits));
    }

    void add(const date_element& e) {
        switch (e.what) {
        case code::literal: out_ += e.text; break;
        case code::year4:
            if (e.flag) out_ += f_.year < 0 ? "-" : fill_ ? "" : " ";
            year(4);
            break;
        case code::year_comma:
            padded(absolute_year() / 1000, 1);
            out_ += ',';
            padded(absolute_year() % 1000, 3);
            break;
        case code::year3: year(3); break;
        case code::year2:
        case code::round_year2: year(2); break;
        case code::year1: year(1); break;
        case code::round_year4: year(4); break;
        case code::iso_year4: padded(std::abs(iso_year()), 4); break;
        case code::iso_year3: padded(std::abs(iso_year()) % 1000, 3); break;
        case code::iso_year2: padded(std::abs(iso_year()) % 100, 2); break;
        case code::iso_year1: padded(std::abs(iso_year()) % 10, 1); break;
        case code::century: padded((absolute_year() + 99) / 100, 2); break;
        case code::quarter: padded((f_.month + 2) / 3, 1); break;
        default: add_below_year(e); break;
        }
    }

    void add_below_year(const date_element& e) {
        const auto& language = context_.nls.date_language();
        const int weekday = iso_weekday(day()) - 1;
        switch (e.what) {
        case code::month_number: padded(f_.month, 2); break;
        case code::month_short: name(language.short_months, f_.month - 1, e.letter_case); break;
        case code::month_full: name(language.months, f_.month - 1, e.letter_case); break;
        case code::month_roman: {
            constexpr std::string_view roman[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                                  "VII", "VIII", "IX",  "X",  "XI", "XII"};
            word(roman[static_cast<std::size_t>(f_.month - 1)], 4, e.letter_case);
            break;
        }
        case code::week_of_year: padded((day_of_year() + 6) / 7, 2); break;
        case code::iso_week: {
            const auto first = values::to_day_number({iso_year(), 1, 1});
            padded((iso_thursday() - first) / 7 + 1, 2);
            break;
        }
        case code::week_of_month: padded((f_.day + 6) / 7, 1); break;
        case code::day_of_month: padded(f_.day, 2); break;
        case code::day_of_year: padded(day_of_year(), 3); break;
        case code::day_of_week: padded((iso_weekday(day()) - context_.nls.first_weekday() + 7) % 7 + 1, 1); break;
        case code::day_short: name(language.short_days, weekday, e.letter_case); break;
        case code::day_full: name(language.days, weekday, e.letter_case); break;
        case code::julian_day: padded(day() + 2'440'588, 7); break;
        default: add_time(e); break;
        }
    }

    void add_time(const date_element& e) {
        switch (e.what) {
        case code::hour12: padded(hour12(), 2); break;
        case code::hour24: padded(f_.hour, 2); break;
        case code::minute: padded(f_.minute, 2); break;
        case code::second: padded(f_.second, 2); break;
        case code::second_of_day: padded(f_.hour * 3600 + f_.minute * 60 + f_.second, 5); break;
        case code::fraction: {
            auto digits = std::to_string(nanos_per_second + f_.nanos).substr(1);
            const int width = e.digits != 0 ? e.digits : context_.fraction_digits;
            out_ += digits.substr(0, static_cast<std::size_t>(width));
            break;
        }
        case code::radix: out_ += context_.nls.decimal_point(); break;
        case code::meridian: {
            const std::string_view plain = f_.hour < 12 ? "AM" : "PM";
            const std::string_view pointed = f_.hour < 12 ? "A.M." : "P.M.";
            out_ += in_case(e.flag ? pointed : plain, e.letter_case);
            break;
        }
        case code::era: {
            const std::string_view plain = f_.year > 0 ? "AD" : "BC";
            const std::string_view pointed = f_.year > 0 ? "A.D." : "B.C.";
            out_ += in_case(e.flag ? pointed : plain, e.letter_case);
            break;
        }
        case code::zone_hour:
            out_ += f_.offset_minutes < 0 ? '-' : '+';
            padded(std::abs(f_.offset_minutes) / 60, 2);
            break;
        case code::zone_minute: padded(std::abs(f_.offset_minutes) % 60, 2); break;
        case code::zone_region: out_ += offset_text(f_.offset_minutes); break;
        case code::fill_mode: fill_ = !fill_; break;
        default: break;
        }
    }

    const time_fields& f_;
    const format_context& context_;
    bool fill_ = false;  // FM: no padding
    std::string out_{};
};

}  // namespace

std::string format_date(const date_format& format, const time_fields& fields, const format_context& context) {
    return formatter(fields, context).run(format);
}

}  // namespace oraxx::sandbox::engine
