#include "cli/trace_text.hpp"

#include "base/hex.hpp"
#include "cli/trace_reading.hpp"

namespace oraxx::cli {
namespace {

using base::bytes_view;
using trace::document_field;
using trace::document_record;
using trace::field_kind;
using trace::record_kind;
using wire::ttc::field_form;

std::string quoted(std::string_view value) {
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

std::string value_text(const document_field& field) {
    if (field.kind == field_kind::number) return (field.is_negative ? "-" : "") + std::to_string(field.magnitude);
    if (field.kind == field_kind::text) return quoted(base::as_text(field.value));
    return field.value.empty() ? "(empty)" : base::hex_lower(field.value);
}

// What is unusual about how the value stands, in brackets; mostly empty.
std::string style_text(const document_field& field) {
    const auto& style = field.style;
    std::string out;
    const bool is_fixed = field.form == field_form::fixed || field.form == field_form::fixed_little;
    if (style.width != 0 && !is_fixed) out += ", length in " + std::to_string(style.width) + " bytes";
    if (style.is_null) out += ", null";
    for (std::size_t i = 0; i < style.chunks.size(); ++i) {
        out += (i == 0 ? ", chunks of " : " ") + std::to_string(style.chunks[i].bytes);
        if (style.chunks[i].width != 0) out += "/" + std::to_string(style.chunks[i].width);
    }
    return out.empty() ? out : " (" + out.substr(2) + ")";
}

class writer {
public:
    explicit writer(std::FILE* out) noexcept : out_(out) {}

    void record(const document_record& record) {
        const std::string side = record.from_client ? "client " : "server ";
        switch (record.kind) {
        case record_kind::note: return;
        case record_kind::line: ++line_number_; return;
        case record_kind::packet:
            line(0, side + record.name + ", line " + std::to_string(line_number_));
            fields(1, record.fields);
            return;
        case record_kind::message:
            line(1, side + "message: " + record.name);
            fields(2, record.fields);
            return;
        }
    }

private:
    // `type`: of the value that the fields are of; 0 for all others.
    void fields(int depth, const std::vector<document_field>& all, std::uint8_t type = 0) {
        for (const auto& each : all) field(depth, each, type);
    }
    void field(int depth, const document_field& field, std::uint8_t type) {
        const auto size = std::to_string(field.value.size()) + " bytes";
        switch (field.kind) {
        case field_kind::group:
            line(depth, field.name);
            fields(depth + 1, field.fields, field.value_type);
            return;
        case field_kind::undecoded:
            line(depth, "undecoded " + field.name + ", " + size + " (" + field.reason + "): " + value_text(field));
            return;
        case field_kind::payload: line(depth, "(" + std::to_string(field.magnitude) + " bytes of messages)"); return;
        case field_kind::opaque: line(depth, "opaque " + field.name + ", " + size); return;
        case field_kind::number:
        case field_kind::bytes:
        case field_kind::text: {
            const auto reading = readings_.of(field, type);
            line(depth, field.name + " = " + value_text(field) + style_text(field) +
                            (reading ? " is " + *reading : std::string()));
            return;
        }
        }
    }
    void line(int depth, const std::string& text) { std::fprintf(out_, "%*s%s\n", 2 * depth, "", text.c_str()); }

    std::FILE* out_;
    std::size_t line_number_ = 0;  // of packet lines
    value_readings readings_{};
};

}  // namespace

void write_trace_text(const trace::trace_document& document, std::FILE* out) {
    writer to(out);
    for (const auto& record : document.records) to.record(record);
}

}  // namespace oraxx::cli
