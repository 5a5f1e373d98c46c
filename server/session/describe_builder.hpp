// The columns of a query as a real server describes them.
#pragma once

#include <string_view>

#include <oraxx/datetime.hpp>

#include "server/engine/engine.hpp"
#include "server/session/text_coding.hpp"
#include "wire/ttc/describe.hpp"

namespace oraxx::sandbox {

[[nodiscard]] wire::ttc::column_metadata describe_column(const column_info& column, std::size_t position,
                                                         const text_coding& text);

// Only the formats.
[[nodiscard]] std::vector<wire::ttc::bind_metadata> column_formats(const std::vector<column_info>& columns,
                                                                   const text_coding& text);

// Would both be described alike?
[[nodiscard]] bool same_description(const std::vector<column_info>& a, const std::vector<column_info>& b);

// The block of message 16, of cursors in rows and of implicit results, with the texts it borrows.
class description {
public:
    // `now`: the current time.
    description(const engine::statement& query, const date& now, const text_coding& text);
    description() = default;
    description(const description&) = delete;
    description& operator=(const description&) = delete;

    [[nodiscard]] const wire::ttc::describe_block& block() const noexcept { return block_; }

private:
    std::vector<std::string> names_;
    base::byte_buffer date_;
    wire::ttc::describe_block block_;
};

// Message 16. `sql` is what the statement hash is made of.
void encode_describe(wire::ttc::encoder& c, const engine::statement& query, std::string_view sql, const date& now,
                     const text_coding& text);

}  // namespace oraxx::sandbox
