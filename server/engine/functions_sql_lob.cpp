// Oracle's functions for LOBs and XML.
#include "server/engine/failure.hpp"
#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

typed not_null(typed out) {
    out.nullable = false;
    return out;
}

typed empty_clob(const function_call& c) {
    return not_null(c.result("''", lob_type(db_type::clob)));
}
typed empty_blob(const function_call& c) {
    return not_null(c.result("x''", lob_type(db_type::blob)));
}
typed to_clob(const function_call& c) {
    return c.result(c.as(0, lob_type(db_type::clob)), lob_type(db_type::clob));
}
typed to_nclob(const function_call& c) {
    return c.result(c.as(0, lob_type(db_type::nclob)), lob_type(db_type::nclob));
}
typed to_blob(const function_call& c) {
    return c.result(c.as(0, lob_type(db_type::blob)), lob_type(db_type::blob));
}
// Of LONG and LONG RAW, in the select list of INSERT ... SELECT.
typed to_lob(const function_call& c) {
    const auto kind = c.args[0].type.kind;
    if (kind != db_type::long_text && kind != db_type::long_raw) c.b.fail_type(c.args[0], "LONG");
    return c.result(c.args[0].sql, lob_type(kind == db_type::long_text ? db_type::clob : db_type::blob));
}

// A LOB, or what becomes one.
const typed& lob_argument(const function_call& c, std::size_t at) {
    const auto kind = c.args[at].type.kind;
    if (kind == db_type::bfile) refuse("DBMS_LOB on a BFILE in SQL", c.position);
    if (!is_lob(kind) && !is_text(kind) && kind != db_type::raw) c.b.fail_type(c.args[at], "CLOB");
    return c.args[at];
}
bool is_bytes(const typed& e) {
    return e.type.kind == db_type::blob || e.type.kind == db_type::raw;
}

typed get_length(const function_call& c) {
    const auto& lob = lob_argument(c, 0);
    return c.result(call_sql(is_bytes(lob) ? "lob_size" : "lob_length", {lob.sql}), number_expression());
}

typed part(const function_call& c) {
    const auto& lob = lob_argument(c, 0);
    const auto amount = c.has(1) ? c.number(1) : number_literal(decimal(32'767));
    const auto offset = c.has(2) ? c.number(2) : number_literal(decimal(1));
    if (is_bytes(lob))
        return c.result(call_sql("lob_subraw", {lob.sql, amount, offset}), simple_type(db_type::raw, 2000));
    return c.result(call_sql("lob_substr", {lob.sql, amount, offset}), text_type(max_text_bytes, max_text_bytes));
}

typed find(const function_call& c) {
    const auto& lob = lob_argument(c, 0);
    const auto one = number_literal(decimal(1));
    const auto offset = c.has(2) ? c.number(2) : one;
    const auto nth = c.has(3) ? c.number(3) : one;
    const auto pattern = is_bytes(lob) ? c.as(1, simple_type(db_type::raw, 2000)) : c.b.to_text_or_lob(c.args[1]).sql;
    return c.result(call_sql(is_bytes(lob) ? "lob_inraw" : "lob_instr", {lob.sql, pattern, offset, nth}),
                    number_expression());
}

typed compare(const function_call& c) {
    return c.result(call_sql("lob_compare", {lob_argument(c, 0).sql, lob_argument(c, 1).sql}), number_expression());
}

typed bfile_name(const function_call& c) {
    return c.result(call_sql("bfile_name", {c.text(0), c.text(1)}), lob_type(db_type::bfile));
}

typed xml_type(const function_call& c) {
    auto source = c.args[0];
    source.position = c.position;
    return c.result(c.b.convert(std::move(source), lob_type(db_type::xmltype)).sql, lob_type(db_type::xmltype));
}

constexpr scalar_function functions[] = {
    {"EMPTY_CLOB", 0, 0, empty_clob},
    {"EMPTY_BLOB", 0, 0, empty_blob},
    {"TO_CLOB", 1, 1, to_clob},
    {"TO_NCLOB", 1, 1, to_nclob},
    {"TO_BLOB", 1, 1, to_blob},
    {"TO_LOB", 1, 1, to_lob},
    {"DBMS_LOB.GETLENGTH", 1, 1, get_length},
    {"DBMS_LOB.SUBSTR", 1, 3, part},
    {"DBMS_LOB.INSTR", 2, 4, find},
    {"DBMS_LOB.COMPARE", 2, 2, compare},
    {"BFILENAME", 2, 2, bfile_name},
    {"XMLTYPE", 1, 1, xml_type},
};

}  // namespace

std::span<const scalar_function> lob_function_table() {
    return functions;
}

}  // namespace oraxx::sandbox::engine
