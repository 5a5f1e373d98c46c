// Views, sequences, synonyms, indexes and comments; DROP and RENAME.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
statement_body parser::parse_create() {
    take();
    const auto at = position();
    const bool replaces = accept_words({"OR", "REPLACE"});
    if (!replaces && is_word("OR")) {
        take();
        fail_here(ora::missing_keyword);
    }
    if (is_any_word({"EDITIONABLE", "NONEDITIONABLE", "NOFORCE"})) take();
    accept_word("NOFORCE");
    const bool is_synonym = is_word("SYNONYM") || (is_word("PUBLIC") && is_word("SYNONYM", 1));
    if (is_word("TYPE")) return parse_create_type(replaces);
    if (is_word("DIRECTORY")) return parse_create_directory(replaces);
    if (is_any_word({"PROCEDURE", "FUNCTION", "PACKAGE"})) return parse_create_code(replaces, at);
    if (is_word("VIEW")) return parse_create_view(replaces);
    if (is_synonym) return parse_create_synonym(replaces);
    if (!replaces) {
        if (is_word("TABLE")) return parse_create_table();
        if (is_word("SEQUENCE")) return parse_sequence(false);
        if (dialect_.is_23ai && is_word("DOMAIN")) return parse_create_domain();
        if (is_word("INDEX") || (is_word("UNIQUE") && is_word("INDEX", 1))) return parse_create_index();
    }
    if (is_any_word({"GLOBAL",       "PRIVATE",  "TRIGGER",    "PUBLIC",   "USER",       "ROLE",      "FORCE",
                     "MATERIALIZED", "DOMAIN",   "BLOCKCHAIN", "DATABASE", "CONTEXT",    "IMMUTABLE", "PROFILE",
                     "TABLESPACE",   "JSON",     "SHARDED",    "BITMAP",   "MULTIVALUE", "LIBRARY",   "JAVA",
                     "OPERATOR",     "PROPERTY", "VECTOR",     "SCHEMA"})) {
        refuse("CREATE " + peek().text, at);
    }
    fail_here(ora::invalid_create);
}

table_name parser::parse_object_name(int code) {
    table_name out;
    out.position = position();
    out.name = expect_name(code);
    if (accept_symbol(".")) {
        out.schema = std::move(out.name);
        out.position = position();
        out.name = expect_name(code);
    }
    return out;
}

create_view_statement parser::parse_create_view(bool replaces) {
    create_view_statement out;
    take();
    out.replaces = replaces;
    if (!replaces) out.if_not_exists = accept_if_not_exists();
    out.name = parse_table_name();
    if (accept_symbol("(")) {
        do {
            out.columns.push_back(expect_column_name());
            if (starts_table_constraint()) refuse("constraint of a view", position());
        } while (accept_symbol(","));
        expect_symbol(")", ora::missing_right_parenthesis);
    }
    expect_word("AS", ora::missing_keyword);
    if (!starts_query()) fail_here(ora::missing_select);
    out.body_begin = position();
    out.body = parse_query();
    out.body_end = last_end();
    if (accept_words({"WITH", "READ", "ONLY"})) out.is_read_only = true;
    if (is_word("WITH")) refuse("WITH CHECK OPTION", position());
    if (!binds_.empty()) fail(ora::binds_not_allowed, binds_.front().position);
    return out;
}

std::string parser::expect_sequence_number() {
    const bool is_negative = accept_symbol("-");
    if (!is_negative) accept_symbol("+");
    if (peek().kind != token_kind::number || peek().text.find_first_not_of("0123456789") != std::string::npos) {
        fail_here(ora::invalid_option);
    }
    return (is_negative ? "-" : "") + take().text;
}

sequence_options parser::parse_sequence_options() {
    sequence_options out;
    out.position = position();
    for (;;) {
        if (accept_word("START")) {
            expect_word("WITH", ora::invalid_option);
            out.start = expect_sequence_number();
        } else if (accept_word("INCREMENT")) {
            expect_word("BY", ora::invalid_option);
            out.increment = expect_sequence_number();
        } else if (accept_word("MINVALUE")) {
            out.minimum = expect_sequence_number();
        } else if (accept_word("MAXVALUE")) {
            out.maximum = expect_sequence_number();
        } else if (accept_word("NOMINVALUE")) {
            out.minimum = std::string{};
        } else if (accept_word("NOMAXVALUE")) {
            out.maximum = std::string{};
        } else if (accept_word("CACHE")) {
            out.cache = expect_integer(ora::invalid_option);
            if (*out.cache < 2) fail(ora::sequence_cache_too_small, out.position);
        } else if (accept_word("NOCACHE")) {
            out.cache = 0;
        } else if (is_any_word({"CYCLE", "NOCYCLE"})) {
            out.cycles = take().text == "CYCLE";
        } else if (is_any_word({"ORDER", "NOORDER"})) {
            out.ordered = take().text == "ORDER";
        } else if (accept_word("RESTART")) {
            out.restarts = true;
        } else if (!is_any_word({"NOSCALE", "NOEXTEND", "KEEP", "NOKEEP", "GLOBAL"})) {
            break;
        } else {
            take();
        }
    }
    if (is_any_word({"SCALE", "EXTEND", "SESSION", "SHARD", "LIMIT"})) refuse("sequence " + peek().text, position());
    return out;
}

create_sequence_statement parser::parse_sequence(bool alters) {
    create_sequence_statement out;
    take();
    out.alters = alters;
    if (!alters) out.if_not_exists = accept_if_not_exists();
    out.name = parse_object_name(ora::invalid_sequence_name);
    out.options = parse_sequence_options();
    return out;
}

create_synonym_statement parser::parse_create_synonym(bool replaces) {
    create_synonym_statement out;
    out.replaces = replaces;
    out.is_public = accept_word("PUBLIC");
    take();
    if (!replaces) out.if_not_exists = accept_if_not_exists();
    out.name = parse_object_name(ora::invalid_synonym_name);
    expect_word("FOR", ora::missing_keyword);
    out.target = parse_table_name();
    if (is_symbol("@")) refuse("database link", position());
    return out;
}

create_index_statement parser::parse_create_index() {
    create_index_statement out;
    out.unique = accept_word("UNIQUE");
    take();
    out.if_not_exists = accept_if_not_exists();
    out.name = parse_object_name(ora::invalid_index_name);
    expect_word("ON", ora::missing_on);
    if (is_word("CLUSTER")) refuse("index on a cluster", position());
    out.table = parse_table_name();
    expect_symbol("(", ora::missing_left_parenthesis);
    do {
        const bool is_column =
            is_name() && (is_symbol(",", 1) || is_symbol(")", 1) || is_word("ASC", 1) || is_word("DESC", 1));
        if (!is_column) refuse("function-based index", position());
        index_item item{expect_column_name(), false};
        if (accept_word("DESC")) {
            item.descending = true;
        } else {
            accept_word("ASC");
        }
        out.items.push_back(std::move(item));
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
    skip_index_options();
    if (is_any_word({"LOCAL", "GLOBAL", "INDEXTYPE", "INVISIBLE", "UNUSABLE"})) {
        refuse("index " + peek().text, position());
    }
    return out;
}

// Options that change nothing a session could see here.
void parser::skip_index_options() {
    for (;;) {
        if (accept_word("NOLOGGING") || accept_word("LOGGING") || accept_word("NOPARALLEL") ||
            accept_word("ONLINE") || accept_word("REVERSE") || accept_word("NOCOMPRESS") || accept_word("VISIBLE") ||
            accept_words({"COMPUTE", "STATISTICS"})) {
            continue;
        }
        if (accept_word("TABLESPACE")) {
            expect_name(ora::invalid_option);
        } else if (accept_word("PCTFREE") || accept_word("INITRANS") || accept_word("PARALLEL")) {
            if (peek().kind == token_kind::number) expect_integer(ora::invalid_option);
        } else {
            return;
        }
    }
}

drop_statement parser::parse_drop() {
    take();
    drop_statement out;
    out.is_public = is_word("PUBLIC") && is_word("SYNONYM", 1);
    if (out.is_public) take();
    const auto word = peek().kind == token_kind::word ? peek().text : std::string{};
    int code = ora::invalid_table_name;
    if (word == "TABLE") {
        out.kind = object_kind::table;
    } else if (word == "VIEW") {
        out.kind = object_kind::view;
    } else if (word == "SEQUENCE") {
        out.kind = object_kind::sequence;
        code = ora::invalid_sequence_name;
    } else if (word == "SYNONYM") {
        out.kind = object_kind::synonym;
        code = ora::invalid_synonym_name;
    } else if (word == "INDEX") {
        out.kind = object_kind::index;
        code = ora::invalid_index_name;
    } else if (word == "TYPE" && !is_word("BODY", 1)) {
        out.kind = object_kind::type;
    } else if (word == "DIRECTORY") {
        out.kind = object_kind::directory;
    } else if (word == "DOMAIN" && dialect_.is_23ai) {
        out.kind = object_kind::domain;
    } else if (word == "PROCEDURE" || word == "FUNCTION") {
        out.kind = word == "PROCEDURE" ? object_kind::procedure : object_kind::function;
    } else if (word == "PACKAGE") {
        out.kind = is_word("BODY", 1) ? object_kind::package_body : object_kind::package;
        if (is_word("BODY", 1)) take();
    } else {
        if (is_any_word({"TRIGGER", "TYPE", "PUBLIC", "USER", "ROLE", "DOMAIN", "MATERIALIZED", "TABLESPACE",
                         "PROFILE", "CONTEXT", "DATABASE", "LIBRARY"})) {
            refuse("DROP " + word, position());
        }
        fail_here(ora::invalid_drop);
    }
    take();
    out.if_exists = accept_if_exists();
    out.name = parse_object_name(code);
    if (accept_word("CASCADE")) {
        accept_word("CONSTRAINTS");
        out.cascades = true;
    }
    out.forces = accept_word(out.kind == object_kind::table ? "PURGE" : "FORCE");
    return out;
}

// COMMENT ON {TABLE t | COLUMN t.c} IS 'text'
comment_statement parser::parse_comment() {
    take();
    comment_statement out;
    expect_word("ON", ora::missing_on);
    const bool on_column = is_word("COLUMN");
    if (!on_column && !is_word("TABLE")) {
        if (peek().kind == token_kind::word) refuse("COMMENT ON " + peek().text, position());
        fail_here(ora::missing_keyword);
    }
    take();
    std::vector<column_name> path;
    do {
        path.push_back({{}, position()});
        path.back().name = expect_name(ora::invalid_table_name);
    } while (accept_symbol("."));
    const std::size_t parts = on_column ? 2 : 1;
    if (path.size() < parts || path.size() > parts + 1) fail(ora::invalid_table_name, path.back().position);
    if (on_column) {
        out.column = path.back();
        path.pop_back();
    }
    out.table = {path.size() > 1 ? path[0].name : std::string{}, path.back().name, path.back().position};
    expect_word("IS", ora::missing_keyword);
    if (peek().kind != token_kind::text) fail_here(ora::string_literal_required);
    out.text = take().text;
    return out;
}

rename_statement parser::parse_rename() {
    take();
    rename_statement out;
    out.from = parse_table_name();
    if (!out.from.schema.empty()) fail(ora::missing_keyword, out.from.position);
    expect_word("TO", ora::missing_keyword);
    out.to = expect_name(ora::invalid_table_name);
    return out;
}

}  // namespace oraxx::sandbox::engine
