// oraxx trace decode: a recorded conversation, every field named.
#pragma once

#include <cstdio>
#include <string>

namespace oraxx::cli {

// Prints to `out`; the last line is "packets=N messages=M undecoded_bytes=K opaque_bytes=O". Returns the exit code: 0
// when every byte was decoded, 1 when some were not, 2 when the file cannot be read or the form is not offered.
int run_trace_decode(const std::string& path, bool json, std::FILE* out);

}  // namespace oraxx::cli
