// JSON, VECTOR, XMLTYPE and objects as values of rows and binds. What SQL says of them is in tests/sql.
#include <oraxx/json.hpp>

#include "tests/unit/server/engine/engine_fixture.hpp"

namespace oraxx::sandbox::engine {
namespace {

class structured : public engine_session {
protected:
    static value cell(session& s, std::string_view sql) {
        auto query = prepared(s, sql);
        EXPECT_TRUE(std::holds_alternative<execute_result>(query->execute({})));
        std::vector<value> row;
        EXPECT_EQ(std::get<bool>(query->fetch(row)), true) << sql;
        return row.at(0);
    }
    static int bound(session& s, std::string_view sql, bind_value bind) {
        auto made = prepared(s, sql);
        const auto answer = made->execute({std::move(bind)});
        const auto* error = std::get_if<sql_error>(&answer);
        return error == nullptr ? 0 : error->code;
    }
};

TEST_F(structured, documents_keep_every_kind_of_scalar) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (j json)"));
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{0xFF}};
    const auto sent = std::make_shared<const json>(json::object({
        {"number", number::from_text("0.1234567890123456789012345678901234567890")},
        {"double", 0.1},
        {"float", 0.5F},
        {"bytes", bytes},
        {"date", date{.year = 2024, .month = 2, .day = 29}},
        {"vector", oraxx::vector(std::vector<float>{1, 2})},
        {"list", json::array({1, nullptr, true, "x", json::object()})},
    }));
    EXPECT_EQ(bound(*s, "insert into t values (:1)", {.data = sent, .type = db_type::json}), 0);
    EXPECT_EQ(*std::get<document>(cell(*s, "select j from t")), *sent);
}

TEST_F(structured, vectors_come_back_as_they_were) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (v vector)"));
    const auto sparse =
        std::make_shared<const oraxx::vector>(oraxx::vector::sparse(10, {1, 7}, std::vector<double>{1.5, -2.25}));
    EXPECT_EQ(bound(*s, "insert into t values (:1)", {.data = sparse, .type = db_type::vector}), 0);
    // A column that is not SPARSE holds every dimension.
    EXPECT_EQ(*std::get<embedding>(cell(*s, "select v from t")), sparse->to_dense());
    EXPECT_FALSE(run(*s, "create table u (v vector(10, *, sparse))"));
    EXPECT_EQ(bound(*s, "insert into u values (:1)", {.data = sparse, .type = db_type::vector}), 0);
    EXPECT_EQ(*std::get<embedding>(cell(*s, "select v from u")), *sparse);
}

TEST_F(structured, columns_describe_what_they_are) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create type point_t as object (x number, y number)"));
    EXPECT_FALSE(
        run(*s, "create table t (v vector(3, int8), c clob check (c is json), p point_t, x xmltype, j json)"));
    const auto query = prepared(*s, "select v, c, p, x, j from t");
    const auto& columns = query->columns();
    EXPECT_EQ(columns[0].type, db_type::vector);
    EXPECT_EQ(columns[0].vector_dimensions, 3U);
    EXPECT_EQ(columns[0].vector_format, 4U);
    EXPECT_TRUE(columns[1].is_json);
    EXPECT_FALSE(columns[1].is_oson);
    EXPECT_EQ(columns[2].type_schema, "SCOTT");
    EXPECT_EQ(columns[2].type_name, "POINT_T");
    EXPECT_EQ(columns[3].type, db_type::xmltype);
    EXPECT_TRUE(columns[4].is_oson);
    const auto type = query->object_types().at(2);
    ASSERT_NE(type, nullptr);
    EXPECT_EQ(s->find_type(type->oid), type);
    EXPECT_EQ(s->find_type("SCOTT.POINT_T"), type);
    EXPECT_EQ(s->find_type("\"SCOTT\".\"POINT_T\""), type);
    EXPECT_EQ(s->find_type("nothing"), nullptr);
}

TEST_F(structured, rows_of_tables_and_types_of_packages_are_found_by_name_and_oid) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create table t (id number(5) primary key, name varchar2(20))"));
    EXPECT_FALSE(run(*s, "create package k as type rows_ is table of t%rowtype index by pls_integer; end;"));
    const auto row = s->find_type("SCOTT.T%ROWTYPE");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->form, type_form::record);
    ASSERT_EQ(row->attributes.size(), 2U);
    EXPECT_EQ(row->attributes[0].precision, 5);
    EXPECT_EQ(row->attributes[1].size_chars, 20U);
    for (const auto* name : {"T%ROWTYPE", "\"SCOTT\".\"T\"%ROWTYPE"}) {
        const auto same = s->find_type(name);
        ASSERT_NE(same, nullptr) << name;
        EXPECT_EQ(same->oid, row->oid) << name;
    }
    EXPECT_EQ(s->find_type("NOTHING%ROWTYPE"), nullptr);
    EXPECT_EQ(s->find_type("DUAL%ROWTYPE"), nullptr);
    EXPECT_EQ(s->find_type("%ROWTYPE"), nullptr);
    ASSERT_NE(s->find_type(row->oid), nullptr);
    EXPECT_EQ(s->find_type(row->oid)->name, "T%ROWTYPE");
    const auto rows = s->find_type("K.ROWS_");
    ASSERT_NE(rows, nullptr);
    EXPECT_EQ(rows->form, type_form::index_by);
    EXPECT_EQ(rows->element.object_type->oid, row->oid);
    EXPECT_EQ(s->find_type(rows->oid), rows);
    EXPECT_FALSE(run(*s, "drop package k"));
    EXPECT_EQ(s->find_type(rows->oid), nullptr);
    EXPECT_FALSE(run(*s, "drop table t"));
    EXPECT_EQ(s->find_type(row->oid), nullptr);
}

TEST_F(structured, keys_of_tables_find_their_place) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create package k as type numbers is table of number index by pls_integer; end;"));
    auto given = std::make_shared<object_value>();
    given->type = s->find_type("K.NUMBERS");
    ASSERT_NE(given->type, nullptr);
    given->items = {number(std::int64_t{1}), number(std::int64_t{2}), number(std::int64_t{3})};
    given->keys = {7, -1, 7};
    auto block = prepared(*s, "declare n k.numbers := :1; begin n(0) := n.count; :1 := n; end;");
    const auto answer =
        block->execute({{.data = instance(given), .type = db_type::object, .object_type = given->type}});
    ASSERT_TRUE(std::holds_alternative<execute_result>(answer));
    const auto& out = std::get<instance>(std::get<execute_result>(answer).out_values.at(0));
    ASSERT_EQ(out->keys.size(), 3U);
    EXPECT_EQ(out->keys[0], -1);
    EXPECT_EQ(out->keys[1], 0);
    EXPECT_EQ(out->keys[2], 7);
    EXPECT_EQ(std::get<number>(out->items.at(1)).to_int64(), 2);
    EXPECT_EQ(std::get<number>(out->items.at(2)).to_int64(), 3);
}

TEST_F(structured, code_with_errors_is_created_with_a_warning) {
    const auto s = open();
    const auto warns = [&s](std::string_view sql) {
        const auto answer = prepared(*s, sql)->execute({});
        return std::get<execute_result>(answer).has_compilation_errors;
    };
    EXPECT_TRUE(warns("create procedure p is begin nothing; end;"));
    EXPECT_FALSE(warns("create package k as procedure p; end;"));
    EXPECT_TRUE(warns("create package body k as procedure p is begin nothing; end; end;"));
    EXPECT_FALSE(warns("create or replace procedure p is begin null; end;"));
}

TEST_F(structured, domains_and_annotations_are_facts_of_columns) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create domain email as varchar2(30) annotations (kind 'address')"));
    EXPECT_FALSE(run(*s, "create table t (a number annotations (title 'Number', hidden), e domain email)"));
    const auto columns = prepared(*s, "select a, e from t")->columns();
    EXPECT_EQ(columns[0].annotations, (std::vector<column_annotation>{{"TITLE", "Number"}, {"HIDDEN", ""}}));
    EXPECT_EQ(columns[1].domain_schema, "SCOTT");
    EXPECT_EQ(columns[1].domain_name, "EMAIL");
    EXPECT_EQ(columns[1].annotations, (std::vector<column_annotation>{{"KIND", "address"}}));
    EXPECT_EQ(columns[1].size_bytes, 30U);
}

TEST_F(structured, objects_nest) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create type line_t as object (product varchar2(20), amount number)"));
    EXPECT_FALSE(run(*s, "create type lines_t as table of line_t"));
    EXPECT_FALSE(run(*s, "create type tags_t as varray(3) of varchar2(10)"));
    EXPECT_FALSE(run(*s, "create type order_t as object (id number, lines lines_t, tags tags_t)"));
    EXPECT_FALSE(run(*s, "create table t (o order_t)"));
    EXPECT_FALSE(run(*s, "insert into t values (order_t(7, lines_t(line_t('pen', 2), null), tags_t('a', null)))"));
    const auto order = std::get<instance>(cell(*s, "select o from t"));
    EXPECT_EQ(std::get<number>(order->items.at(0)).to_int64(), 7);
    const auto lines = std::get<instance>(order->items.at(1));
    ASSERT_EQ(lines->items.size(), 2U);
    EXPECT_EQ(std::get<std::string>(std::get<instance>(lines->items[0])->items[0]), "pen");
    EXPECT_TRUE(is_null(lines->items[1]));
    EXPECT_EQ(std::get<std::string>(std::get<instance>(order->items.at(2))->items.at(0)), "a");
    // The same, sent back.
    EXPECT_EQ(
        bound(*s, "insert into t values (:1)", {.data = order, .type = db_type::object, .object_type = order->type}),
        0);
    EXPECT_EQ(number_of(*s, "select count(*) from t x where x.o.id = 7"), 2);
}

TEST_F(structured, collections_are_bound_to_table) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create type numbers_t as table of number"));
    auto numbers = std::make_shared<object_value>();
    numbers->type = s->find_type("NUMBERS_T");
    numbers->items = {number(std::int64_t{3}), number(std::int64_t{4})};
    auto query = prepared(*s, "select sum(column_value) from table(:1)");
    ASSERT_TRUE(std::holds_alternative<execute_result>(
        query->execute({{.data = instance(numbers), .type = db_type::object, .object_type = numbers->type}})));
    std::vector<value> row;
    EXPECT_TRUE(std::get<bool>(query->fetch(row)));
    EXPECT_EQ(std::get<number>(row.at(0)).to_int64(), 7);
}

TEST_F(structured, objects_of_other_shape_are_refused) {
    const auto s = open();
    EXPECT_FALSE(run(*s, "create type point_t as object (x number, y number)"));
    EXPECT_FALSE(run(*s, "create table t (p point_t)"));
    auto wrong = std::make_shared<object_value>();
    wrong->type = s->find_type("POINT_T");
    wrong->items = {number(std::int64_t{1})};
    EXPECT_EQ(bound(*s, "insert into t values (:1)", {.data = instance(wrong), .type = db_type::object}), 2315);
    wrong->items = {number(std::int64_t{1}), std::string("text")};
    EXPECT_EQ(bound(*s, "insert into t values (:1)", {.data = instance(wrong), .type = db_type::object}), 932);
}

}  // namespace
}  // namespace oraxx::sandbox::engine
