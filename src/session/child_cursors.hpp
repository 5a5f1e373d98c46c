// Cursors that the server opens for the client: REF CURSORs, CURSOR(...) in rows, implicit results. Each comes with
// its description and is fetched from like the cursor of a query.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <oraxx/detail/cell.hpp>
#include <oraxx/error.hpp>

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::session {

struct cursor;
struct state;

using child_list = std::vector<std::shared_ptr<cursor>>;

// Who closes it: a nested cursor goes with the one whose row it stands in, any other has to be given back.
enum class child_kind : std::uint8_t { independent, nested };

// What a description says of the columns, taken over into `target`. The failure of the first column that this release
// cannot fetch, if there is one.
std::optional<failure> describe_into(cursor& target, const wire::ttc::describe_block& described,
                                     const wire::ttc::capabilities& caps);

// Null for a cursor that was never opened: id 0.
[[nodiscard]] std::shared_ptr<cursor> open_child(const wire::ttc::describe_block& described, std::uint32_t id,
                                                 child_kind kind, const wire::ttc::capabilities& caps,
                                                 std::uint32_t generation);

// The cursors among the values of an answer. A cell of one holds its place in the list, four bytes in host order.
class child_cursors {
public:
    explicit child_cursors(child_kind kind) noexcept : kind_(kind) {}

    void use_session(const state& session);
    // One value of a row.
    base::decode_errc decode(base::bytes_view input, std::size_t& position, oraxx::detail::column_batch& out,
                             oraxx::detail::cell& target);
    // One value that is decoded already: its cell, the bytes of which are appended to `bytes`.
    [[nodiscard]] oraxx::detail::cell add(const wire::ttc::wire_value& value, std::vector<std::uint8_t>& bytes);
    [[nodiscard]] child_list take() noexcept { return std::exchange(opened_, {}); }

private:
    child_kind kind_;
    wire::ttc::capabilities caps_{};
    std::uint32_t generation_ = 0;
    child_list opened_{};
};

}  // namespace oraxx::session
