#include "trace/decode_trace.hpp"

#include "trace/packet_reader.hpp"

namespace oraxx::trace {
namespace {

// Layers that hold nothing a codec of messages could read.
void count_line(const trace_line& line, bool encrypted, trace_printer& out, trace_summary& summary) {
    ++summary.packets;
    out.begin_packet(line, encrypted ? "TLS record" : "value", line.bytes.size());
    if (encrypted) {
        out.opaque("TLS record", line.bytes);
        summary.opaque_bytes += line.bytes.size();
    } else {
        out.undecoded("value", "the layer of the recording is not known", line.bytes);
        summary.undecoded_bytes += line.bytes.size();
    }
    out.end_packet();
}

}  // namespace

trace_summary decode_trace(const trace_file& file, trace_printer& out) {
    trace_summary summary;
    const auto stated = stated_session_of(file);
    packet_reader packets(stated, out, summary);
    for (const auto& line : file.lines) {
        const auto about_line = stated_body_of(file, line);
        switch (file.layer) {
        case trace_layer::tns: packets.line(line, about_line); break;
        case trace_layer::ttc: packets.body(line, about_line); break;
        case trace_layer::ttc_decrypted: packets.authenticated_body(line, stated.mac_size); break;
        case trace_layer::tls: count_line(line, true, out, summary); break;
        case trace_layer::value: packets.single_value(line); break;
        case trace_layer::unknown: count_line(line, false, out, summary); break;
        }
    }
    packets.finish();
    return summary;
}

}  // namespace oraxx::trace
