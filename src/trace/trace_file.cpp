#include "trace/trace_file.hpp"

#include "base/hex.hpp"

namespace oraxx::trace {
namespace {

trace_layer layer_of(std::string_view name) noexcept {
    if (name.empty() || name == "tns") return trace_layer::tns;
    if (name == "ttc") return trace_layer::ttc;
    if (name == "ttc-decrypted") return trace_layer::ttc_decrypted;
    if (name == "tls") return trace_layer::tls;
    if (name == "value") return trace_layer::value;
    return trace_layer::unknown;
}

std::string_view without_mark(std::string_view line) noexcept {
    const auto at = line.find_first_not_of("# ");
    return at == std::string_view::npos ? std::string_view{} : line.substr(at);
}

// The first word of "tns (note ...)" style values.
std::string_view first_word(std::string_view text) noexcept {
    return text.substr(0, text.find_first_of(" ,;("));
}

}  // namespace

std::string_view trace_file::note(std::string_view key) const noexcept {
    for (const auto& line : notes) {
        const std::string_view text = line;
        if (text.size() <= key.size() || text.substr(0, key.size()) != key || text[key.size()] != ':') continue;
        const auto at = text.find_first_not_of(' ', key.size() + 1);
        return at == std::string_view::npos ? std::string_view{} : text.substr(at);
    }
    return {};
}

std::optional<trace_file> parse_trace(std::string_view text, trace_error& error) {
    trace_file out;
    std::string pending_note;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.empty() || line[0] == '#') out.comments.push_back({out.lines.size(), std::string(line)});
        if (line.empty()) continue;
        if (line[0] == '#') {
            pending_note = without_mark(line);
            if (out.lines.empty()) out.notes.emplace_back(pending_note);
            continue;
        }
        auto bytes = base::parse_hex(line.substr(1));
        if ((line[0] != 'C' && line[0] != 'S') || !bytes) {
            error = {number, "not a note and not a packet: expected '#', or 'C' or 'S' and hexadecimal digits"};
            return std::nullopt;
        }
        out.lines.push_back({line[0] == 'C', std::move(*bytes), number, std::move(pending_note)});
        pending_note.clear();
    }
    out.layer = layer_of(first_word(out.note("layer")));
    return out;
}

}  // namespace oraxx::trace
