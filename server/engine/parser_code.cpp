// CREATE PROCEDURE, FUNCTION, PACKAGE: first only far enough to keep the text, then what the text says.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {

create_code_statement parser::parse_create_code(bool replaces, std::size_t at) {
    create_code_statement out;
    out.replaces = replaces;
    out.source_begin = position();
    const auto word = take().text;
    out.kind = word == "PROCEDURE"  ? object_kind::procedure
               : word == "FUNCTION" ? object_kind::function
                                    : object_kind::package;
    if (word == "PACKAGE" && accept_word("BODY")) out.kind = object_kind::package_body;
    out.if_not_exists = accept_if_not_exists();
    out.name = parse_object_name(ora::invalid_identifier);
    if (at_end()) fail(ora::missing_keyword, at);
    while (!at_end()) take();
    return out;
}

std::vector<std::string> parser::parse_code_name() {
    (void)accept_if_not_exists();
    auto out = parse_path();
    if (accept_word("AUTHID") && !accept_word("DEFINER")) expect_block_word("CURRENT_USER");
    return out;
}

void parser::expect_end_of_code() {
    if (is_symbol("/")) take();
    if (!at_end()) fail_block("<end of text>");
}

std::shared_ptr<const plsql_subprogram> parser::parse_code(std::string_view source, dialect flavour) {
    parser p(source, flavour);
    p.in_block_ = true;
    auto out = p.parse_subprogram();
    p.expect_end_of_code();
    p.refuse_binds();
    return out;
}

std::shared_ptr<const plsql_block> parser::parse_package(std::string_view source, dialect flavour) {
    parser p(source, flavour);
    p.in_block_ = true;
    p.expect_block_word("PACKAGE");
    p.accept_word("BODY");
    (void)p.parse_code_name();
    if (!p.accept_word("IS")) p.expect_block_word("AS");
    auto out = std::make_shared<plsql_block>();
    out->position = p.position();
    p.parse_declarations(out->declarations);
    if (p.is_word("BEGIN")) {
        p.parse_block_body(*out);
    } else {
        p.expect_block_word("END");
        if (p.is_name()) p.take();
        p.expect_block_symbol(";");
    }
    p.expect_end_of_code();
    p.refuse_binds();
    return out;
}

void parser::refuse_binds() const {
    if (binds_.empty()) return;
    fail_statement("PLS-00049: bad bind variable '" + binds_[0].name + "'", sql_, binds_[0].position);
}

}  // namespace oraxx::sandbox::engine
