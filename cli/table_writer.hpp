// Rows as a table for people.
#pragma once

#include <string>
#include <vector>

#include "cli/row_writer.hpp"

namespace oraxx::cli {

// Columns are as wide as the widest value among the first rows, which are held back for that; a wider one later
// pushes its line out of shape but loses nothing. Control characters are shown as escapes.
class table_writer : public row_writer {
public:
    table_writer(const std::vector<column_info>& columns, std::FILE* out);

    void write(const row_view& row) override;
    void finish() override;

private:
    using line = std::vector<std::string>;

    void print_held();
    void print_line(const line& fields);

    std::FILE* out_;
    std::vector<bool> right_aligned_{};
    std::vector<std::size_t> widths_{};
    std::vector<line> held_{};  // the header first
    bool streaming_ = false;
    std::size_t rows_ = 0;
};

}  // namespace oraxx::cli
