// Binds of types that travel as a locator or an image.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include <oraxx/object.hpp>

#include "backend/backend.hpp"
#include "base/bytes.hpp"
#include "wire/ttc/capabilities.hpp"

namespace oraxx::backend::thin {

// CLOB, NCLOB, BLOB, BFILE, JSON, VECTOR.
[[nodiscard]] bool is_large(db_type type) noexcept;

// Appends a value as it stands in a bind row. The failure does not name the bind.
[[nodiscard]] std::optional<failure> append_large(db_type type, const bind_data& value,
                                                  const wire::ttc::capabilities& caps, base::byte_buffer& out);

// Texts and bytes that have to be a LOB on the server before the call: bound as one and not short, too long for
// PL/SQL, or LOBs within an object. Made by prepare(), and given back with the first request after this object.
class call_lobs {
public:
    // The items (of `iterations` rows) with locators in place of such values, two round trips for each, and with
    // short ones declared as what they are; `items` itself when there are neither.
    [[nodiscard]] result<std::span<const bind_item>> prepare(lob_operations& lobs, std::span<const bind_item> items,
                                                             std::size_t iterations, statement_kind kind);

    // Of the LOB made for a value of an object that is bound; empty: it needs none.
    [[nodiscard]] base::bytes_view locator_of(const value& held) const noexcept;

private:
    [[nodiscard]] result<const lob_handle*> make(lob_operations& lobs, db_type type, const bind_data& contents);
    [[nodiscard]] result<void> prepare_object(lob_operations& lobs, const object& of);

    std::deque<lob_handle> made_{};  // binds borrow their locators
    std::map<const value*, const lob_handle*> of_values_{};
    std::vector<bind_item> items_{};
};

}  // namespace oraxx::backend::thin
