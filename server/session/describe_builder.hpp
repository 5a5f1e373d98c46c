// The columns of a query as a real server describes them.
#pragma once

#include <string_view>

#include <oraxx/datetime.hpp>

#include "server/session/text_coding.hpp"
#include "wire/ttc/describe.hpp"

namespace oraxx::sandbox {

[[nodiscard]] wire::ttc::column_metadata describe_column(const column_info& column, std::size_t position,
                                                         const text_coding& text);

// Would both be described alike?
[[nodiscard]] bool same_description(const std::vector<column_info>& a, const std::vector<column_info>& b);

// Message 16. `sql` is what the statement hash is made of, `now` the current time.
void encode_describe(wire::ttc::encoder& c, const std::vector<column_info>& columns, std::string_view sql,
                     const date& now, const text_coding& text);

}  // namespace oraxx::sandbox
