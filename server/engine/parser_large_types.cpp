// LOBs, JSON, VECTOR, XMLTYPE and the names of users' types; CREATE TYPE, DIRECTORY and DOMAIN.
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::int64_t max_dimensions = 65'535;
constexpr std::int64_t bits_per_byte = 8;
constexpr std::int64_t max_urowid_bytes = 4000;
constexpr std::uint8_t binary_format = 5;

// The numbers of oraxx::vector_format; nullopt: no format's name.
std::optional<std::uint8_t> vector_format_of(std::string_view word) {
    if (word == "FLOAT32") return 2;
    if (word == "FLOAT64") return 3;
    if (word == "INT8") return 4;
    if (word == "BINARY") return binary_format;
    return std::nullopt;
}

type_name large_type(db_type type) {
    type_name out;
    out.type = type;
    return out;
}

}  // namespace

std::optional<type_name> parser::parse_large_type() {
    const auto simple = [this](db_type type) {
        take();
        return large_type(type);
    };
    if (is_word("CLOB")) return simple(db_type::clob);
    if (is_word("NCLOB")) return simple(db_type::nclob);
    if (is_word("BLOB")) return simple(db_type::blob);
    if (is_word("BFILE")) return simple(db_type::bfile);
    if (dialect_.has_json && is_word("JSON")) return simple(db_type::json);
    if (dialect_.is_23ai && is_word("VECTOR")) return parse_vector_type();
    if (is_word("SYS") && is_symbol(".", 1) && is_word("XMLTYPE", 2)) {
        take();
        take();
    }
    if (is_word("XMLTYPE")) return simple(db_type::xmltype);
    if (accept_word("UROWID")) {
        auto out = large_type(db_type::urowid);
        out.length = max_urowid_bytes;
        if (!accept_symbol("(")) return out;
        const auto at = position();
        const auto length = expect_integer(ora::invalid_datatype);
        if (length < 1 || length > max_urowid_bytes) fail(ora::length_too_long, at);
        out.length = static_cast<std::uint32_t>(length);
        expect_symbol(")", ora::missing_right_parenthesis);
        return out;
    }
    if (is_any_word({"SDO_GEOMETRY", "ANYDATA", "ANYTYPE", "ANYDATASET", "REF"})) {
        refuse("data type " + peek().text, position());
    }
    return std::nullopt;
}

// VECTOR[(dimensions | * [, format | * [, SPARSE | DENSE]])], VECTOR(SPARSE)
type_name parser::parse_vector_type() {
    auto out = large_type(db_type::vector);
    take();
    if (!accept_symbol("(")) return out;
    const auto storage = [&] {
        out.is_sparse = is_word("SPARSE");
        return accept_word("SPARSE") || accept_word("DENSE");
    };
    if (!storage()) {
        const auto at = position();
        if (!accept_symbol("*")) {
            const auto count = expect_integer(ora::vector_dimensions_unsupported);
            if (count < 1 || count > max_dimensions) fail(ora::vector_dimensions_unsupported, at);
            out.dimensions = static_cast<std::uint32_t>(count);
        }
        if (accept_symbol(",") && !accept_symbol("*") && !storage()) {
            const auto format = vector_format_of(peek().text);
            if (!format) fail_here(ora::vector_format_unsupported);
            out.vector_format = *format;
            take();
        }
        if (out.vector_format == binary_format && out.dimensions % bits_per_byte != 0) {
            fail(ora::vector_bits_unsupported, at);
        }
        if (accept_symbol(",") && !storage()) fail_here(ora::missing_right_parenthesis);
    }
    if (out.is_sparse && out.vector_format == binary_format) fail_here(ora::vector_format_unsupported);
    expect_symbol(")", ora::missing_right_parenthesis);
    return out;
}

// Whether there is such a type, the catalogue knows.
type_name parser::parse_user_type() {
    auto out = large_type(db_type::object);
    do {
        if (!is_name()) fail_here(ora::invalid_datatype);
        out.path.push_back(take().text);
    } while (out.path.size() < 3 && accept_symbol("."));
    return out;
}

attribute_definition parser::parse_attribute() {
    attribute_definition out;
    out.name = expect_column_name();
    out.type_position = position();
    out.type = parse_type();
    return out;
}

// CREATE TYPE t [IS | AS] {OBJECT (a type, ...) | VARRAY(n) OF e | VARYING ARRAY(n) OF e | TABLE OF e}
create_type_statement parser::parse_create_type(bool replaces) {
    create_type_statement out;
    take();
    if (is_word("BODY")) refuse("CREATE TYPE BODY", position());
    out.replaces = replaces;
    if (!replaces) out.if_not_exists = accept_if_not_exists();
    out.name = parse_object_name(ora::invalid_identifier);
    accept_word("FORCE");
    if (is_word("UNDER")) refuse("CREATE TYPE ... UNDER", position());
    if (!accept_word("IS")) expect_word("AS", ora::missing_keyword);
    const auto parse_element = [&] {
        expect_word("OF", ora::missing_keyword);
        out.element.type_position = position();
        out.element.type = parse_type();
        if (accept_words({"NOT", "NULL"})) refuse("collection of NOT NULL elements", position());
    };
    if (accept_word("OBJECT")) {
        expect_symbol("(", ora::missing_left_parenthesis);
        do {
            if (is_any_word({"MEMBER", "STATIC", "CONSTRUCTOR", "MAP", "ORDER", "OVERRIDING", "FINAL"}))
                refuse("type method", position());
            out.attributes.push_back(parse_attribute());
        } while (accept_symbol(","));
        expect_symbol(")", ora::missing_right_parenthesis);
        accept_word("FINAL");
        if (is_word("NOT")) refuse("type that is NOT FINAL", position());
    } else if (accept_word("VARRAY") || accept_words({"VARYING", "ARRAY"})) {
        out.form = type_form::varray;
        expect_symbol("(", ora::missing_left_parenthesis);
        out.max_elements = static_cast<std::uint32_t>(expect_integer(ora::invalid_datatype));
        expect_symbol(")", ora::missing_right_parenthesis);
        parse_element();
    } else if (accept_word("TABLE")) {
        out.form = type_form::nested_table;
        parse_element();
        if (is_word("INDEX")) refuse("schema type INDEX BY", position());
    } else {
        refuse("CREATE TYPE ... " + peek().text, position());
    }
    accept_symbol(";");
    return out;
}

create_directory_statement parser::parse_create_directory(bool replaces) {
    create_directory_statement out;
    take();
    out.replaces = replaces;
    out.name = expect_column_name();
    expect_word("AS", ora::missing_keyword);
    if (peek().kind != token_kind::text) fail_here(ora::string_literal_required);
    out.path = take().text;
    return out;
}

create_domain_statement parser::parse_create_domain() {
    create_domain_statement out;
    take();
    out.if_not_exists = accept_if_not_exists();
    out.name = parse_object_name(ora::invalid_identifier);
    expect_word("AS", ora::missing_keyword);
    out.type_position = position();
    out.type = parse_type();
    if (is_word("ANNOTATIONS")) out.annotations = parse_annotations();
    if (!at_end()) refuse("CREATE DOMAIN ... " + peek().text, position());
    return out;
}

// ANNOTATIONS ([ADD] name ['value'], ...)
std::vector<column_annotation> parser::parse_annotations() {
    std::vector<column_annotation> out;
    take();
    expect_symbol("(", ora::missing_left_parenthesis);
    do {
        if (is_word("DROP") || is_word("REPLACE")) refuse("ANNOTATIONS " + peek().text, position());
        if (is_word("ADD") && !is_symbol(",", 1) && !is_symbol(")", 1)) take();
        column_annotation annotation;
        annotation.name = expect_name(ora::invalid_identifier);
        if (peek().kind == token_kind::text) annotation.value = take().text;
        out.push_back(std::move(annotation));
    } while (accept_symbol(","));
    expect_symbol(")", ora::missing_right_parenthesis);
    return out;
}

}  // namespace oraxx::sandbox::engine
