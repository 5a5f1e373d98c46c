#include "cli/row_writer.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/table_writer.hpp"

namespace oraxx::cli {
namespace {

void print(std::FILE* to, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), to);
}

class csv_writer : public row_writer {
public:
    csv_writer(const std::vector<column_info>& columns, std::FILE* out) : out_(out) {
        for (const auto& column : columns) add_field(column.name);
        end_record();
    }

    void write(const row_view& row) override {
        for (std::size_t i = 0; i < row.size(); ++i) add_field(row.text(i));
        end_record();
    }
    void finish() override {}

private:
    void add_field(std::string_view text) {
        if (!first_) record_.push_back(',');
        first_ = false;
        if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
            record_.append(text);
            return;
        }
        record_.push_back('"');
        for (const char c : text) {
            if (c == '"') record_.push_back('"');
            record_.push_back(c);
        }
        record_.push_back('"');
    }
    void end_record() {
        record_.append("\r\n");
        print(out_, record_);
        record_.clear();
        first_ = true;
    }

    std::FILE* out_;
    std::string record_{};
    bool first_ = true;
};

std::string json_text(std::string_view text) {
    // Bytes that are not UTF-8 (a database in another character set) become U+FFFD: the output has to be JSON.
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Text that JSON reads as a number: infinities and NaN are none.
bool is_json_number(std::string_view text) {
    return !text.empty() && (text.back() >= '0' && text.back() <= '9');
}

std::string json_value(const row_view& row, std::size_t column) {
    if (row.is_null(column)) return "null";
    const auto text = row.text(column);
    switch (row.columns()[column].type) {
    case db_type::boolean: return std::string(text);
    case db_type::number:
    case db_type::binary_integer:
    case db_type::binary_float:
    case db_type::binary_double: return is_json_number(text) ? std::string(text) : json_text(text);
    default: return json_text(text);
    }
}

class json_writer : public row_writer {
public:
    enum class style { array, lines };

    json_writer(const std::vector<column_info>& columns, style chosen, std::FILE* out) : style_(chosen), out_(out) {
        for (const auto& column : columns) keys_.push_back(json_text(column.name) + ":");
        if (style_ == style::array) print(out_, "[");
    }

    void write(const row_view& row) override {
        std::string object;
        if (style_ == style::array) object = first_ ? "\n" : ",\n";
        first_ = false;
        object.push_back('{');
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (i != 0) object.push_back(',');
            object.append(keys_[i]).append(json_value(row, i));
        }
        object.push_back('}');
        if (style_ == style::lines) object.push_back('\n');
        print(out_, object);
    }
    void finish() override {
        if (style_ == style::array) print(out_, first_ ? "]\n" : "\n]\n");
    }

private:
    style style_;
    std::FILE* out_;
    std::vector<std::string> keys_{};
    bool first_ = true;
};

}  // namespace

std::unique_ptr<row_writer> make_row_writer(output_format format, const std::vector<column_info>& columns,
                                            std::FILE* out) {
    switch (format) {
    case output_format::csv: return std::make_unique<csv_writer>(columns, out);
    case output_format::json: return std::make_unique<json_writer>(columns, json_writer::style::array, out);
    case output_format::ndjson: return std::make_unique<json_writer>(columns, json_writer::style::lines, out);
    case output_format::table: break;
    }
    return std::make_unique<table_writer>(columns, out);
}

}  // namespace oraxx::cli
