// The tokens of a statement's text, as far as a client has to tell them apart.
#pragma once

#include <cstdint>
#include <string_view>

namespace oraxx::sql {

enum class sql_token_kind : std::uint8_t {
    end,
    comment,
    string,       // '...', N'...', q'[...]'
    quoted_name,  // "..."
    word,         // keyword or name; letters are those of ASCII and all above it
    number,
    placeholder,  // :name, :1, :"name"; the colon of 'key' : value is a symbol
    symbol,       // a single character, or "::"
};

struct sql_token {
    sql_token_kind kind = sql_token_kind::end;
    std::string_view text{};  // as it stands in the statement, quotes included
};

// Never fails: what is not closed ends with the text; the server is the judge. White space separates tokens and is
// not told.
class sql_lexer {
public:
    // `text` outlives this object and its tokens.
    explicit sql_lexer(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] sql_token next() noexcept;

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] sql_token_kind take() noexcept;
    [[nodiscard]] sql_token_kind take_word() noexcept;
    [[nodiscard]] sql_token_kind take_colon() noexcept;
    void take_string() noexcept;
    void take_alternative_string() noexcept;
    void take_number() noexcept;
    void take_digits() noexcept;
    void skip_past(std::string_view end) noexcept;

    std::string_view text_;
    std::size_t at_ = 0;
    bool after_string_ = false;
};

}  // namespace oraxx::sql
