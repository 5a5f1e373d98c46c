#include "cli/table_writer.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "base/utf.hpp"

namespace oraxx::cli {
namespace {

constexpr std::size_t rows_held_back = 200;

// So that a value can neither break the table nor steer the terminal.
std::string shown(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte >= 0x20 && byte != 0x7F) {
            out.push_back(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c == '\t') {
            out.append("\\t");
        } else {
            out.append("\\x").append(base::hex_lower({&byte, 1}));
        }
    }
    return out;
}

bool is_numeric(db_type type) {
    return type == db_type::number || type == db_type::binary_integer || type == db_type::binary_float ||
           type == db_type::binary_double;
}

}  // namespace

table_writer::table_writer(const std::vector<column_info>& columns, std::FILE* out) : out_(out) {
    line header;
    for (const auto& column : columns) {
        header.push_back(shown(column.name));
        right_aligned_.push_back(is_numeric(column.type));
    }
    widths_.resize(columns.size());
    held_.push_back(std::move(header));
}

void table_writer::write(const row_view& row) {
    line fields;
    for (std::size_t i = 0; i < row.size(); ++i) fields.push_back(shown(row.text(i)));
    ++rows_;
    if (streaming_) {
        print_line(fields);
        return;
    }
    held_.push_back(std::move(fields));
    if (held_.size() > rows_held_back) print_held();
}

void table_writer::finish() {
    if (!streaming_) print_held();
    std::fprintf(out_, "(%zu row%s)\n", rows_, rows_ == 1 ? "" : "s");
}

void table_writer::print_held() {
    streaming_ = true;
    for (const auto& fields : held_) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            widths_[i] = std::max(widths_[i], base::utf8_length(fields[i]));
        }
    }
    line rule;
    for (const auto width : widths_) rule.push_back(std::string(width, '-'));
    held_.insert(held_.begin() + 1, std::move(rule));
    for (const auto& fields : held_) print_line(fields);
    held_.clear();
}

void table_writer::print_line(const line& fields) {
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t width = base::utf8_length(fields[i]);
        const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
        if (i != 0) out.append("  ");
        out.append(right_aligned_[i] ? padding + fields[i] : fields[i] + padding);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out.push_back('\n');
    std::fwrite(out.data(), 1, out.size(), out_);
}

}  // namespace oraxx::cli
