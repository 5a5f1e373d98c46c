// Arrays and buffers beyond their size, and types that do not go together.
#include "c_session.hpp"

namespace oraxx::test {
namespace {

class stand_in_sizes : public c_session {};

TEST_F(stand_in_sizes, places_beyond_an_array_are_found) {
    run("create table notes (name varchar2(20))");
    c_variable none;
    EXPECT_EQ(misuse(new_variable(none, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_INT64, 0)),
              "dpiConn_newVar: no places");
    const auto two = text_variable(2, 10);
    EXPECT_EQ(set_text(two, 1, "x"), DPI_SUCCESS);
    EXPECT_EQ(misuse(set_text(two, 2, "x")), "dpiVar_setFromBytes: array position 2");
    std::uint32_t count = 0;
    dpiData* data = nullptr;
    EXPECT_EQ(misuse(dpiVar_getReturnedData(two.var, 2, &count, &data)), "dpiVar_getReturnedData: array position 2");
    EXPECT_EQ(misuse(dpiVar_setNumElementsInArray(two.var, 1)), "dpiVar_setNumElementsInArray: number of elements");
    c_variable list;
    ASSERT_EQ(new_variable(list, DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_BYTES, 2, 10, true), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_setNumElementsInArray(list.var, 2), DPI_SUCCESS);
    EXPECT_EQ(misuse(dpiVar_setNumElementsInArray(list.var, 3)), "dpiVar_setNumElementsInArray: number of elements");
    auto* insert = prepare("insert into notes values (:1)");
    EXPECT_EQ(dpiStmt_bindByPos(insert, 1, two.var), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_executeMany(insert, DPI_MODE_EXEC_DEFAULT, 2), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(dpiStmt_executeMany(insert, DPI_MODE_EXEC_DEFAULT, 3)), "dpiStmt_executeMany: too few places");
    auto* query = prepare("select name from notes");
    EXPECT_EQ(execute(query), DPI_SUCCESS) << error();
    EXPECT_EQ(dpiStmt_define(query, 1, two.var), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_setFetchArraySize(query, 2), DPI_SUCCESS);
    EXPECT_EQ(misuse(dpiStmt_setFetchArraySize(query, 3)),
              "dpiStmt_setFetchArraySize: more rows than a variable has places");
    for (auto* each : {insert, query}) EXPECT_EQ(dpiStmt_release(each), DPI_SUCCESS);
    for (auto* each : {two.var, list.var}) EXPECT_EQ(dpiVar_release(each), DPI_SUCCESS);
}

TEST_F(stand_in_sizes, errors_of_a_batch_without_room_are_found) {
    run("create table keys (id number primary key)");
    auto* insert = prepare("insert into keys values (:1)");
    const auto ids = number_variable(2);
    for (int at = 0; at < 2; ++at) {
        ids.data[at].isNull = 0;
        ids.data[at].value.asInt64 = 1;
    }
    EXPECT_EQ(dpiStmt_bindByPos(insert, 1, ids.var), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_executeMany(insert, DPI_MODE_EXEC_BATCH_ERRORS, 2), DPI_SUCCESS) << error();
    dpiErrorInfo room{};
    EXPECT_EQ(misuse(dpiStmt_getBatchErrors(insert, 0, &room)), "dpiStmt_getBatchErrors: fewer places than errors");
    EXPECT_EQ(dpiStmt_getBatchErrors(insert, 1, &room), DPI_SUCCESS);
    EXPECT_EQ(room.code, 1);
    EXPECT_EQ(dpiStmt_release(insert), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(ids.var), DPI_SUCCESS);
}

TEST_F(stand_in_sizes, buffers_that_are_too_small_are_found) {
    c_variable none;
    EXPECT_EQ(misuse(new_variable(none, DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_BYTES, 1)),
              "dpiConn_newVar: no size in bytes");
    const auto small = text_variable(1, 2);
    EXPECT_EQ(misuse(set_text(small, 0, "abc")), "dpiVar_setFromBytes: the buffer is too small");
    auto* query = prepare("select 'longer' from dual");
    EXPECT_EQ(execute(query), DPI_SUCCESS) << error();
    c_variable column;
    ASSERT_EQ(new_variable(column, DPI_ORACLE_TYPE_CHAR, DPI_NATIVE_TYPE_BYTES, 1, 2), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_define(query, 1, column.var), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(fetch(query)), "dpiStmt_fetchRows: a value of 6 bytes in a buffer of 2");
    auto* lob = new_lob();
    std::string room(10, '\0');
    std::uint64_t bytes = room.size();
    EXPECT_EQ(misuse(dpiLob_readBytes(lob, 1, 10, room.data(), &bytes)), "dpiLob_readBytes: the buffer is too small");
    run("create type point_t as object (x number)");
    auto* type = find_type("POINT_T");
    dpiObjectAttr* attribute = nullptr;
    EXPECT_EQ(dpiObjectType_getAttributes(type, 1, &attribute), DPI_SUCCESS);
    EXPECT_EQ(misuse(dpiObjectType_getAttributes(type, 0, &attribute)),
              "dpiObjectType_getAttributes: number of attributes");
    auto* object = new_object(type);
    dpiData data{};
    data.value.asInt64 = 12345;
    EXPECT_EQ(dpiObject_setAttributeValue(object, attribute, DPI_NATIVE_TYPE_INT64, &data), DPI_SUCCESS) << error();
    data.value.asBytes = {room.data(), 4, nullptr};
    EXPECT_EQ(misuse(dpiObject_getAttributeValue(object, attribute, DPI_NATIVE_TYPE_BYTES, &data)),
              "dpiObject_getAttributeValue: no room for the digits");
    EXPECT_EQ(dpiObject_release(object), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectAttr_release(attribute), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectType_release(type), DPI_SUCCESS);
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(query), DPI_SUCCESS);
    for (auto* each : {small.var, column.var}) EXPECT_EQ(dpiVar_release(each), DPI_SUCCESS);
}

class stand_in_types : public c_session {};

TEST_F(stand_in_types, of_variables_that_do_not_go_together_are_found) {
    c_variable none;
    EXPECT_EQ(misuse(new_variable(none, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_LOB, 1)),
              "dpiConn_newVar: type 2010 by 3008");
    const auto number = number_variable(1);
    const auto text = text_variable(1, 10);
    EXPECT_EQ(misuse(set_text(number, 0, "7")), "dpiVar_setFromBytes: the variable has no bytes");
    auto* query = prepare("select 1.5 from dual");
    EXPECT_EQ(execute(query), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(dpiStmt_define(query, 1, text.var)),
              "dpiStmt_define: a variable of type 2001 for a column of another");
    EXPECT_EQ(dpiStmt_define(query, 1, number.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(fetch(query)), "dpiStmt_fetchRows: conversion of type 2010");
    auto* lob = new_lob();
    EXPECT_EQ(misuse(dpiVar_setFromLob(text.var, 0, lob)),
              "dpiVar_setFromLob: a LOB of another connection, or no LOB variable");
    for (auto* each : {number.var, text.var}) EXPECT_EQ(dpiVar_release(each), DPI_SUCCESS);
    EXPECT_EQ(dpiLob_release(lob), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_release(query), DPI_SUCCESS);
}

TEST_F(stand_in_types, values_that_are_none_of_their_type_are_found) {
    auto* stmt = prepare("select :1 from dual");
    c_variable digits;
    ASSERT_EQ(new_variable(digits, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_BYTES, 1), DPI_SUCCESS);
    EXPECT_EQ(set_text(digits, 0, "no digits"), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_bindByPos(stmt, 1, digits.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(execute(stmt)), "dpiStmt_execute: a value of type 2010");
    c_variable lob;
    ASSERT_EQ(new_variable(lob, DPI_ORACLE_TYPE_CLOB, DPI_NATIVE_TYPE_LOB, 1), DPI_SUCCESS);
    lob.data->isNull = 0;
    EXPECT_EQ(dpiStmt_bindByPos(stmt, 1, lob.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(execute(stmt)), "dpiStmt_execute: a LOB that was not set");
    auto* block = prepare("begin bulk(:1); end;");
    c_variable list;
    ASSERT_EQ(new_variable(list, DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_BYTES, 1, 0, true), DPI_SUCCESS);
    EXPECT_EQ(set_text(list, 0, "no digits"), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_setNumElementsInArray(list.var, 1), DPI_SUCCESS);
    EXPECT_EQ(dpiStmt_bindByPos(block, 1, list.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(execute(block)), "dpiStmt_execute: an element of type 2010");
    for (auto* each : {digits.var, lob.var, list.var}) EXPECT_EQ(dpiVar_release(each), DPI_SUCCESS);
    for (auto* each : {stmt, block}) EXPECT_EQ(dpiStmt_release(each), DPI_SUCCESS);
}

TEST_F(stand_in_types, of_attributes_and_elements_are_found) {
    run("create type point_t as object (x number)");
    run("create type numbers_t as table of number");
    auto* point_type = find_type("POINT_T");
    auto* list_type = find_type("NUMBERS_T");
    auto* point = new_object(point_type);
    auto* list = new_object(list_type);
    dpiObjectAttr* attribute = nullptr;
    EXPECT_EQ(dpiObjectType_getAttributes(point_type, 1, &attribute), DPI_SUCCESS);
    dpiData data{};
    EXPECT_EQ(misuse(dpiObject_setAttributeValue(point, attribute, DPI_NATIVE_TYPE_TIMESTAMP, &data)),
              "dpiObject_setAttributeValue: type 2010 by 3005");
    std::string text = "no digits";
    data.value.asBytes = {text.data(), size(text), nullptr};
    EXPECT_EQ(misuse(dpiObject_setAttributeValue(point, attribute, DPI_NATIVE_TYPE_BYTES, &data)),
              "dpiObject_setAttributeValue: a value of type 2010");
    text = "1.5";
    data.value.asBytes = {text.data(), size(text), nullptr};
    EXPECT_EQ(dpiObject_setAttributeValue(point, attribute, DPI_NATIVE_TYPE_BYTES, &data), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(dpiObject_getAttributeValue(point, attribute, DPI_NATIVE_TYPE_TIMESTAMP, &data)),
              "dpiObject_getAttributeValue: type 2010 by 3005");
    EXPECT_EQ(misuse(dpiObject_getAttributeValue(point, attribute, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_getAttributeValue: conversion of type 2010");
    data = {};
    EXPECT_EQ(misuse(dpiObject_appendElement(point, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_appendElement: no collection");
    EXPECT_EQ(misuse(dpiObject_getAttributeValue(list, attribute, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_getAttributeValue: no attributes");
    EXPECT_EQ(dpiObject_appendElement(list, DPI_NATIVE_TYPE_INT64, &data), DPI_SUCCESS) << error();
    EXPECT_EQ(misuse(dpiObject_getElementValueByIndex(list, 1, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_getElementValueByIndex: no such element");
    EXPECT_EQ(misuse(dpiObject_setElementValueByIndex(list, 1, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_setElementValueByIndex: a new index of a collection without keys");
    for (auto* each : {point, list}) EXPECT_EQ(dpiObject_release(each), DPI_SUCCESS);
    for (auto* each : {point_type, list_type}) EXPECT_EQ(dpiObjectType_release(each), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectAttr_release(attribute), DPI_SUCCESS);
}

TEST_F(stand_in_types, objects_of_another_type_are_found) {
    run("create type point_t as object (x number)");
    run("create type size_t_ as object (width number)");
    auto* point_type = find_type("POINT_T");
    auto* size_type = find_type("SIZE_T_");
    auto* point = new_object(point_type);
    dpiObjectAttr* width = nullptr;
    EXPECT_EQ(dpiObjectType_getAttributes(size_type, 1, &width), DPI_SUCCESS);
    dpiData data{};
    EXPECT_EQ(misuse(dpiObject_getAttributeValue(point, width, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_getAttributeValue: an attribute of another type");
    EXPECT_EQ(misuse(dpiObject_setAttributeValue(point, width, DPI_NATIVE_TYPE_INT64, &data)),
              "dpiObject_setAttributeValue: an attribute of another type");
    c_variable var;
    ASSERT_EQ(new_variable(var, DPI_ORACLE_TYPE_OBJECT, DPI_NATIVE_TYPE_OBJECT, 1, 0, false, size_type), DPI_SUCCESS);
    EXPECT_EQ(misuse(dpiVar_setFromObject(var.var, 0, point)),
              "dpiVar_setFromObject: an object of another type than the variable");
    var.data->isNull = 0;
    auto* stmt = prepare("select :1 from dual");
    EXPECT_EQ(dpiStmt_bindByPos(stmt, 1, var.var), DPI_SUCCESS);
    EXPECT_EQ(misuse(execute(stmt)), "dpiStmt_execute: an object that was not set");
    EXPECT_EQ(dpiStmt_release(stmt), DPI_SUCCESS);
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
    EXPECT_EQ(dpiObject_release(point), DPI_SUCCESS);
    EXPECT_EQ(dpiObjectAttr_release(width), DPI_SUCCESS);
    for (auto* each : {point_type, size_type}) EXPECT_EQ(dpiObjectType_release(each), DPI_SUCCESS);
}

TEST_F(stand_in_types, nodes_of_documents_are_found) {
    c_variable var;
    ASSERT_EQ(new_variable(var, DPI_ORACLE_TYPE_JSON, DPI_NATIVE_TYPE_JSON, 1), DPI_SUCCESS) << error();
    auto* document = var.data->value.asJson;
    dpiJsonNode* top = nullptr;
    EXPECT_EQ(misuse(dpiJson_getValue(document, DPI_JSON_OPT_DEFAULT, &top)),
              "dpiJson_getValue: numbers would lose digits");
    dpiDataBuffer value{};
    dpiJsonNode node{DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_DOUBLE, &value};
    EXPECT_EQ(misuse(dpiJson_setValue(document, &node)),
              "dpiJson_setValue: a node of a kind that ODPI-C does not take");
    node = {DPI_ORACLE_TYPE_BOOLEAN, DPI_NATIVE_TYPE_BOOLEAN, &value};
    EXPECT_EQ(dpiJson_setValue(document, &node), DPI_SUCCESS) << error();
    EXPECT_EQ(dpiVar_release(var.var), DPI_SUCCESS);
}

}  // namespace
}  // namespace oraxx::test
