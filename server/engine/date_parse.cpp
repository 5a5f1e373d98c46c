// Text to date by a format model, with Oracle's leniency: punctuation may differ or be missing, a full month
// name may stand for its abbreviation, a four-digit year for a two-digit one, and times may be left out.
#include <algorithm>

#include "server/engine/characters.hpp"
#include "server/engine/date_format.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/unicode.hpp"
#include "values/calendar.hpp"

namespace oraxx::sandbox::engine {
namespace {

using code = date_element::code;

bool is_punctuation(char c) {
    return !is_ascii_letter(c) && !is_digit(c) && static_cast<unsigned char>(c) < 0x80;
}

// May the input end before this element? Times and their company may.
bool is_optional(code what) {
    switch (what) {
    case code::hour12:
    case code::hour24:
    case code::minute:
    case code::second:
    case code::second_of_day:
    case code::fraction:
    case code::radix:
    case code::meridian:
    case code::era:
    case code::zone_hour:
    case code::zone_minute:
    case code::zone_region:
    case code::zone_abbreviation:
    case code::fill_mode:
    case code::exact_mode:
    case code::literal: return true;
    default: return false;
    }
}

class date_parser {
public:
    date_parser(std::string_view text, const parse_defaults& defaults, std::size_t position)
        : text_(text), defaults_(defaults), position_(position) {
        fields_.offset_minutes = defaults.offset_minutes;
    }

    time_fields run(const date_format& format) {
        skip_spaces();
        for (std::size_t i = 0; i < format.size(); ++i) {
            if (at_end()) {
                if (!is_optional(format[i].what)) fail(ora::input_too_short, position_);
                continue;
            }
            // Digits run together when the next element is one of digits too.
            tight_ = i + 1 < format.size() && format[i + 1].what != code::literal;
            read(format[i]);
        }
        skip_spaces();
        if (!at_end()) fail(ora::picture_ends_early, position_);
        return finish();
    }

private:
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    void skip_spaces() {
        while (!at_end() && is_space(text_[at_])) ++at_;
    }

    int number(std::size_t most) {
        skip_spaces();
        if (at_end() || !is_digit(text_[at_])) fail(ora::not_numeric, position_);
        int value = 0;
        read_digits_ = 0;
        while (read_digits_ < most && !at_end() && is_digit(text_[at_])) {
            value = value * 10 + (text_[at_++] - '0');
            ++read_digits_;
        }
        return value;
    }
    int number_in(std::size_t most, int low, int high, int error) {
        const int value = number(most);
        if (value < low || value > high) fail(error, position_);
        return value;
    }

    void literal(const date_element& e) {
        if (e.flag) {  // "quoted": character by character
            for (std::size_t i = 0; i < e.text.size(); ++i) {
                if (at_end() || is_digit(text_[at_])) fail(ora::literal_mismatch, position_);
                ++at_;
            }
            return;
        }
        if (is_space(e.text[0])) {
            if (is_punctuation(text_[at_])) ++at_;
            skip_spaces();
            return;
        }
        skip_spaces();
        if (at_end()) return;
        if (is_punctuation(text_[at_])) {
            ++at_;
        } else if (is_ascii_letter(text_[at_])) {
            fail(ora::literal_mismatch, position_);
        }
    }

    // 1-based index of the name at the cursor; 0: none. The text may leave out the point of an abbreviation.
    template <class Names>
    int name(const Names& names) {
        const auto rest = to_upper(text_.substr(at_));
        int index = 1;
        for (const std::string_view candidate : names) {
            const auto plain = candidate.substr(0, std::min(candidate.find('.'), candidate.size()));
            for (const auto wanted : {candidate, plain}) {
                if (rest.compare(0, wanted.size(), wanted) != 0) continue;
                at_ += wanted.size();
                return index;
            }
            ++index;
        }
        return 0;
    }
    // Full names before their abbreviations, whichever the format asks for.
    template <class Names, class ShortNames>
    int name_or_short(const Names& names, const ShortNames& short_names) {
        const int full = name(names);
        return full != 0 ? full : name(short_names);
    }

    void month_by_name() {
        skip_spaces();
        fields_.month = name_or_short(defaults_.language->months, defaults_.language->short_months);
        if (fields_.month == 0) fail(ora::bad_month, position_);
        has_month_ = true;
    }

    void set_year(int year) {
        fields_.year = year;
        has_year_ = true;
    }

    void two_digit_year(bool rounding, std::size_t most) {
        // More digits than asked for are a full year, unless other digits follow without a separator.
        const int value = number(tight_ ? most : 4);
        if (read_digits_ > 2) return set_year(value);
        const int century = defaults_.current_year / 100;
        const int now = defaults_.current_year % 100;
        int shift = 0;
        if (rounding && now < 50 && value >= 50) shift = -1;
        if (rounding && now >= 50 && value < 50) shift = 1;
        set_year((century + shift) * 100 + value);
    }

    void read(const date_element& e) {
        switch (e.what) {
        case code::literal: literal(e); break;
        case code::year4:
        case code::round_year4:
        case code::iso_year4: year4(e); break;
        case code::year_comma: {
            const int thousands = number(1);
            literal({code::literal, {}, false, 0, ","});
            set_year(thousands * 1000 + number(3));
            break;
        }
        case code::year3: set_year(defaults_.current_year / 1000 * 1000 + number(3)); break;
        case code::year2: two_digit_year(false, 2); break;
        case code::round_year2: two_digit_year(true, 2); break;
        case code::year1: set_year(defaults_.current_year / 10 * 10 + number(1)); break;
        case code::month_number:
            skip_spaces();
            if (!at_end() && is_ascii_letter(text_[at_])) return month_by_name();
            fields_.month = number_in(2, 1, 12, ora::bad_month);
            has_month_ = true;
            break;
        case code::month_short:
        case code::month_full: month_by_name(); break;
        case code::day_of_month: fields_.day = number_in(2, 1, 31, ora::bad_day); break;
        case code::day_of_year: day_of_year_ = number_in(3, 1, 366, ora::bad_day_of_year); break;
        case code::day_short:
        case code::day_full:
            skip_spaces();
            if (name_or_short(defaults_.language->days, defaults_.language->short_days) == 0)
                fail(ora::bad_weekday, position_);
            break;
        case code::julian_day: julian_day_ = number_in(7, 1, 5'373'484, ora::bad_julian_day); break;
        default: read_time(e); break;
        }
    }

    void year4(const date_element& e) {
        skip_spaces();
        bool negative = false;
        if (!at_end() && (text_[at_] == '-' || text_[at_] == '+') && (e.flag || e.what == code::year4)) {
            negative = text_[at_++] == '-';
        }
        const int value = number(4);
        if (value == 0) fail(ora::year_out_of_range, position_);
        if (e.what == code::round_year4 && read_digits_ <= 2) {
            at_ -= read_digits_;
            return two_digit_year(true, 4);
        }
        set_year(negative ? -value : value);
    }

    void read_time(const date_element& e) {
        switch (e.what) {
        case code::hour12:
            fields_.hour = number_in(2, 1, 12, ora::bad_hour12);
            twelve_hours_ = true;
            break;
        case code::hour24: fields_.hour = number_in(2, 0, 23, ora::bad_hour24); break;
        case code::minute: fields_.minute = number_in(2, 0, 59, ora::bad_minute); break;
        case code::second: fields_.second = number_in(2, 0, 59, ora::bad_second); break;
        case code::second_of_day: {
            const int value = number_in(5, 0, 86'399, ora::bad_second_of_day);
            fields_.hour = value / 3600;
            fields_.minute = value / 60 % 60;
            fields_.second = value % 60;
            break;
        }
        case code::fraction: fraction(e); break;
        case code::radix:
            if (text_[at_] == defaults_.decimal_point) ++at_;
            break;
        case code::meridian: meridian(); break;
        case code::era: era(); break;
        case code::zone_hour:
        case code::zone_minute:
        case code::zone_region: zone(e.what); break;
        case code::zone_abbreviation:
            while (!at_end() && is_ascii_letter(text_[at_])) ++at_;
            break;
        case code::fill_mode:
        case code::exact_mode: break;
        default: refuse("format element in TO_DATE", position_);
        }
    }

    void fraction(const date_element& e) {
        const auto most = static_cast<std::size_t>(e.digits != 0 ? e.digits : 9);
        if (at_end() || !is_digit(text_[at_])) return;
        auto value = static_cast<std::uint32_t>(number(most));
        for (auto i = read_digits_; i < 9; ++i) value *= 10;
        fields_.nanos = value;
    }

    // One of two spellings, with or without points: 0, 1 or -1 for neither.
    int either(std::string_view first, std::string_view second) {
        skip_spaces();
        auto rest = upper_ascii(text_.substr(at_));
        const bool pointed = rest.size() >= 4 && rest[1] == '.' && rest[3] == '.';
        const std::string word = pointed ? std::string{rest[0], rest[2]} : rest.substr(0, 2);
        if (word != first && word != second) return -1;
        at_ += pointed ? 4 : 2;
        return word == first ? 0 : 1;
    }
    void meridian() {
        const int which = either("AM", "PM");
        if (which < 0) fail(ora::meridian_required, position_);
        afternoon_ = which == 1;
    }
    void era() {
        const int which = either("AD", "BC");
        if (which < 0) fail(ora::era_required, position_);
        before_christ_ = which == 1;
    }

    void zone(code what) {
        skip_spaces();
        if (what == code::zone_minute) {
            const int minutes = number_in(2, 0, 59, ora::bad_zone_minute);
            fields_.offset_minutes += fields_.offset_minutes < 0 || negative_zone_ ? -minutes : minutes;
            return;
        }
        if (!at_end() && is_ascii_letter(text_[at_])) return zone_by_name();
        negative_zone_ = !at_end() && text_[at_] == '-';
        if (!at_end() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
        const int hours = number_in(2, 0, 15, ora::bad_zone_hour);
        fields_.offset_minutes = (negative_zone_ ? -hours : hours) * 60;
        if (what == code::zone_region && !at_end() && text_[at_] == ':') {
            ++at_;
            zone(code::zone_minute);
        }
    }

    void zone_by_name() {
        const auto from = at_;
        while (!at_end() && (is_ascii_letter(text_[at_]) || text_[at_] == '/' || text_[at_] == '_')) ++at_;
        const auto region = upper_ascii(text_.substr(from, at_ - from));
        if (region != "UTC" && region != "GMT" && region != "Z" && region != "ETC/UTC")
            fail(ora::region_not_found, position_);
        fields_.offset_minutes = 0;
    }

    time_fields finish() {
        if (!has_year_) fields_.year = defaults_.year;
        if (!has_month_) fields_.month = defaults_.month;
        if (before_christ_) fields_.year = -fields_.year;
        if (twelve_hours_) fields_.hour = fields_.hour % 12 + (afternoon_ ? 12 : 0);
        if (julian_day_ != 0) return take_day(julian_day_ - 2'440'588);
        if (day_of_year_ != 0) {
            const auto first = values::to_day_number({fields_.year, 1, 1});
            const auto day = first + day_of_year_ - 1;
            if (values::from_day_number(day).year != fields_.year) fail(ora::bad_day_of_year, position_);
            return take_day(day);
        }
        if (fields_.year < values::min_year || fields_.year > values::max_year)
            fail(ora::year_out_of_range, position_);
        if (!values::is_valid({fields_.year, fields_.month, fields_.day})) fail(ora::day_not_in_month, position_);
        return fields_;
    }

    time_fields take_day(std::int64_t day) {
        const auto civil = values::from_day_number(day);
        fields_.year = civil.year;
        fields_.month = civil.month;
        fields_.day = civil.day;
        return fields_;
    }

    std::string_view text_;
    parse_defaults defaults_;
    std::size_t position_;
    std::size_t at_ = 0;
    std::size_t read_digits_ = 0;
    bool tight_ = false;
    time_fields fields_{};
    bool has_year_ = false;
    bool has_month_ = false;
    bool twelve_hours_ = false;
    bool afternoon_ = false;
    bool before_christ_ = false;
    bool negative_zone_ = false;
    int day_of_year_ = 0;
    int julian_day_ = 0;
};

}  // namespace

time_fields parse_date(const date_format& format, std::string_view text, const parse_defaults& defaults,
                       std::size_t position) {
    return date_parser(text, defaults, position).run(format);
}

}  // namespace oraxx::sandbox::engine
