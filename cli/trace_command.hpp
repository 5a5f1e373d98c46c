// oraxx trace decode, encode and redact: a recorded conversation to named fields and back.
#pragma once

#include <cstdio>
#include <string>

namespace oraxx::cli {

// The path "-" of a file to write stands for `out`. All return exit codes: 0, or 2 when a file cannot be read or
// written or is not of its format.

struct trace_decode_request {
    std::string path{};
    bool json = false;
    bool redact = false;
};
// As text the last line is "packets=N messages=M undecoded_bytes=K opaque_bytes=O", as JSON it holds that. 1 when K
// is not 0.
int run_trace_decode(const trace_decode_request& request, std::FILE* out, std::FILE* err);

// 1 when the fields are not those of a conversation.
int run_trace_encode(const std::string& path, const std::string& to, std::FILE* out, std::FILE* err);

// 1 when the redacted conversation would read otherwise than the original.
int run_trace_redact(const std::string& path, const std::string& to, std::FILE* out, std::FILE* err);

}  // namespace oraxx::cli
