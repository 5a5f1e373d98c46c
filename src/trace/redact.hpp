// Takes what is private out of a recording and leaves its structure: every field keeps its form and length.
#pragma once

#include "trace/document.hpp"

namespace oraxx::trace {

// Replaces, by other bytes of the same length: passwords, keys and all other values of a logon but versions and
// counts, names of users, hosts, services and programs, literals in SQL text, bind and column values, texts of errors
// behind their ORA- number, and whatever is undecoded or opaque. Kept are names of columns and bare identifiers in
// SQL.
void redact(trace_document& document);

}  // namespace oraxx::trace
