// Bind values of the API to what the wire takes: declared type and size, and the bytes of the value.
#pragma once

#include <vector>

#include "backend/backend.hpp"
#include "base/arena.hpp"
#include "session/cursor.hpp"

namespace oraxx::backend::thin {

class bind_encoder {
public:
    // One wire bind for each placeholder of `cursor`, in its order. The result and the views in it are valid
    // until the next call; strings and raw values stay borrowed from `items`.
    // Failures: errc::bind_mismatch (number, names), errc::type_mismatch, errc::value_out_of_range (also text that
    // the database's character set cannot hold), errc::unsupported.
    [[nodiscard]] result<std::span<const session::wire_bind>> encode(std::span<const bind_item> items,
                                                                     const session::cursor& cursor,
                                                                     const session::state& session);

    // Which placeholder each item went to (the first, when a name occurs several times).
    [[nodiscard]] std::span<const std::size_t> slots_of_items() const noexcept { return slots_; }

private:
    [[nodiscard]] std::optional<failure> assign_slots(std::span<const bind_item> items,
                                                      const session::cursor& cursor);
    bool assign_by_name(const bind_item& item, std::size_t index, std::span<const std::string> names);
    [[nodiscard]] std::optional<failure> encode_one(const bind_item& item, std::size_t slot,
                                                    const session::cursor& cursor, std::uint32_t max_string);
    [[nodiscard]] result<base::bytes_view> encode_value(const bind_item& item, std::size_t slot);
    [[nodiscard]] result<base::bytes_view> encode_text(std::string_view text, const bind_item& item,
                                                       std::size_t slot);
    [[nodiscard]] result<base::bytes_view> encode_local_time(const timestamp_ltz& value, const bind_item& item,
                                                             std::size_t slot);
    void declare(const bind_item& item, std::size_t slot, const session::cursor& cursor, std::uint32_t max_string);

    std::vector<session::wire_bind> binds_;
    std::vector<std::size_t> by_name_;         // placeholders in the order of their names
    const session::state* session_ = nullptr;  // during encode()
    std::vector<const bind_item*> by_slot_;
    std::vector<std::size_t> slots_;
    base::arena values_;
};

}  // namespace oraxx::backend::thin
