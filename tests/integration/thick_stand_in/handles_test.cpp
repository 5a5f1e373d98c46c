// Handles: given back, not given back, given back twice, none, of another kind, of a closed connection.
#include "c_session.hpp"

namespace oraxx::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class stand_in_handles : public c_session {};

TEST_F(stand_in_handles, given_back_in_order_leave_nothing) {
    run("create table notes (id number, name varchar2(20), body clob)");
    auto* insert = prepare("insert into notes values (:1, :2, :3)");
    const auto id = number_variable(1);
    const auto name = text_variable(1, 20);
    c_variable body;
    ASSERT_EQ(new_variable(body, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 1), DPI_SUCCESS);
    auto* lob = new_lob();
    EXPECT_EQ(dpiLob_setFromBytes(lob, "contents", 8), DPI_SUCCESS);
    id.data->isNull = 0;
    id.data->value.asInt64 = 7;
    EXPECT_EQ(set_text(name, 0, "seven"), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_setFromLob(body.var, 0, lob), DPI_SUCCESS);
    // Statement and variable keep what they need.
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
    std::uint32_t at = 0;
    for (const auto& each : {id, name, body}) {
        EXPECT_EQ(dpiStmt_bindByPos(insert, ++at, each.var), DPI_SUCCESS);
        EXPECT_EQ(dpiVar_release(each.var), DPI_SUCCESS);
    }
    EXPECT_EQ(execute(insert), DPI_SUCCESS) << error();
    EXPECT_EQ(dpiStmt_release(insert), DPI_SUCCESS);

    auto* query = prepare("select name, body from notes where id = 7");
    EXPECT_EQ(execute(query), DPI_SUCCESS) << error();
    const auto read_name = text_variable(1, 20);
    ASSERT_EQ(new_variable(body, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 1), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_define(query, 1, read_name.var), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_define(query, 2, body.var), DPI_SUCCESS);
    ASSERT_EQ(fetch(query), DPI_SUCCESS) << error();
    const auto& got = read_name.data->value.asBytes;
    EXPECT_EQ(std::string(got.ptr, got.length), "seven");
    std::string contents(32, '\0');
    std::uint64_t bytes = contents.size();
    EXPECT_EQ(dpiLob_readBytes(body.data->value.asLOB, 1, 8, contents.data(), &bytes), DPI_SUCCESS) << error();
    EXPECT_EQ(contents.substr(0, bytes), "contents");
    EXPECT_EQ(dpiVar_release(read_name.var), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(body.var), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(query), DPI_SUCCESS);

    EXPECT_THAT(found(), IsEmpty());
    EXPECT_THAT(stand_in::live_handles(), ElementsAre("dpiConn"));
}

TEST_F(stand_in_handles, that_nobody_gives_back_are_named) {
    run("create type point_t as object (x number)");
    auto* stmt = prepare("select 1 from dual");
    const auto var = text_variable(1, 10);
    auto* lob = new_lob();
    auto* type = find_type("POINT_T");
    auto* object = new_object(type);
    dpiObjectAttr* attribute = nullptr;
    EXPECT_EQ(dpiObjectType_getAttributes(type, 1, &attribute), DPI_SUCCESS);
    EXPECT_THAT(stand_in::live_handles(), UnorderedElementsAre("dpiConn", "dpiStmt", "dpiVar", "dpiLob",
                                                               "dpiObjectType", "dpiObject", "dpiObjectAttr"));
    // Those that others keep are alive as long as these.
    EXPECT_EQ(dpiObjectType_release(type), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectAttr_release(attribute), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
    EXPECT_THAT(stand_in::live_handles(), UnorderedElementsAre("dpiConn", "dpiObjectType", "dpiObject"));
    EXPECT_EQ(dpiObject_release(object), DPI_SUCCESS);
    EXPECT_THAT(stand_in::live_handles(), ElementsAre("dpiConn"));
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(stand_in_handles, used_after_they_were_given_back_are_found) {
    auto* stmt = prepare("select 1 from dual");
    const auto var = text_variable(1, 10);
    auto* lob = new_lob();
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
    EXPECT_EQ(misuse(execute(stmt)), "dpiStmt_execute: dpiStmt was given back before");
    EXPECT_THAT(error(), HasSubstr("DPI-1002: invalid use: dpiStmt was given back before"));
    EXPECT_EQ(misuse(set_text(var, 0, "x")), "dpiVar_setFromBytes: dpiVar was given back before");
    std::uint64_t units = 0;
    EXPECT_EQ(misuse(dpiLob_getSize(lob, &units)), "dpiLob_getSize: dpiLob was given back before");
    EXPECT_EQ(misuse(dpiStmt_addRef(stmt)), "dpiStmt_addRef: dpiStmt was given back before");
    auto* gone = take_conn();
    EXPECT_EQ(dpiConn_release(gone), DPI_SUCCESS);
    EXPECT_EQ(misuse(dpiConn_ping(gone)), "dpiConn_ping: dpiConn was given back before");
}

TEST_F(stand_in_handles, given_back_twice_are_found) {
    auto* stmt = prepare("select :1 from dual");
    const auto var = text_variable(1, 10);
    EXPECT_EQ(dpiStmt_bindByPos(stmt, 1, var.var), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
    // The statement keeps it: its reference is not the caller's.
    EXPECT_EQ(misuse(dpiVar_release(var.var)), "dpiVar_release: dpiVar was not handed out, or given back before");
    EXPECT_EQ(dpiStmt_addRef(stmt), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    EXPECT_EQ(misuse(dpiStmt_release(stmt)), "dpiStmt_release: dpiStmt was given back before");
}

TEST_F(stand_in_handles, of_a_row_are_its_variables) {
    auto* stmt = prepare("select to_clob('x') from dual");
    EXPECT_EQ(execute(stmt), DPI_SUCCESS) << error();
    c_variable var;
    ASSERT_EQ(new_variable(var, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 1), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_define(stmt, 1, var.var), DPI_SUCCESS);
    ASSERT_EQ(fetch(stmt), DPI_SUCCESS) << error();
    auto* lob = var.data->value.asLOB;
    EXPECT_EQ(misuse(dpiLob_release(lob)), "dpiLob_release: dpiLob was not handed out, or given back before");
    EXPECT_EQ(dpiLob_addRef(lob), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    std::uint64_t units = 0;
    EXPECT_EQ(dpiLob_getSize(lob, &units), DPI_SUCCESS) << error();
    EXPECT_EQ(units, 1U);
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
}

TEST_F(stand_in_handles, that_are_none_or_of_another_kind_are_found) {
    alignas(16) char nothing[64] = {};
    auto* stmt = prepare("select 1 from dual");
    EXPECT_EQ(misuse(dpiConn_ping(nullptr)), "dpiConn_ping: dpiConn is none");
    EXPECT_EQ(misuse(execute(nullptr)), "dpiStmt_execute: dpiStmt is none");
    EXPECT_EQ(misuse(execute(reinterpret_cast<dpiStmt*>(nothing))), "dpiStmt_execute: dpiStmt is none");
    EXPECT_EQ(misuse(dpiVar_release(reinterpret_cast<dpiVar*>(stmt))), "dpiVar_release: dpiVar is a dpiStmt");
    EXPECT_EQ(misuse(dpiLob_trim(reinterpret_cast<dpiLob*>(stmt), 0)), "dpiLob_trim: dpiLob is a dpiStmt");
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
}

TEST_F(stand_in_handles, of_a_closed_connection_are_found) {
    auto* stmt = prepare("select 1 from dual");
    const auto var = text_variable(1, 10);
    EXPECT_EQ(dpiConn_close(conn(), DPI_MODE_CONN_CLOSE_DEFAULT, nullptr, 0), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(execute(stmt)), "dpiStmt_execute: dpiStmt of a closed connection");
    EXPECT_THAT(error(), HasSubstr("DPI-1010: not connected"));
    EXPECT_EQ(misuse(set_text(var, 0, "x")), "dpiVar_setFromBytes: dpiVar of a closed connection");
    EXPECT_EQ(misuse(dpiConn_ping(conn())), "dpiConn_ping: dpiConn of a closed connection");
    EXPECT_EQ(misuse(dpiConn_close(conn(), DPI_MODE_CONN_CLOSE_DEFAULT, nullptr, 0)),
              "dpiConn_close: dpiConn of a closed connection");
    // They have to be given back all the same.
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
}

}  // namespace
}  // namespace oraxx::test
