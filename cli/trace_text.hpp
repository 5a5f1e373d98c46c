// A recording's records as indented lines, one a field.
#pragma once

#include <cstdio>

#include "trace/document.hpp"

namespace oraxx::cli {

void write_trace_text(const trace::trace_document& document, std::FILE* out);

}  // namespace oraxx::cli
