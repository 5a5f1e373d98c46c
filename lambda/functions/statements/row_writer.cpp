#include "lambda/functions/statements/row_writer.hpp"

#include <algorithm>
#include <set>

#include "lambda/runtime/base64.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::string_view line_end = "\r\n";  // RFC 4180 wants both

// The canonical text of a number is JSON's form but for a missing zero before the point, and for values JSON does not
// have.
void append_json_number(std::string& out, std::string_view text) {
    const bool is_negative = text.starts_with('-');
    const auto digits = text.substr(is_negative ? 1 : 0);
    const bool has_point_first = digits.starts_with('.');
    if (digits.empty() || (!has_point_first && (digits.front() < '0' || digits.front() > '9'))) {
        return append_json_string(out, text);
    }
    if (!has_point_first) {
        out += text;
        return;
    }
    out += is_negative ? "-0" : "0";
    out += digits;
}

void append_csv_text(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
        out += text.substr(0, quote + 1);
        out += '"';
        text.remove_prefix(quote + 1);
    }
    out += text;
    out += '"';
}

bool is_number(db_type type) noexcept {
    return type == db_type::number || type == db_type::binary_integer || type == db_type::binary_float ||
           type == db_type::binary_double;
}

// Names for members: a name that stands there already gets the first number that is free.
std::vector<std::string> distinct_names(const std::vector<column_info>& columns) {
    std::vector<std::string> out;
    std::set<std::string_view> originals;
    for (const auto& column : columns) originals.insert(column.name);
    std::set<std::string> used;
    for (const auto& column : columns) {
        auto name = column.name;
        for (unsigned number = 2; !used.insert(name).second; ++number) {
            name = column.name + '_' + std::to_string(number);
            while (originals.contains(name)) name = column.name + '_' + std::to_string(++number);
        }
        out.push_back(std::move(name));
    }
    return out;
}

}  // namespace

std::string_view content_type(row_format format) noexcept {
    switch (format) {
    case row_format::rows:
    case row_format::objects: return "application/json";
    case row_format::csv: return "text/csv; charset=utf-8";
    case row_format::ndjson: break;
    }
    return "application/x-ndjson";
}

row_writer::row_writer(row_format format, const std::vector<column_info>& columns) : format_(format) {
    for (const auto& column : columns) types_.push_back(column.type);
    if (format == row_format::csv) {
        for (const auto& column : columns) {
            if (&column != &columns.front()) header_ += ',';
            append_csv_text(header_, column.name);
        }
        header_ += line_end;
        return;
    }
    const bool has_names = format != row_format::rows;
    const auto names = has_names ? distinct_names(columns) : std::vector<std::string>(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::string lead(1, i > 0 ? ',' : has_names ? '{' : '[');
        if (has_names) {
            append_json_string(lead, names[i]);
            lead += ':';
        }
        leads_.push_back(std::move(lead));
    }
}

void row_writer::begin(std::string& out) const {
    if (format_ == row_format::csv) out += header_;
    if (format_ == row_format::rows || format_ == row_format::objects) out += '[';
}

void row_writer::write(std::string& out, const row_view& row) {
    if (format_ == row_format::csv) return write_csv(out, row);
    const bool is_array = format_ != row_format::ndjson;
    if (!std::exchange(is_first_, false) && is_array) out += ',';
    write_json(out, row);
    if (!is_array) out += '\n';
}

void row_writer::end(std::string& out) const {
    if (format_ == row_format::rows || format_ == row_format::objects) out += ']';
}

void row_writer::write_json(std::string& out, const row_view& row) const {
    for (std::size_t i = 0; i < types_.size(); ++i) {
        out += leads_[i];
        const auto text = row.text(i);
        if (row.is_null(i)) {
            out += "null";
        } else if (is_number(types_[i])) {
            append_json_number(out, text);
        } else if (types_[i] == db_type::boolean) {
            out += text;
        } else {
            append_json_string(out, text);
        }
    }
    out += format_ == row_format::rows ? ']' : '}';
}

void row_writer::write_csv(std::string& out, const row_view& row) const {
    for (std::size_t i = 0; i < types_.size(); ++i) {
        if (i > 0) out += ',';
        append_csv_text(out, row.text(i));
    }
    out += line_end;
}

void append_json_value(std::string& out, const value& held, bind_type type) {
    if (held.is_null()) {
        out += "null";
    } else if (type == bind_type::number) {
        append_json_number(out, held.to_string());
    } else if (type == bind_type::boolean) {
        out += held.to_string();
    } else if (const auto* bytes = held.get_if<std::vector<std::byte>>();
               bytes != nullptr && type == bind_type::base64) {
        append_json_string(out, encode_base64({reinterpret_cast<const char*>(bytes->data()), bytes->size()}));
    } else {
        append_json_string(out, held.to_string());
    }
}

}  // namespace oraxx::lambda::statements
