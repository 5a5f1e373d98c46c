#include <algorithm>

#include "trace/document.hpp"
#include "trace/field_codec.hpp"

namespace oraxx::trace {

using base::byte_buffer;
using base::bytes_view;
using wire::ttc::field_image;

namespace {

document_field bytes_without_fields(field_kind kind, std::string_view name, bytes_view bytes) {
    document_field field;
    field.kind = kind;
    field.name = name;
    field.value.assign(bytes.begin(), bytes.end());
    return field;
}

// The fields' bytes; nullopt when one cannot be written.
std::optional<byte_buffer> bytes_of(const std::vector<document_field>& fields) {
    byte_buffer out;
    std::string error;
    for (const auto& field : fields) {
        if (!append_field(field, out, error)) return std::nullopt;
    }
    return out;
}

}  // namespace

std::vector<document_record> document_builder::take() {
    if (file_ != nullptr) {
        add_lines_up_to(file_->lines.empty() ? 0 : file_->lines.back().number);
        add_notes_before(file_->lines.size());
    }
    return std::move(records_);
}

void document_builder::add_notes_before(std::size_t line_index) {
    for (const auto& comment : file_->comments) {
        if (comment.before_line == line_index) records_.push_back({record_kind::note, false, comment.text, 0, {}});
    }
}

void document_builder::add_lines_up_to(std::size_t number) {
    for (; next_line_ < file_->lines.size() && file_->lines[next_line_].number <= number; ++next_line_) {
        const auto& line = file_->lines[next_line_];
        add_notes_before(next_line_);
        records_.push_back({record_kind::line, line.from_client, {}, line.bytes.size(), {}});
    }
}

void document_builder::add(document_field field) {
    if (!open_.empty()) open_.back().groups.back().fields.push_back(std::move(field));
}

void document_builder::number(std::string_view name, const field_image& wire, std::int64_t value) {
    document_field field;
    field.name = name;
    set_number(field, wire, value);
    add(std::move(field));
}

void document_builder::bytes(std::string_view name, const field_image& wire, bytes_view value) {
    document_field field;
    field.kind = field_kind::bytes;
    field.name = name;
    set_value(field, wire, value);
    add(std::move(field));
}

void document_builder::text(std::string_view name, const field_image& wire, std::string_view value) {
    document_field field;
    field.kind = field_kind::text;
    field.name = name;
    set_value(field, wire, base::as_bytes(value));
    add(std::move(field));
}

void document_builder::begin(std::string_view group) {
    if (open_.empty()) return;
    auto& field = open_.back().groups.emplace_back();
    field.name = group;
}

void document_builder::begin_value(std::string_view name, std::uint8_t type) {
    begin(name);
    if (!open_.empty()) open_.back().groups.back().value_type = type;
}

void document_builder::end() {
    // A decoder that fails may leave groups open; it never ends more than it began.
    if (open_.empty() || open_.back().groups.size() < 2) return;
    auto group = std::move(open_.back().groups.back());
    open_.back().groups.pop_back();
    if (!group.fields.empty()) add(std::move(group));
}

void document_builder::begin_packet(const trace_line& line, std::string_view type, std::size_t length) {
    if (file_ != nullptr) add_lines_up_to(line.number);
    open_.push_back({records_.size(), length, {}, {document_field{}}});
    records_.push_back({record_kind::packet, line.from_client, std::string(type), 0, {}});
}

void document_builder::end_packet() {
    const auto length = open_.back().length;
    const auto payload_at = open_.back().payload_at;
    auto& record = records_[open_.back().index];
    record.fields = close();
    const auto named = bytes_of(record.fields);
    const auto rest = length - std::min(length, named ? named->size() : 0);
    if (rest == 0) return;
    document_field payload;
    payload.kind = field_kind::payload;
    payload.magnitude = rest;
    const auto at = static_cast<std::ptrdiff_t>(payload_at.value_or(record.fields.size()));
    record.fields.insert(record.fields.begin() + at, std::move(payload));
}

void document_builder::begin_turn(bool, const session_state&, const stated_body&, bytes_view) {
    if (!open_.empty() && !open_.back().payload_at)
        open_.back().payload_at = open_.back().groups.front().fields.size();
}

void document_builder::begin_message(bool from_client, std::string_view name) {
    open_.push_back({records_.size(), 0, {}, {document_field{}}});
    records_.push_back({record_kind::message, from_client, std::string(name), 0, {}});
}

void document_builder::end_message(std::string_view name, bytes_view wire) {
    const auto index = open_.back().index;
    auto& record = records_[index];
    record.name = name;
    record.fields = close();
    if (wire.empty()) return;
    const auto named = bytes_of(record.fields);
    if (named && std::equal(named->begin(), named->end(), wire.begin(), wire.end())) return;
    record.fields = {bytes_without_fields(field_kind::undecoded, name, wire)};
    record.fields[0].reason = unnamed_bytes;
}

std::vector<document_field> document_builder::close() {
    auto fields = std::move(open_.back().groups.front().fields);
    open_.pop_back();
    return fields;
}

void document_builder::undecoded(std::string_view message, std::string_view reason, bytes_view bytes) {
    if (open_.empty()) return;
    auto field = bytes_without_fields(field_kind::undecoded, message, bytes);
    field.reason = reason;
    auto& groups = open_.back().groups;
    groups.resize(1);
    // A message that cannot be read stands here from its first byte on.
    if (records_[open_.back().index].kind == record_kind::message) groups[0].fields.clear();
    add(std::move(field));
}

void document_builder::opaque(std::string_view what, bytes_view bytes) {
    add(bytes_without_fields(field_kind::opaque, what, bytes));
}

trace_document take_apart(const trace_file& file) {
    trace_document out;
    document_builder builder(&file);
    out.summary = decode_trace(file, builder);
    out.records = builder.take();
    out.complaints = builder.complaints();
    return out;
}

}  // namespace oraxx::trace
