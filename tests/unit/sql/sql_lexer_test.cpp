#include "sql/sql_lexer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace oraxx::sql {
namespace {

// "w[select] n[1] ..."
std::string tokens_of(std::string_view text) {
    std::string out;
    sql_lexer lexer(text);
    for (auto token = lexer.next(); token.kind != sql_token_kind::end; token = lexer.next()) {
        if (!out.empty()) out += ' ';
        out += "ecsqwnpy"[static_cast<std::size_t>(token.kind)];
        out.append(1, '[').append(token.text).append(1, ']');
    }
    return out;
}

TEST(sql_lexer, tells_words_numbers_and_symbols) {
    EXPECT_EQ(tokens_of("select a$1,\n \"B c\" from t_1"), "w[select] w[a$1] y[,] q[\"B c\"] w[from] w[t_1]");
    EXPECT_EQ(tokens_of("1 .5 2.5e-3f 1e5 x.1"), "n[1] n[.5] n[2.5e-3f] n[1e5] w[x] n[.1]");
    EXPECT_EQ(tokens_of("for i in 1..10"), "w[for] w[i] w[in] n[1] y[.] n[.10]");
}

TEST(sql_lexer, takes_strings_of_every_form_whole) {
    EXPECT_EQ(tokens_of("'it''s' N'a' q'[it's]' nQ'!x!'"), "s['it''s'] s[N'a'] s[q'[it's]'] s[nQ'!x!']");
    EXPECT_EQ(tokens_of("date'2020-01-01'"), "w[date] s['2020-01-01']");
}

TEST(sql_lexer, takes_comments_whole) {
    EXPECT_EQ(tokens_of("a--b\nc/*d*/e"), "w[a] c[--b\n] w[c] c[/*d*/] w[e]");
}

TEST(sql_lexer, tells_placeholders_from_other_colons) {
    EXPECT_EQ(tokens_of(":a : b :1 :\"C\" a::b 'k' : v :="),
              "p[:a] p[: b] p[:1] p[:\"C\"] w[a] y[::] w[b] s['k'] y[:] w[v] y[:] y[=]");
}

TEST(sql_lexer, ends_with_the_text_what_is_not_closed) {
    for (const char* text : {"'a", "\"a", "/*a", "--a", "q'[a", "q'", ":\"", ":"}) {
        sql_lexer lexer(text);
        EXPECT_EQ(lexer.next().text, text);
        EXPECT_EQ(lexer.next().kind, sql_token_kind::end) << text;
    }
}

}  // namespace
}  // namespace oraxx::sql
