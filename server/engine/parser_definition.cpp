// ALTER, and transaction control.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
statement_body parser::parse_alter() {
    take();
    if (is_word("TABLE")) return parse_alter_table();
    if (is_word("SEQUENCE")) return parse_sequence(true);
    if (is_word("SESSION")) return parse_alter_session();
    if (peek().kind == token_kind::word) refuse("ALTER " + peek().text, position());
    fail_here(ora::invalid_alter);
}

std::optional<transaction_statement> parser::parse_transaction() {
    transaction_statement out;
    if (accept_word("COMMIT")) {
        accept_word("WORK");
        if (accept_word("COMMENT")) take();
        if (accept_word("WRITE")) {
            while (is_any_word({"WAIT", "NOWAIT", "IMMEDIATE", "BATCH"})) take();
        }
        return out;
    }
    if (accept_word("ROLLBACK")) {
        out.verb = transaction_verb::rollback;
        accept_word("WORK");
        if (accept_word("TO")) {
            accept_word("SAVEPOINT");
            out.verb = transaction_verb::rollback_to;
            out.savepoint = expect_name(ora::invalid_identifier);
        }
        return out;
    }
    if (accept_word("SAVEPOINT")) {
        out.verb = transaction_verb::savepoint;
        out.savepoint = expect_name(ora::invalid_identifier);
        return out;
    }
    if (!is_word("SET")) return std::nullopt;
    take();
    if (!is_word("TRANSACTION")) refuse("SET " + peek().text, position());
    take();
    out.verb = transaction_verb::set_transaction;
    if (accept_words({"READ", "WRITE"})) return out;
    if (accept_words({"ISOLATION", "LEVEL", "READ", "COMMITTED"})) return out;
    if (accept_word("NAME")) {
        take();
        return out;
    }
    refuse("SET TRANSACTION " + peek().text, position());
}

}  // namespace oraxx::sandbox::engine
