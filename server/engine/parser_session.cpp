// ALTER SESSION SET name = value ...
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {

alter_session_statement parser::parse_alter_session() {
    take();
    if (!is_word("SET")) refuse("ALTER SESSION " + peek().text, position());
    take();
    alter_session_statement out;
    while (is_name() || is_word("CURRENT_SCHEMA")) {
        session_setting setting;
        setting.position = position();
        setting.name = upper_ascii(take().text);
        expect_symbol("=", ora::missing_equal_sign);
        const auto sign = is_symbol("+") || is_symbol("-") ? take().text : std::string{};
        const auto kind = peek().kind;
        if (kind != token_kind::text && kind != token_kind::word && kind != token_kind::quoted_word &&
            kind != token_kind::number) {
            fail_here(ora::invalid_session_option);
        }
        setting.value = sign + take().text;
        // The one value of two words.
        if (setting.name == "ISOLATION_LEVEL" && is_word("COMMITTED")) setting.value += ' ' + take().text;
        out.settings.push_back(std::move(setting));
    }
    if (out.settings.empty()) fail_here(ora::invalid_session_option);
    if (!at_end() && !is_symbol(";")) fail_here(ora::invalid_option);
    return out;
}

}  // namespace oraxx::sandbox::engine
