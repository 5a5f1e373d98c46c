#include "cli/trace_json.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/hex.hpp"
#include "base/utf.hpp"

namespace oraxx::cli {
namespace {

using json = nlohmann::ordered_json;
using trace::document_field;
using trace::document_record;
using trace::field_kind;
using trace::record_kind;
using wire::ttc::field_form;

constexpr std::string_view format_name = "oraxx trace 1";

// Fixed-width integers are named with their width: u8, u32be, u16le.
constexpr std::array<std::pair<std::string_view, field_form>, 10> forms{{
    {"universal", field_form::universal},
    {"wide pointer", field_form::wide_pointer},
    {"raw", field_form::raw},
    {"clr", field_form::clr},
    {"clr, big chunks", field_form::clr_big},
    {"dalc", field_form::dalc},
    {"dalc, big chunks", field_form::dalc_big},
    {"dalc, fixed length", field_form::dalc_fixed},
    {"dalc, fixed length, big chunks", field_form::dalc_fixed_big},
    {"zero-terminated", field_form::zero_terminated},
}};

[[noreturn]] void refuse(const std::string& text) {
    throw std::invalid_argument(text);
}

std::string form_name(const document_field& field) {
    if (field.form == field_form::fixed || field.form == field_form::fixed_little) {
        auto name = "u" + std::to_string(field.style.width * 8U);
        if (field.style.width > 1) name += field.form == field_form::fixed ? "be" : "le";
        return name;
    }
    const auto found =
        std::find_if(forms.begin(), forms.end(), [&](const auto& known) { return known.second == field.form; });
    return std::string(found->first);
}

void set_form(document_field& field, const std::string& name) {
    for (const auto& [known, form] : forms) {
        if (known != name) continue;
        field.form = form;
        return;
    }
    for (const auto width : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{4}, std::uint8_t{8}}) {
        for (const auto form : {field_form::fixed, field_form::fixed_little}) {
            field.form = form;
            field.style.width = width;
            if (form_name(field) == name) return;
        }
    }
    refuse("no form is called \"" + name + "\"");
}

void write_number(const document_field& field, json& out) {
    constexpr auto most_negative = std::uint64_t{1} << 63U;
    if (!field.is_negative) {
        out["number"] = field.magnitude;
    } else if (field.magnitude != 0 && field.magnitude <= most_negative) {
        out["number"] = static_cast<std::int64_t>(~field.magnitude + 1);
    } else {  // minus zero, and what no other integer type holds
        out["negative"] = true;
        out["number"] = field.magnitude;
    }
}

void write_style(const document_field& field, json& out) {
    const bool has_width = field.form != field_form::fixed && field.form != field_form::fixed_little;
    if (has_width && field.style.width != 0) out["width"] = field.style.width;
    if (field.style.is_null) out["null"] = true;
    for (const auto& chunk : field.style.chunks) {
        out["chunks"].push_back(chunk.width == 0 ? json(chunk.bytes) : json{chunk.bytes, chunk.width});
    }
}

json to_json(const document_field& field) {
    json out;
    if (field.kind == field_kind::undecoded || field.kind == field_kind::opaque) {
        out[field.kind == field_kind::opaque ? "opaque" : "undecoded"] = field.name;
        if (field.kind == field_kind::undecoded) out["reason"] = field.reason;
        out["hex"] = base::hex_lower(field.value);
        return out;
    }
    if (field.kind == field_kind::payload) {
        out["payload"] = field.magnitude;
        return out;
    }
    out["name"] = field.name;
    if (field.kind == field_kind::group) {
        if (field.value_type != 0) out["type"] = field.value_type;
        auto& fields = out["fields"] = json::array();
        for (const auto& each : field.fields) fields.push_back(to_json(each));
        return out;
    }
    out["form"] = form_name(field);
    write_style(field, out);
    if (field.kind == field_kind::number) {
        write_number(field, out);
    } else if (field.kind == field_kind::text && base::is_valid_utf8(base::as_text(field.value))) {
        out["text"] = base::as_text(field.value);
    } else {
        out[field.kind == field_kind::text ? "text hex" : "hex"] = base::hex_lower(field.value);
    }
    return out;
}

json to_json(const document_record& record) {
    json out;
    const char* side = record.from_client ? "client" : "server";
    switch (record.kind) {
    case record_kind::note: out["note"] = record.name; return out;
    case record_kind::line:
        out["line"] = side;
        out["bytes"] = record.size;
        return out;
    case record_kind::packet:
    case record_kind::message: break;
    }
    out[record.kind == record_kind::packet ? "packet" : "message"] = record.name;
    out["from"] = side;
    auto& fields = out["fields"] = json::array();
    for (const auto& each : record.fields) fields.push_back(to_json(each));
    return out;
}

base::byte_buffer bytes_from(const json& in, const char* key) {
    auto bytes = base::parse_hex(in.at(key).get<std::string>());
    if (!bytes) refuse("not hexadecimal: " + in.dump());
    return *std::move(bytes);
}

void read_number(const json& in, document_field& field) {
    const auto& number = in.at("number");
    if (!number.is_number_integer()) refuse("not a whole number: " + in.dump());
    field.kind = field_kind::number;
    field.is_negative = in.value("negative", false);
    if (number.is_number_unsigned()) {
        field.magnitude = number.get<std::uint64_t>();
        return;
    }
    const auto value = number.get<std::int64_t>();
    field.is_negative = field.is_negative || value < 0;
    field.magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

void read_style(const json& in, document_field& field) {
    if (in.contains("width")) field.style.width = in["width"].get<std::uint8_t>();
    field.style.is_null = in.value("null", false);
    if (!in.contains("chunks")) return;
    for (const auto& chunk : in["chunks"]) {
        auto& out = field.style.chunks.emplace_back();
        out.bytes = (chunk.is_array() ? chunk.at(0) : chunk).get<std::uint32_t>();
        if (chunk.is_array()) out.width = chunk.at(1).get<std::uint8_t>();
    }
}

document_field field_from(const json& in) {
    document_field field;
    for (const auto& [key, kind] : {std::pair{"undecoded", field_kind::undecoded}, {"opaque", field_kind::opaque}}) {
        if (!in.contains(key)) continue;
        field.kind = kind;
        field.name = in[key].get<std::string>();
        field.reason = in.value("reason", std::string());
        field.value = bytes_from(in, "hex");
        return field;
    }
    if (in.contains("payload")) {
        field.kind = field_kind::payload;
        field.magnitude = in["payload"].get<std::uint64_t>();
        return field;
    }
    field.name = in.at("name").get<std::string>();
    if (in.contains("fields")) {
        field.value_type = in.value("type", std::uint8_t{0});
        for (const auto& each : in["fields"]) field.fields.push_back(field_from(each));
        return field;
    }
    set_form(field, in.at("form").get<std::string>());
    read_style(in, field);
    if (in.contains("number")) {
        read_number(in, field);
    } else if (in.contains("hex")) {
        field.kind = field_kind::bytes;
        field.value = bytes_from(in, "hex");
    } else if (in.contains("text hex")) {
        field.kind = field_kind::text;
        field.value = bytes_from(in, "text hex");
    } else {
        field.kind = field_kind::text;
        const auto text = in.at("text").get<std::string>();
        field.value.assign(text.begin(), text.end());
    }
    return field;
}

bool is_client(const json& side) {
    if (side == "client") return true;
    if (side != "server") refuse("neither client nor server: " + side.dump());
    return false;
}

document_record record_from(const json& in) {
    document_record record;
    if (in.contains("note")) {
        record.name = in["note"].get<std::string>();
        return record;
    }
    if (in.contains("line")) {
        record.kind = record_kind::line;
        record.from_client = is_client(in["line"]);
        record.size = in.at("bytes").get<std::size_t>();
        return record;
    }
    const bool is_packet = in.contains("packet");
    record.kind = is_packet ? record_kind::packet : record_kind::message;
    record.name = in.at(is_packet ? "packet" : "message").get<std::string>();
    record.from_client = is_client(in.at("from"));
    for (const auto& each : in.at("fields")) record.fields.push_back(field_from(each));
    return record;
}

}  // namespace

std::string summary_text(const trace::trace_summary& summary) {
    return "packets=" + std::to_string(summary.packets) + " messages=" + std::to_string(summary.messages) +
           " undecoded_bytes=" + std::to_string(summary.undecoded_bytes) +
           " opaque_bytes=" + std::to_string(summary.opaque_bytes);
}

void write_trace_json(const trace::trace_document& document, std::FILE* out) {
    std::fprintf(out, "{\"format\": \"%s\", \"records\": [\n", std::string(format_name).c_str());
    for (std::size_t i = 0; i < document.records.size(); ++i) {
        const auto line = to_json(document.records[i]).dump();
        std::fprintf(out, "%s%s\n", line.c_str(), i + 1 < document.records.size() ? "," : "");
    }
    std::fprintf(out, "], \"summary\": \"%s\"}\n", summary_text(document.summary).c_str());
}

std::optional<trace::trace_document> parse_trace_json(const std::string& text, std::string& error) {
    // The JSON library and refuse() throw; nothing leaves this function.
    try {
        const auto in = json::parse(text);
        if (in.at("format") != format_name) refuse("not of the format \"" + std::string(format_name) + "\"");
        trace::trace_document document;
        for (const auto& record : in.at("records")) document.records.push_back(record_from(record));
        return document;
    } catch (const std::exception& mistake) {
        error = mistake.what();
        return std::nullopt;
    }
}

}  // namespace oraxx::cli
