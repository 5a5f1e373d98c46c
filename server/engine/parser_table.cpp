// CREATE, ALTER and TRUNCATE TABLE: columns and constraints.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
bool parser::accept_if_not_exists() {
    return dialect_.is_23ai && accept_words({"IF", "NOT", "EXISTS"});
}

bool parser::accept_if_exists() {
    return dialect_.is_23ai && accept_words({"IF", "EXISTS"});
}

create_table_statement parser::parse_create_table() {
    create_table_statement out;
    take();
    out.if_not_exists = accept_if_not_exists();
    out.table = parse_table_name();
    if (accept_symbol("(")) {
        do {
            if (starts_table_constraint()) {
                out.constraints.push_back(parse_table_constraint());
            } else {
                out.columns.push_back(parse_column_definition(true));
            }
        } while (accept_symbol(","));
        expect_symbol(")", ora::missing_right_parenthesis);
    } else if (!is_word("AS")) {
        fail_here(ora::missing_left_parenthesis);
    }
    skip_storage_options(out);
    if (accept_word("AS")) out.source = parse_query();
    // CREATE TABLE AS SELECT names columns without types, anything else not without.
    for (const auto& c : out.columns) {
        if (!c.type && !out.source && c.domain.name.empty()) fail(ora::missing_datatype, c.type_position);
        if (c.type && out.source) fail(ora::no_types_here, c.type_position);
    }
    return out;
}

// Options that change nothing a session could see here, but for the form of row ids.
void parser::skip_storage_options(create_table_statement& out) {
    for (;;) {
        if (accept_words({"ORGANIZATION", "INDEX"})) out.is_index_organized = true;
        if (accept_words({"SEGMENT", "CREATION", "IMMEDIATE"}) || accept_words({"SEGMENT", "CREATION", "DEFERRED"}) ||
            accept_word("NOLOGGING") || accept_word("LOGGING") || accept_word("NOPARALLEL") ||
            accept_word("NOCACHE") || accept_word("NOCOMPRESS") || accept_words({"ORGANIZATION", "HEAP"})) {
            continue;
        }
        if (accept_words({"NESTED", "TABLE"})) {
            expect_name(ora::invalid_option);
            expect_word("STORE", ora::invalid_option);
            expect_word("AS", ora::invalid_option);
            expect_name(ora::invalid_option);
        } else if (accept_word("TABLESPACE")) {
            expect_name(ora::invalid_option);
        } else if (accept_word("PCTFREE")) {
            expect_integer(ora::invalid_option);
        } else {
            break;
        }
    }
    if (is_any_word({"PARTITION", "ORGANIZATION", "CLUSTER", "STORAGE", "COMPRESS", "PARALLEL"})) {
        refuse("CREATE TABLE ... " + peek().text, position());
    }
}

// `is_new`: not MODIFY, which may leave the type out.
column_definition parser::parse_column_definition(bool is_new) {
    column_definition column;
    column.name = expect_column_name();
    const bool is_bare = is_symbol(",") || is_symbol(")") || at_end();
    column.type_position = position();
    const bool leaves_type_out =
        is_bare || (!is_new && is_any_word({"DEFAULT", "NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK",
                                            "REFERENCES", "GENERATED", "DROP"}));
    if (dialect_.is_23ai && accept_word("DOMAIN")) {
        column.domain = parse_object_name(ora::invalid_identifier);
    } else if (!leaves_type_out) {
        column.type = parse_type();
        if (dialect_.is_23ai && accept_word("DOMAIN")) column.domain = parse_object_name(ora::invalid_identifier);
    }
    if (is_any_word({"INVISIBLE", "VISIBLE", "ENCRYPT", "COLLATE", "AS", "DROP"})) {
        refuse("column " + peek().text, position());
    }
    if (is_word("GENERATED")) {
        if (!is_new) refuse("MODIFY of an identity column", position());
        parse_identity(column);
    } else if (accept_word("DEFAULT")) {
        parse_column_default(column);
    }
    parse_column_constraints(column);
    if (dialect_.is_23ai && is_word("ANNOTATIONS")) column.annotations = parse_annotations();
    return column;
}

void parser::parse_column_default(column_definition& column) {
    if (accept_word("ON")) {
        if (is_word("NULL") && is_word("FOR", 1)) refuse("DEFAULT ON NULL FOR", position());
        expect_word("NULL", ora::missing_keyword);
        if (is_word("FOR")) refuse("DEFAULT ON NULL FOR", position());
        column.rule = default_rule::on_null;
    }
    const auto begin = position();
    column.default_value = dialect_.is_23ai ? parse_or() : parse_value();
    column.default_text = std::string(sql_.substr(begin, last_end() - begin));
}

// GENERATED {ALWAYS | BY DEFAULT [ON NULL]} AS IDENTITY [(options)]
void parser::parse_identity(column_definition& column) {
    take();
    if (accept_word("BY")) {
        expect_word("DEFAULT", ora::missing_keyword);
        if (accept_words({"ON", "NULL"})) column.rule = default_rule::on_null;
    } else {
        expect_word("ALWAYS", ora::missing_keyword);
        column.rule = default_rule::always;
    }
    expect_word("AS", ora::missing_keyword);
    if (!is_word("IDENTITY")) refuse("column GENERATED ALWAYS AS", position());
    take();
    column.identity.emplace();
    if (!accept_symbol("(")) return;
    column.identity = parse_sequence_options();
    expect_symbol(")", ora::missing_right_parenthesis);
}

void parser::parse_column_constraints(column_definition& column) {
    while (parse_inline_constraint(column)) {
    }
    if (is_any_word({"DISABLE", "USING"})) refuse("column constraint " + peek().text, position());
}

bool parser::parse_inline_constraint(column_definition& column) {
    constraint_definition c;
    c.is_inline = true;
    c.position = column.name.position;
    c.columns.push_back(column.name);
    const bool is_named = accept_word("CONSTRAINT");
    if (is_named) c.name = expect_name(ora::invalid_identifier);
    if (accept_word("NOT")) {
        expect_word("NULL", ora::missing_keyword);
        c.kind = constraint_kind::not_null;
    } else if (accept_word("NULL")) {
        column.allows_null = true;
        return true;
    } else if (accept_word("PRIMARY")) {
        expect_word("KEY", ora::missing_keyword);
        c.kind = constraint_kind::primary_key;
    } else if (accept_word("UNIQUE")) {
        c.kind = constraint_kind::unique;
    } else if (is_word("REFERENCES")) {
        parse_reference(c);
    } else if (is_word("CHECK")) {
        parse_check(c);
    } else {
        if (is_named) fail_here(ora::invalid_option);
        return false;
    }
    parse_constraint_state();
    column.constraints.push_back(std::move(c));
    return true;
}

bool parser::starts_table_constraint() const {
    return is_word("CONSTRAINT") || (is_word("PRIMARY") && is_word("KEY", 1)) ||
           (is_word("UNIQUE") && is_symbol("(", 1)) || (is_word("FOREIGN") && is_word("KEY", 1)) ||
           (is_word("CHECK") && is_symbol("(", 1));
}

constraint_definition parser::parse_table_constraint() {
    constraint_definition c;
    c.position = position();
    if (accept_word("CONSTRAINT")) {
        c.position = position();
        c.name = expect_name(ora::invalid_identifier);
    }
    if (accept_word("PRIMARY")) {
        expect_word("KEY", ora::missing_keyword);
        c.kind = constraint_kind::primary_key;
        c.columns = parse_column_list();
    } else if (accept_word("UNIQUE")) {
        c.kind = constraint_kind::unique;
        c.columns = parse_column_list();
    } else if (accept_word("FOREIGN")) {
        expect_word("KEY", ora::missing_keyword);
        c.columns = parse_column_list();
        if (!is_word("REFERENCES")) fail_here(ora::missing_keyword);
        parse_reference(c);
    } else if (is_word("CHECK")) {
        parse_check(c);
    } else {
        fail_here(ora::missing_keyword);
    }
    parse_constraint_state();
    return c;
}

std::vector<column_name> parser::parse_column_list() {
    std::vector<column_name> out;
    expect_symbol("(", ora::missing_left_parenthesis);
    do {
        out.push_back(expect_column_name());
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
    return out;
}

// REFERENCES table [(columns)] [ON DELETE ...]
void parser::parse_reference(constraint_definition& out) {
    take();
    out.kind = constraint_kind::foreign_key;
    out.parent = parse_table_name();
    if (is_symbol("(")) out.parent_columns = parse_column_list();
    if (!accept_word("ON")) return;
    expect_word("DELETE", ora::missing_keyword);
    if (accept_word("CASCADE")) {
        out.on_delete = delete_rule::cascade;
    } else {
        expect_word("SET", ora::missing_keyword);
        expect_word("NULL", ora::missing_keyword);
        out.on_delete = delete_rule::set_null;
    }
}

void parser::parse_check(constraint_definition& out) {
    take();
    out.kind = constraint_kind::check;
    expect_symbol("(", ora::missing_left_parenthesis);
    const auto begin = position();
    out.condition = parse_condition();
    out.condition_text = std::string(sql_.substr(begin, last_end() - begin));
    expect_symbol(")", ora::missing_right_parenthesis);
}

// What is said about a constraint beyond its meaning: here all are enabled and looked at with each statement.
void parser::parse_constraint_state() {
    for (;;) {
        if (accept_words({"NOT", "DEFERRABLE"}) || accept_words({"INITIALLY", "IMMEDIATE"}) ||
            accept_word("ENABLE") || accept_word("VALIDATE") || accept_word("NORELY")) {
            continue;
        }
        if (!accept_words({"USING", "INDEX"})) break;
        if (is_symbol("(") || is_name()) {
            if (!is_word("TABLESPACE")) refuse("constraint USING INDEX", position());
        }
        skip_index_options();
    }
    if (is_any_word({"DISABLE", "DEFERRABLE", "INITIALLY", "NOVALIDATE", "RELY", "EXCEPTIONS", "PRECHECK"})) {
        refuse("constraint " + peek().text, position());
    }
}

alter_table_statement parser::parse_alter_table() {
    using kind = alter_table_action::kind;
    alter_table_statement out;
    take();
    const bool may_be_absent = accept_if_exists();
    if (may_be_absent) refuse("ALTER TABLE IF EXISTS", position());
    out.table = parse_table_name();
    do {
        if (accept_word("ADD")) {
            parse_alter_add(out);
        } else if (is_word("MODIFY")) {
            parse_alter_modify(out);
        } else if (is_word("DROP")) {
            out.actions.push_back(parse_alter_drop());
        } else if (is_word("RENAME")) {
            out.actions.push_back(parse_alter_rename());
        } else {
            if (peek().kind != token_kind::word) fail_here(ora::invalid_alter_table);
            refuse("ALTER TABLE " + peek().text, position());
        }
    } while (is_any_word({"ADD", "MODIFY", "DROP"}) && out.actions.back().what != kind::rename_table);
    return out;
}

void parser::parse_alter_add(alter_table_statement& out) {
    const auto add = [&] {
        alter_table_action action;
        action.position = position();
        if (starts_table_constraint()) {
            action.what = alter_table_action::kind::add_constraint;
            action.constraint = parse_table_constraint();
        } else {
            action.what = alter_table_action::kind::add_column;
            action.column = parse_column_definition(true);
            if (!action.column.type) fail(ora::missing_datatype, action.column.type_position);
        }
        out.actions.push_back(std::move(action));
    };
    accept_word("COLUMN");
    if (!accept_symbol("(")) return add();
    do {
        add();
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
}

void parser::parse_alter_modify(alter_table_statement& out) {
    take();
    if (is_any_word({"CONSTRAINT", "PARTITION", "NESTED", "DEFAULT"})) {
        refuse("ALTER TABLE MODIFY " + peek().text, position());
    }
    const auto modify = [&] {
        alter_table_action action;
        action.what = alter_table_action::kind::modify_column;
        action.position = position();
        action.column = parse_column_definition(false);
        out.actions.push_back(std::move(action));
    };
    if (!accept_symbol("(")) return modify();
    do {
        modify();
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
}

alter_table_action parser::parse_alter_drop() {
    using kind = alter_table_action::kind;
    alter_table_action out;
    take();
    out.position = position();
    if (accept_word("CONSTRAINT")) {
        out.what = kind::drop_constraint;
        out.names.push_back(expect_column_name());
    } else if (accept_word("PRIMARY")) {
        expect_word("KEY", ora::missing_keyword);
        out.what = kind::drop_key;
    } else if (accept_word("UNIQUE")) {
        out.what = kind::drop_key;
        out.names = parse_column_list();
    } else if (is_symbol("(")) {
        out.what = kind::drop_columns;
        out.names = parse_column_list();
    } else {
        if (!is_word("COLUMN")) refuse("ALTER TABLE DROP " + peek().text, position());
        take();
        out.what = kind::drop_columns;
        out.names.push_back(expect_column_name());
    }
    out.cascades = accept_word("CASCADE");
    accept_word("CONSTRAINTS");
    if (is_word("INVALIDATE")) take();
    if (is_any_word({"KEEP", "ONLINE", "CHECKPOINT"})) refuse("ALTER TABLE DROP ... " + peek().text, position());
    accept_words({"DROP", "INDEX"});
    return out;
}

alter_table_action parser::parse_alter_rename() {
    using kind = alter_table_action::kind;
    alter_table_action out;
    take();
    out.position = position();
    if (accept_word("COLUMN")) {
        out.what = kind::rename_column;
        out.names.push_back(expect_column_name());
    } else if (accept_word("CONSTRAINT")) {
        out.what = kind::rename_constraint;
        out.names.push_back(expect_column_name());
    } else {
        out.what = kind::rename_table;
    }
    expect_word("TO", ora::missing_keyword);
    out.position = position();
    out.new_name = expect_name(ora::invalid_identifier);
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
    if (is_word("CASCADE")) refuse("TRUNCATE TABLE CASCADE", position());
    return out;
}

}  // namespace oraxx::sandbox::engine
