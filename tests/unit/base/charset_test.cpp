// The tables come from Python's codecs; the C library's own converter is the judge here.
#include "base/charset.hpp"

#include <gtest/gtest.h>
#include <iconv.h>

#include <array>
#include <stdexcept>

#include "base/utf.hpp"

namespace oraxx::base {
namespace {

struct named_set {
    charset set;
    const char* name;  // as iconv calls it
};

constexpr named_set single_byte_sets[] = {
    {charset::us_ascii, "US-ASCII"},       {charset::iso_8859_1, "ISO-8859-1"}, {charset::iso_8859_2, "ISO-8859-2"},
    {charset::iso_8859_15, "ISO-8859-15"}, {charset::windows_1250, "CP1250"},   {charset::windows_1251, "CP1251"},
    {charset::windows_1252, "CP1252"},
};

// The C library's conversion from one character set to another.
class judge {
public:
    judge(const char* to, const char* from) : converter_(iconv_open(to, from)) {
        if (converter_ == reinterpret_cast<iconv_t>(-1))
            throw std::runtime_error("the C library lacks a character set");
    }
    judge(const judge&) = delete;
    judge& operator=(const judge&) = delete;
    ~judge() { iconv_close(converter_); }

    // nullopt when it refuses.
    [[nodiscard]] std::optional<std::string> convert(std::string_view bytes) const {
        iconv(converter_, nullptr, nullptr, nullptr, nullptr);
        std::string in(bytes);
        std::string out(bytes.size() * 4 + 4, '\0');
        char* source = in.data();
        char* target = out.data();
        std::size_t source_left = in.size();
        std::size_t target_left = out.size();
        if (iconv(converter_, &source, &source_left, &target, &target_left) != 0) return std::nullopt;
        out.resize(out.size() - target_left);
        return out;
    }

private:
    iconv_t converter_;
};

TEST(charset, every_byte_is_the_character_the_c_library_says) {
    for (const auto& [set, name] : single_byte_sets) {
        const judge to_unicode("UTF-8", name);
        for (unsigned byte = 0; byte < 256; ++byte) {
            const std::array<std::uint8_t, 1> one{static_cast<std::uint8_t>(byte)};
            EXPECT_EQ(to_utf8(set, one), to_unicode.convert(as_text(one))) << name << " byte " << byte;
        }
    }
}

TEST(charset, every_character_has_the_byte_the_c_library_says_or_none) {
    for (const auto& [set, name] : single_byte_sets) {
        const judge from_unicode(name, "UTF-8");
        for (std::uint32_t unit = 1; unit < 0x2200; unit += unit == 0x500 ? 0x1B00U : 1U) {  // nothing in between
            const std::array<std::uint8_t, 2> wide{static_cast<std::uint8_t>(unit >> 8U),
                                                   static_cast<std::uint8_t>(unit & 0xFFU)};
            const auto character = utf16be_to_utf8(wide);
            ASSERT_TRUE(character);
            const auto ours = from_utf8(set, *character);
            const auto theirs = from_unicode.convert(*character);
            ASSERT_EQ(ours.has_value(), theirs.has_value()) << name << " U+" << std::hex << unit;
            EXPECT_EQ(first_not_in(set, *character) == std::string_view::npos, ours.has_value());
            if (!ours) continue;
            EXPECT_EQ(as_text(*ours), *theirs) << name << " U+" << std::hex << unit;
        }
    }
}

TEST(charset, says_where_a_text_leaves_the_set) {
    const std::string text = "na\xC3\xAFve \xE2\x82\xAC \xE6\x97\xA5";  // i with diaeresis, euro sign, the sun
    EXPECT_EQ(first_not_in(charset::windows_1252, text), 11U);
    EXPECT_EQ(first_not_in(charset::iso_8859_15, text), 11U);
    EXPECT_EQ(first_not_in(charset::iso_8859_1, text), 7U);
    EXPECT_EQ(first_not_in(charset::us_ascii, text), 2U);
    EXPECT_EQ(first_not_in(charset::utf16be, text), std::string_view::npos);
    EXPECT_FALSE(from_utf8(charset::windows_1252, text)) << "nothing is replaced";
    EXPECT_EQ(first_not_in(charset::utf8, "a\xFF"), 1U) << "not UTF-8 at all";
}

TEST(charset, cesu_8_writes_a_surrogate_pair_as_two_characters) {
    const std::string face = "a\xF0\x9F\x98\x80";  // U+1F600
    const std::string pair = "a\xED\xA0\xBD\xED\xB8\x80";
    EXPECT_EQ(as_text(from_utf8(charset::cesu8, face).value()), pair);
    EXPECT_EQ(to_utf8(charset::cesu8, as_bytes(pair)), face);
    EXPECT_EQ(to_utf8(charset::cesu8, as_bytes(face)), face) << "a database may hold either form";
    for (const std::string_view broken :
         {"\xED\xA0\xBD", "\xED\xB8\x80\xED\xA0\xBD", "\xED\xA0\xBD\x61", "\xED\xA0"}) {
        EXPECT_FALSE(to_utf8(charset::cesu8, as_bytes(broken)));
    }
}

TEST(charset, utf_16_and_utf_8_are_sets_too) {
    EXPECT_EQ(as_text(from_utf8(charset::utf16be, "\xC3\x9F").value()), std::string_view("\x00\xDF", 2));
    EXPECT_EQ(to_utf8(charset::utf16be, as_bytes(std::string_view("\x00\xDF", 2))), "\xC3\x9F");
    EXPECT_EQ(to_utf8(charset::utf8, as_bytes("\xC3\x9F")), "\xC3\x9F");
    EXPECT_FALSE(to_utf8(charset::utf8, as_bytes("\xC3")));
    EXPECT_FALSE(from_utf8(charset::utf8, "\xC3"));
}

}  // namespace
}  // namespace oraxx::base
