// From a value to its connection, for values that are more than their bytes (docs/adr/0028). No promise is made about
// this header.
//
// One implementation, in src/api, made once for each session. Rows that own themselves may outlive the session: then
// everything here fails with errc::wrong_state.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/lob_record.hpp>
#include <oraxx/object_type.hpp>
#include <oraxx/result.hpp>

namespace oraxx {

class result_set;

namespace detail {

struct lob_state;

// Of a whole LOB.
struct lob_contents {
    lob_text text = lob_text::bytes;
    std::vector<std::uint8_t> bytes{};
};

class value_link {
public:
    value_link() = default;
    value_link(const value_link&) = delete;
    value_link& operator=(const value_link&) = delete;
    virtual ~value_link() = default;

    // The whole value: what came with the row and the rest. `type`: of the column. Longer than
    // fetch_options::max_lob_bytes: errc::value_out_of_range.
    [[nodiscard]] virtual result<lob_contents> read_lob(const lob_record& record, db_type type) = 0;
    // A handle that keeps the session open. `keep`: a temporary LOB lives at least as long.
    [[nodiscard]] virtual result<std::shared_ptr<lob_state>> open_lob(const lob_record& record, db_type type,
                                                                      std::shared_ptr<void> keep) = 0;
    // The rows of a cursor that is open on the server.
    [[nodiscard]] virtual result<result_set> open_cursor(std::shared_ptr<backend::statement> cursor) = 0;
    // An object type by its 16 byte OID: asked of the server once, kept for the session.
    [[nodiscard]] virtual result<object_type> find_type(std::span<const std::uint8_t> oid) = 0;
    // The same by the name a caller gives.
    [[nodiscard]] virtual result<object_type> find_type(std::string_view name) = 0;
    // Text in the database's character set as UTF-8; nullopt: it is none.
    [[nodiscard]] virtual std::optional<std::string> decode_text(std::span<const std::uint8_t> bytes) const = 0;
};

}  // namespace detail
}  // namespace oraxx
