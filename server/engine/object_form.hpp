// Objects and collections as they lie in the database file: their items one behind another, each in its stored form.
#pragma once

#include "server/engine/sqlite.hpp"
#include "server/engine/types.hpp"

namespace oraxx::sandbox::engine {

enum class item_kind : std::uint8_t { null, integer, text, bytes };

// An item: what SQLite would hold in a column. Borrows.
struct object_item {
    item_kind kind = item_kind::null;
    std::int64_t integer = 0;
    std::span<const std::uint8_t> bytes{};  // text too
};

class object_writer {
public:
    void add(const object_item& item);
    void add_key(std::int32_t key) { keys_.push_back(key); }  // index-by tables: one for each item
    [[nodiscard]] stored_bytes finish() const;

private:
    std::size_t count_ = 0;
    stored_bytes items_{};
    std::vector<std::int64_t> keys_{};
};

// Reads what an object_writer wrote. Throws std::runtime_error for other bytes.
class object_view {
public:
    explicit object_view(std::span<const std::uint8_t> bytes);

    [[nodiscard]] const std::vector<object_item>& items() const noexcept { return items_; }
    [[nodiscard]] const std::vector<std::int64_t>& keys() const noexcept { return keys_; }

private:
    std::vector<object_item> items_{};
    std::vector<std::int64_t> keys_{};
};

}  // namespace oraxx::sandbox::engine
