// Calls in the wrong order, arguments that are none; and what is an error, but no misuse.
#include "c_session.hpp"

namespace oraxx::test {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class stand_in_calls : public c_session {};

TEST_F(stand_in_calls, of_statements_in_the_wrong_order_are_found) {
    run("create table notes (id number, name varchar2(20))");
    auto* query = prepare("select id, name from notes");
    const auto id = number_variable(1);
    const auto name = text_variable(1, 20);
    EXPECT_EQ(misuse(fetch(query)), "dpiStmt_fetchRows: not executed");
    EXPECT_EQ(execute(query), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(fetch(query)), "dpiStmt_fetchRows: columns without variables");
    EXPECT_EQ(dpiStmt_define(query, 1, id.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(fetch(query)), "dpiStmt_fetchRows: a column without a variable");
    EXPECT_EQ(misuse(dpiStmt_define(query, 3, name.var)), "dpiStmt_define: place 3");
    dpiQueryInfo info{};
    EXPECT_EQ(misuse(dpiStmt_getQueryInfo(query, 0, &info)), "dpiStmt_getQueryInfo: place 0");
    EXPECT_EQ(misuse(dpiStmt_scroll(query, DPI_MODE_FETCH_LAST, 0, 0)), "dpiStmt_scroll: not scrollable");
    EXPECT_EQ(misuse(dpiStmt_executeMany(query, DPI_MODE_EXEC_DEFAULT, 2)),
              "dpiStmt_executeMany: a query for several rows");
    auto* insert = prepare("insert into notes values (:1, :2)");
    EXPECT_EQ(misuse(fetch(insert)), "dpiStmt_fetchRows: no query");
    EXPECT_EQ(misuse(dpiStmt_bindByPos(insert, 3, id.var)), "dpiStmt_bindByPos: place 3");
    EXPECT_EQ(dpiStmt_bindByPos(insert, 2, name.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(execute(insert)), "dpiStmt_execute: no bind in place 1");
    EXPECT_EQ(misuse(execute(insert, DPI_MODE_EXEC_BATCH_ERRORS)),
              "dpiStmt_execute: a mode of dpiStmt_executeMany()");
    auto* scrolled = prepare("select 1 from dual", true);
    EXPECT_EQ(execute(scrolled), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(dpiStmt_scroll(scrolled, DPI_MODE_FETCH_RELATIVE, 1, 0)), "dpiStmt_scroll: a mode that is none");
    for (auto* each : {query, insert, scrolled}) EXPECT_EQ(dpiStmt_release(each), DPI_SUCCESS);
    for (auto* each : {id.var, name.var}) EXPECT_EQ(dpiVar_release(each), DPI_SUCCESS);
}

TEST_F(stand_in_calls, of_connections_with_wrong_arguments_are_found) {
    dpiContext* other = nullptr;
    dpiErrorInfo info{};
    EXPECT_EQ(misuse(dpiContext_createWithParams(DPI_MAJOR_VERSION, DPI_MINOR_VERSION + 1, nullptr, &other, &info)),
              "dpiContext_createWithParams: another version of ODPI-C");
    EXPECT_THAT(info.message, HasSubstr("another version of ODPI-C"));
    dpiConn* none = nullptr;
    auto [common, wanted] = parameters();
    wanted.externalAuth = 1;
    EXPECT_EQ(misuse(connect(common, wanted, none)),
              "dpiConn_create: external authentication with a user or a password");
    wanted.externalAuth = 0;
    common.createMode = DPI_MODE_CREATE_DEFAULT;
    EXPECT_EQ(misuse(connect(common, wanted, none)), "dpiConn_create: not in threaded mode");
    EXPECT_EQ(misuse(dpiConn_close(conn(), DPI_MODE_CONN_CLOSE_DROP, nullptr, 0)),
              "dpiConn_close: a mode for sessions of a pool");
    dpiStmt* stmt = nullptr;
    EXPECT_EQ(misuse(dpiConn_prepareStmt(conn(), 0, "", 0, nullptr, 0, &stmt)),
              "dpiConn_prepareStmt: no text, or a tag");
    dpiDataBuffer value{};
    std::uint32_t bytes = 0;
    EXPECT_EQ(misuse(dpiConn_getOciAttr(conn(), 9, 1, &value, &bytes)),
              "dpiConn_getOciAttr: an attribute that is none");
    dpiLob* lob = nullptr;
    EXPECT_EQ(misuse(dpiConn_newTempLob(conn(), DPI_ORACLE_TYPE_VARCHAR, &lob)),
              "dpiConn_newTempLob: type of a temporary LOB");
    lob = new_lob();
    char room[8] = {};
    std::uint64_t size = sizeof room;
    EXPECT_EQ(misuse(dpiLob_readBytes(lob, 0, 1, room, &size)), "dpiLob_readBytes: offsets count from 1");
    EXPECT_EQ(misuse(dpiLob_writeBytes(lob, 0, room, 1)), "dpiLob_writeBytes: offsets count from 1");
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
}

TEST_F(stand_in_calls, that_fail_in_an_orderly_way_are_no_misuse) {
    auto* query = prepare("select * from no_such_table");
    EXPECT_EQ(execute(query), DPI_FAILURE);
    EXPECT_THAT(error(), HasSubstr("ORA-00942"));
    EXPECT_EQ(dpiStmt_release(query), DPI_SUCCESS);
    auto* block = prepare("begin null; end;");
    EXPECT_EQ(dpiStmt_executeMany(block, DPI_MODE_EXEC_BATCH_ERRORS, 1), DPI_FAILURE);
    EXPECT_THAT(error(), HasSubstr("DPI-1063"));
    EXPECT_EQ(dpiStmt_release(block), DPI_SUCCESS);
    c_variable none;
    EXPECT_EQ(new_variable(none, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 1, 0, true), DPI_FAILURE);
    EXPECT_THAT(error(), HasSubstr("DPI-1013"));
    stand_in::set_client_version(19);
    EXPECT_EQ(new_variable(none, DPI_ORACLE_TYPE_JSON, DPI_NATIVE_TYPE_JSON, 1), DPI_FAILURE);
    stand_in::set_client_version(23);
    EXPECT_THAT(error(), HasSubstr("DPI-1050"));
    run("create type span_t as object (length interval day to second)");
    auto* type = find_type("SPAN_T");
    auto* object = new_object(type);
    dpiObjectAttr* attribute = nullptr;
    EXPECT_EQ(dpiObjectType_getAttributes(type, 1, &attribute), DPI_SUCCESS);
    dpiData data{};
    EXPECT_EQ(dpiObject_setAttributeValue(object, attribute, DPI_NATIVE_TYPE_INTERVAL_DS, &data), DPI_FAILURE);
    EXPECT_THAT(error(), HasSubstr("DPI-1014"));
    EXPECT_EQ(dpiObject_release(object), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectAttr_release(attribute), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectType_release(type), DPI_SUCCESS);
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(stand_in_calls, are_kept_without_values) {
    constexpr const char* secret = "nobody's business";
    auto* stmt = prepare("select :1 from dual");
    const auto var = text_variable(1, 5);
    EXPECT_EQ(misuse(set_text(var, 0, secret)), "dpiVar_setFromBytes: the buffer is too small");
    const auto wide = text_variable(1, 100);
    EXPECT_EQ(set_text(wide, 0, secret), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_bindByPos(stmt, 1, wide.var), DPI_SUCCESS);
    EXPECT_EQ(execute(stmt), DPI_SUCCESS) << error();
    EXPECT_THAT(stand_in::calls(), testing::Contains("dpiVar_setFromBytes(0)"));
    EXPECT_THAT(stand_in::calls(), Each(Not(HasSubstr(secret))));
    EXPECT_THAT(stand_in::violations(), Each(Not(HasSubstr(secret))));
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    for (auto* each : {var.var, wide.var}) EXPECT_EQ(dpiVar_release(each), DPI_SUCCESS);
}

}  // namespace
}  // namespace oraxx::test
