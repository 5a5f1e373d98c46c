#include "cli/trace_command.hpp"

#include <fstream>
#include <iterator>
#include <optional>

#include "cli/exit_code.hpp"
#include "cli/trace_json.hpp"
#include "cli/trace_text.hpp"
#include "trace/redact.hpp"

namespace oraxx::cli {
namespace {

constexpr int exit_not_whole = 1;

std::optional<std::string> read_file(const std::string& path, const char* command, std::FILE* err) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::fprintf(err, "oraxx trace %s: cannot read %s\n", command, path.c_str());
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<trace::trace_document> read_trace(const std::string& path, const char* command, std::FILE* err) {
    const auto text = read_file(path, command, err);
    if (!text) return std::nullopt;
    trace::trace_error error;
    const auto file = trace::parse_trace(*text, error);
    if (!file) {
        std::fprintf(err, "oraxx trace %s: %s:%zu: %s\n", command, path.c_str(), error.line, error.message.c_str());
        return std::nullopt;
    }
    return trace::take_apart(*file);
}

// Writes the recording that the document stands for.
int write_trace(const trace::trace_document& document, const std::string& to, const char* command, std::FILE* out,
                std::FILE* err) {
    std::string error;
    const auto text = trace::put_together(document, error);
    if (!text) {
        std::fprintf(err, "oraxx trace %s: %s\n", command, error.c_str());
        return exit_not_whole;
    }
    std::FILE* file = to == "-" ? out : std::fopen(to.c_str(), "wb");
    bool is_written = file != nullptr && std::fwrite(text->data(), 1, text->size(), file) == text->size();
    if (file != nullptr && file != out) is_written = std::fclose(file) == 0 && is_written;
    if (is_written) return exit_ok;
    std::fprintf(err, "oraxx trace %s: cannot write %s\n", command, to.c_str());
    return exit_usage;
}

}  // namespace

int run_trace_decode(const trace_decode_request& request, std::FILE* out, std::FILE* err) {
    auto document = read_trace(request.path, "decode", err);
    if (!document) return exit_usage;
    for (const auto& complaint : document->complaints) std::fprintf(err, "out of order: %s\n", complaint.c_str());
    if (request.redact) trace::redact(*document);
    if (request.json) {
        write_trace_json(*document, out);
    } else {
        write_trace_text(*document, out);
        std::fprintf(out, "%s\n", summary_text(document->summary).c_str());
    }
    return document->summary.undecoded_bytes == 0 ? exit_ok : exit_not_whole;
}

int run_trace_encode(const std::string& path, const std::string& to, std::FILE* out, std::FILE* err) {
    const auto text = read_file(path, "encode", err);
    if (!text) return exit_usage;
    std::string error;
    const auto document = parse_trace_json(*text, error);
    if (!document) {
        std::fprintf(err, "oraxx trace encode: %s: %s\n", path.c_str(), error.c_str());
        return exit_usage;
    }
    return write_trace(*document, to, "encode", out, err);
}

int run_trace_redact(const std::string& path, const std::string& to, std::FILE* out, std::FILE* err) {
    auto document = read_trace(path, "redact", err);
    if (!document) return exit_usage;
    trace::redact(*document);
    return write_trace(*document, to, "redact", out, err);
}

}  // namespace oraxx::cli
