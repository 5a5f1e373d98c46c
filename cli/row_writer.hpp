// Rows to text: a table for people, CSV (RFC 4180), JSON and JSON lines for programs.
//
// Numbers keep all their digits in every form. NULL is an empty field in table and CSV, null in JSON.
#pragma once

#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include <oraxx/row.hpp>

namespace oraxx::cli {

enum class output_format { table, csv, json, ndjson };

class row_writer {
public:
    row_writer() = default;
    row_writer(const row_writer&) = delete;
    row_writer& operator=(const row_writer&) = delete;
    virtual ~row_writer() = default;

    // Both throw oraxx::error when a value cannot be read.
    virtual void write(const row_view& row) = 0;
    // Completes the output; without it nothing may be shown at all.
    virtual void finish() = 0;
};

// `columns` has to live as long as the writer.
[[nodiscard]] std::unique_ptr<row_writer> make_row_writer(output_format format,
                                                          const std::vector<column_info>& columns, std::FILE* out);

}  // namespace oraxx::cli
