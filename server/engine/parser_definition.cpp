// CREATE, DROP and TRUNCATE TABLE, transaction control.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
statement_body parser::parse_create() {
    take();
    if (is_word("TABLE")) return parse_create_table();
    if (is_any_word({"GLOBAL",    "PRIVATE",  "VIEW",         "INDEX",     "UNIQUE",     "SEQUENCE",   "OR",
                     "PROCEDURE", "FUNCTION", "PACKAGE",      "TRIGGER",   "TYPE",       "SYNONYM",    "PUBLIC",
                     "USER",      "ROLE",     "MATERIALIZED", "IMMUTABLE", "BLOCKCHAIN", "DIRECTORY",  "DATABASE",
                     "FORCE",     "NOFORCE",  "EDITIONABLE",  "DOMAIN",    "CONTEXT",    "TABLESPACE", "PROFILE",
                     "JSON",      "SHARDED",  "BITMAP"})) {
        refuse("CREATE " + peek().text, position());
    }
    fail_here(ora::invalid_create);
}

create_table_statement parser::parse_create_table() {
    create_table_statement out;
    take();
    if (dialect_.is_23ai) out.if_not_exists = accept_words({"IF", "NOT", "EXISTS"});
    out.table = parse_table_name();
    if (accept_symbol("(")) {
        do {
            if (!parse_table_constraint(out)) parse_column_definition(out);
        } while (accept_symbol(","));
        expect_symbol(")", ora::missing_right_parenthesis);
    } else if (!is_word("AS")) {
        fail_here(ora::missing_left_parenthesis);
    }
    skip_storage_options();
    if (accept_word("AS")) out.source = parse_query();
    return out;
}

// Options that change nothing a session could see here.
void parser::skip_storage_options() {
    for (;;) {
        if (accept_words({"SEGMENT", "CREATION", "IMMEDIATE"}) || accept_words({"SEGMENT", "CREATION", "DEFERRED"}) ||
            accept_word("NOLOGGING") || accept_word("LOGGING") || accept_word("NOPARALLEL") ||
            accept_word("NOCACHE") || accept_word("NOCOMPRESS") || accept_words({"ORGANIZATION", "HEAP"})) {
            continue;
        }
        if (accept_word("TABLESPACE")) {
            expect_name(ora::invalid_option);
        } else if (accept_word("PCTFREE")) {
            expect_integer(ora::invalid_option);
        } else {
            break;
        }
    }
    if (is_any_word({"PARTITION", "ORGANIZATION", "CLUSTER", "STORAGE", "COMPRESS", "PARALLEL", "ANNOTATIONS"})) {
        refuse("CREATE TABLE ... " + peek().text, position());
    }
}

void parser::parse_column_definition(create_table_statement& out) {
    column_definition column;
    column.name = expect_column_name();
    if (is_symbol(",") || is_symbol(")")) fail_here(ora::missing_datatype);
    column.type = parse_type();
    if (is_any_word({"GENERATED", "INVISIBLE", "ENCRYPT", "COLLATE", "AS"}))
        refuse("column " + peek().text, position());
    if (accept_word("DEFAULT")) {
        if (is_word("ON")) refuse("DEFAULT ON NULL", position());
        const auto begin = position();
        column.default_value = parse_value();
        column.default_text = std::string(sql_.substr(begin, last_end() - begin));
    }
    parse_column_constraint(column);
    out.columns.push_back(std::move(column));
}

void parser::parse_column_constraint(column_definition& column) {
    for (;;) {
        std::string name;
        if (accept_word("CONSTRAINT")) name = expect_name(ora::invalid_identifier);
        if (accept_word("NOT")) {
            expect_word("NULL", ora::missing_keyword);
            column.not_null = true;
        } else if (accept_word("NULL")) {
            // the default, said aloud
        } else if (accept_word("PRIMARY")) {
            expect_word("KEY", ora::missing_keyword);
            column.primary_key = true;
            column.constraint_name = std::move(name);
        } else if (accept_word("UNIQUE")) {
            column.unique = true;
            column.constraint_name = std::move(name);
        } else if (accept_word("ENABLE")) {
            // likewise
        } else if (is_any_word({"CHECK", "REFERENCES", "DISABLE", "DEFERRABLE", "USING"})) {
            refuse("column constraint " + peek().text, position());
        } else {
            return;
        }
    }
}

bool parser::parse_table_constraint(create_table_statement& out) {
    const bool named = is_word("CONSTRAINT");
    const bool primary = is_word("PRIMARY") && is_word("KEY", 1);
    const bool unique = is_word("UNIQUE") && is_symbol("(", 1);
    if (is_word("FOREIGN") && is_word("KEY", 1)) refuse("FOREIGN KEY", position());
    if (is_word("CHECK") && is_symbol("(", 1)) refuse("CHECK", position());
    if (!named && !primary && !unique) return false;
    key_definition key;
    if (accept_word("CONSTRAINT")) key.name = expect_name(ora::invalid_identifier);
    if (accept_word("PRIMARY")) {
        expect_word("KEY", ora::missing_keyword);
        key.primary = true;
    } else if (!accept_word("UNIQUE")) {
        if (is_any_word({"FOREIGN", "CHECK"})) refuse("constraint " + peek().text, position());
        fail_here(ora::missing_keyword);
    }
    expect_symbol("(", ora::missing_left_parenthesis);
    do {
        key.columns.push_back(expect_column_name());
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
    accept_word("ENABLE");
    if (is_any_word({"USING", "DISABLE", "DEFERRABLE"})) refuse("constraint " + peek().text, position());
    out.keys.push_back(std::move(key));
    return true;
}

statement_body parser::parse_drop() {
    take();
    if (!is_word("TABLE")) {
        if (is_any_word({"VIEW", "INDEX", "SEQUENCE", "PROCEDURE", "FUNCTION", "PACKAGE", "TRIGGER", "TYPE",
                         "SYNONYM", "PUBLIC", "USER", "ROLE", "MATERIALIZED", "DIRECTORY", "TABLESPACE", "DOMAIN",
                         "PROFILE"})) {
            refuse("DROP " + peek().text, position());
        }
        fail_here(ora::invalid_drop);
    }
    take();
    drop_table_statement out;
    if (dialect_.is_23ai) out.if_exists = accept_words({"IF", "EXISTS"});
    out.table = parse_table_name();
    accept_words({"CASCADE", "CONSTRAINTS"});
    accept_word("PURGE");
    return out;
}

truncate_statement parser::parse_truncate() {
    take();
    expect_word("TABLE", ora::missing_table);
    truncate_statement out{parse_table_name()};
    if (accept_word("DROP") || accept_word("REUSE")) {
        accept_word("ALL");
        expect_word("STORAGE", ora::missing_keyword);
    }
    return out;
}

alter_session_statement parser::parse_alter() {
    take();
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
