#include "trace/decode_trace.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "trace/packet_reader.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

// Shows nothing, counts the messages that do not come out of the encoder as they went in: they were misread.
class silent_printer final : public trace_printer {
public:
    void number(std::string_view, bytes_view, std::int64_t) override {}
    void bytes(std::string_view, bytes_view, bytes_view) override {}
    void text(std::string_view, bytes_view, std::string_view) override {}
    void begin(std::string_view) override {}
    void end() override {}
    void begin_packet(const trace_line&, std::string_view, std::size_t) override {}
    void end_packet() override {}
    void begin_message(bool, std::string_view) override {}
    void end_message() override {}
    void undecoded(std::string_view, std::string_view, bytes_view) override {}
    void opaque(std::string_view, bytes_view) override {}
    [[nodiscard]] bool wants_reencoding() const override { return true; }
    void reencoded(bool, std::string_view, bytes_view wire, bytes_view encoded) override {
        if (!std::equal(wire.begin(), wire.end(), encoded.begin(), encoded.end())) ++misread;
    }

    std::size_t misread = 0;
};

// What may have been negotiated where a recording starts after the negotiation: every release that changed a layout,
// newest first, with each way clients ask for text and signed bytes.
std::vector<capabilities> assumptions() {
    std::vector<capabilities> all;
    for (const auto version : {field_version::v23_4, field_version::v21_1, field_version::v18_1_ext1,
                               field_version::v12_2_ext1, field_version::v11_2}) {
        for (const bool text_has_length : {true, false}) {
            for (const bool universal_sb1 : {false, true}) {
                auto& caps = all.emplace_back();
                caps.version = version;
                caps.error_has_sql_type = version >= field_version::v20_1;
                caps.big_chunks = version > field_version::v11_2;
                caps.request_text_has_length = text_has_length;
                caps.dialect.universal_sb1 = universal_sb1;
            }
        }
    }
    return all;
}

// Layers that hold nothing a codec of messages could read.
trace_summary count_lines(const trace_file& file, trace_printer& out) {
    trace_summary summary;
    for (const auto& line : file.lines) {
        ++summary.packets;
        const bool encrypted = file.layer == trace_layer::tls;
        out.begin_packet(line, encrypted ? "TLS record" : "value", line.bytes.size());
        if (encrypted) {
            out.opaque("TLS record", line.bytes);
            summary.opaque_bytes += line.bytes.size();
        } else {
            out.undecoded("value", "single values are not part of a conversation", line.bytes);
            summary.undecoded_bytes += line.bytes.size();
        }
        out.end_packet();
    }
    return summary;
}

trace_summary decode_bodies(const trace_file& file, const capabilities& assumed, trace_printer& out) {
    trace_summary summary;
    session_state state(assumed);
    order_judge order(out, summary);
    message_reader messages(state, order, out, summary);
    for (const auto& line : file.lines) {
        ++summary.packets;
        out.begin_packet(line, "body", line.bytes.size());
        if (line.from_client) {
            state.calls.clear();
            messages.client_turn(line.bytes);
        } else {
            messages.server_turn(line.bytes);
        }
        out.end_packet();
    }
    return summary;
}

trace_summary decode_as(const trace_file& file, const capabilities& assumed, trace_printer& out) {
    if (file.layer == trace_layer::ttc) return decode_bodies(file, assumed, out);
    if (file.layer != trace_layer::tns) return count_lines(file, out);
    trace_summary summary;
    packet_reader packets(assumed, out, summary);
    for (const auto& line : file.lines) packets.line(line);
    packets.finish();
    return summary;
}

}  // namespace

trace_summary decode_trace(const trace_file& file, trace_printer& out) {
    // A recording that shows its negotiation reads the same under every assumption; for others the one is taken that
    // leaves the least unread and, among equals, misreads least.
    const auto all = assumptions();
    const capabilities* best = nullptr;
    std::pair<std::size_t, std::size_t> least;
    for (const auto& assumed : all) {
        silent_printer silent;
        const auto undecoded = decode_as(file, assumed, silent).undecoded_bytes;
        const std::pair cost{undecoded, silent.misread};
        if (best != nullptr && cost >= least) continue;
        least = cost;
        best = &assumed;
        if (undecoded == 0 && silent.misread == 0) break;
    }
    return decode_as(file, *best, out);
}

}  // namespace oraxx::trace
