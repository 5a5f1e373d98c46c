// SQL text to tokens. Comments and hints are dropped; positions are kept for error messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oraxx::sandbox::engine {

enum class token_kind : unsigned char {
    end,
    word,              // unquoted identifier or keyword; text is upper case
    quoted_word,       // "Identifier"; text as written
    number,            // digits, point and exponent
    binary_float,      // 1.5f
    binary_double,     // 1.5d
    text,              // 'literal' or q'[literal]', text is the value
    national_text,     // n'literal'
    bind,              // :name, :1, :"Name"; text is the name (upper case unless quoted)
    symbol,            // operators and punctuation, text is the normal form ("<>" for "!=", "^=")
    invalid_character  // reported when the parser reaches it, as Oracle does
};

struct token {
    token_kind kind = token_kind::end;
    std::string text{};
    std::size_t begin = 0;  // byte offsets in the source
    std::size_t end = 0;
    bool quoted_bind = false;
};

// Fails with ORA-01756, ORA-01740, ORA-01741 or ORA-01745. The last token is always `end`.
[[nodiscard]] std::vector<token> tokenize(std::string_view sql);

// ASCII upper case; other bytes stay.
[[nodiscard]] std::string upper_ascii(std::string_view text);

}  // namespace oraxx::sandbox::engine
