// Recorded conversations as `oraxx trace decode` reads them: text of the trace format.
#include "fuzzer.hpp"
#include "trace/decode_trace.hpp"

namespace oraxx {
namespace {

using wire::ttc::field_image;

// Looks at every byte it is shown, so that a sanitizer sees views that outlived their bytes.
class reading_printer final : public trace::trace_printer {
public:
    void number(std::string_view name, const field_image& wire, std::int64_t) override { look(name, wire.bytes); }
    void bytes(std::string_view name, const field_image& wire, base::bytes_view value) override {
        look(name, wire.bytes);
        look(name, value);
    }
    void text(std::string_view name, const field_image& wire, std::string_view value) override {
        look(name, wire.bytes);
        look(value, {});
    }
    void begin(std::string_view group) override { look(group, {}); }
    void end() override {}
    void begin_packet(const trace::trace_line& line, std::string_view type, std::size_t) override {
        look(type, line.bytes);
    }
    void end_packet() override {}
    void begin_message(bool, std::string_view name) override { look(name, {}); }
    void end_message(std::string_view, base::bytes_view wire) override { look({}, wire); }
    void undecoded(std::string_view message, std::string_view, base::bytes_view bytes) override {
        look(message, bytes);
    }
    void opaque(std::string_view what, base::bytes_view bytes) override { look(what, bytes); }

private:
    void look(std::string_view name, base::bytes_view bytes) {
        for (const auto c : name) seen_ = seen_ + static_cast<unsigned char>(c);
        for (const auto b : bytes) seen_ = seen_ + b;
    }

    volatile unsigned seen_ = 0;
};

void run(base::bytes_view input) {
    trace::trace_error error;
    const auto file = trace::parse_trace(base::as_text(input), error);
    if (!file) {
        ORAXX_FUZZ_REQUIRE(!error.message.empty(), "a refused file says why");
        return;
    }
    reading_printer out;
    const auto summary = trace::decode_trace(*file, out);
    std::size_t total = 0;
    for (const auto& line : file->lines) total += line.bytes.size();
    ORAXX_FUZZ_REQUIRE(summary.undecoded_bytes + summary.opaque_bytes <= total, "no byte is counted twice");
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
