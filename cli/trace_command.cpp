#include "cli/trace_command.hpp"

#include <fstream>
#include <iterator>

#include "base/hex.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx::cli {
namespace {

using base::bytes_view;

// Indented lines, one a field.
class text_printer final : public trace::trace_printer {
public:
    explicit text_printer(std::FILE* out) noexcept : out_(out) {}

    void number(std::string_view name, bytes_view /*wire*/, std::int64_t value) override {
        field(name, std::to_string(value));
    }
    void bytes(std::string_view name, bytes_view /*wire*/, bytes_view value) override {
        field(name, value.empty() ? std::string("(empty)") : base::hex_lower(value));
    }
    void text(std::string_view name, bytes_view /*wire*/, std::string_view value) override {
        field(name, quoted(value));
    }
    void begin(std::string_view group) override {
        line(std::string(group));
        ++depth_;
    }
    void end() override { --depth_; }
    void begin_packet(const trace::trace_line& at, std::string_view type, std::size_t length) override {
        depth_ = 0;
        line(std::string(at.from_client ? "client " : "server ") + std::string(type) + ", " + std::to_string(length) +
             " bytes, line " + std::to_string(at.number));
        ++depth_;
    }
    void end_packet() override { depth_ = 0; }
    void begin_message(bool from_client, std::string_view name) override {
        depth_ = 1;
        line(std::string(from_client ? "client " : "server ") + "message: " + std::string(name));
        ++depth_;
    }
    void end_message() override { depth_ = 1; }
    void undecoded(std::string_view message, std::string_view reason, bytes_view value) override {
        line("undecoded " + std::string(message) + ", " + std::to_string(value.size()) + " bytes (" +
             std::string(reason) + "): " + base::hex_lower(value));
    }
    void opaque(std::string_view what, bytes_view value) override {
        line("opaque " + std::string(what) + ", " + std::to_string(value.size()) + " bytes");
    }

private:
    static std::string quoted(std::string_view value) {
        std::string out = "\"";
        for (const char ch : value) {
            const auto code = static_cast<unsigned char>(ch);
            if (ch == '"' || ch == '\\') {
                out += '\\';
                out += ch;
            } else if (code < 0x20 || code == 0x7F) {
                const std::uint8_t byte[] = {code};
                out += "\\x" + base::hex_lower(byte);
            } else {
                out += ch;
            }
        }
        return out + '"';
    }
    void field(std::string_view name, const std::string& value) { line(std::string(name) + " = " + value); }
    void line(const std::string& text) {
        std::fprintf(out_, "%*s%s\n", 2 * (depth_ > 0 ? depth_ : 0), "", text.c_str());
    }

    std::FILE* out_;
    int depth_ = 0;
};

}  // namespace

int run_trace_decode(const std::string& path, bool json, std::FILE* out) {
    if (json) {
        std::fprintf(stderr, "oraxx trace decode: --json is not offered yet\n");
        return 2;
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::fprintf(stderr, "oraxx trace decode: cannot read %s\n", path.c_str());
        return 2;
    }
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    trace::trace_error error;
    const auto file = trace::parse_trace(text, error);
    if (!file) {
        std::fprintf(stderr, "oraxx trace decode: %s:%zu: %s\n", path.c_str(), error.line, error.message.c_str());
        return 2;
    }
    text_printer printer(out);
    const auto summary = trace::decode_trace(*file, printer);
    std::fprintf(out, "packets=%zu messages=%zu undecoded_bytes=%zu opaque_bytes=%zu\n", summary.packets,
                 summary.messages, summary.undecoded_bytes, summary.opaque_bytes);
    return summary.undecoded_bytes == 0 ? 0 : 1;
}

}  // namespace oraxx::cli
