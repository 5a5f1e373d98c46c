// The JSON forms of documents and vectors. Kinds that JSON does not have are objects with one member:
//
//     {"$number":"12.5"} {"$double":"0.1"} {"$float":"0.1"} {"$raw":"00ff"} {"$id":"00ff"} {"$date":{...}}
//     {"$timestamp":{...}} {"$timestamptz":{...}} {"$intervalYM":{...}} {"$intervalDS":{...}} {"$vector":{...}}
//     {"$object":[["name", value], ...]}
//
// Vectors: {"format":"float32","values":[1.5,"NaN"]}; sparse ones with "sparse", "num_dimensions" and "indices", too.
#pragma once

#include <oraxx/json.hpp>

#include "cli/value_json.hpp"

namespace oraxx::cli {

[[nodiscard]] json to_json(const vector& value);
[[nodiscard]] json to_json(const oraxx::json& value);
// Throw value_error.
void from_json(const json& in, vector& out);
void from_json(const json& in, oraxx::json& out);

}  // namespace oraxx::cli
