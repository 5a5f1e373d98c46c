// Names and data types as statements write them, and the statements that define types.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <oraxx/type.hpp>

#include "server/engine/large_value.hpp"

namespace oraxx::sandbox::engine {

// A data type as written in CREATE TABLE or CAST.
struct type_name {
    db_type type = db_type::unknown;
    int precision = 0;         // NUMBER: 0 = not given; FLOAT: binary digits; intervals: leading digits
    int scale = -127;          // NUMBER; fraction digits of timestamps and intervals
    std::uint32_t length = 0;  // character and RAW types
    bool in_chars = false;     // VARCHAR2(n CHAR)
    bool is_float = false;     // declared as FLOAT
    // VECTOR; 0 = any.
    std::uint32_t dimensions = 0;
    std::uint8_t vector_format = 0;  // as oraxx::vector_format
    bool is_sparse = false;
    // db_type::object: [schema.][package.]type.
    std::vector<std::string> path{};
};

struct table_name {
    std::string schema{};
    std::string name{};
    std::size_t position = 0;
};

struct column_name {
    std::string name{};
    std::size_t position = 0;
};

// Of an object type, or the element of a collection.
struct attribute_definition {
    column_name name{};
    type_name type{};
    std::size_t type_position = 0;
};

// CREATE TYPE t AS OBJECT (...) | VARRAY(n) OF e | TABLE OF e
struct create_type_statement {
    table_name name{};
    bool replaces = false;
    bool if_not_exists = false;
    type_form form = type_form::object;
    std::vector<attribute_definition> attributes{};
    attribute_definition element{};
    std::uint32_t max_elements = 0;
};

struct create_directory_statement {
    column_name name{};
    bool replaces = false;
    std::string path{};
};

struct create_domain_statement {
    table_name name{};
    bool if_not_exists = false;
    type_name type{};
    std::size_t type_position = 0;
    std::vector<column_annotation> annotations{};
};

}  // namespace oraxx::sandbox::engine
