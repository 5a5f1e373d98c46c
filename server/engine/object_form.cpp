#include "server/engine/object_form.hpp"

#include <stdexcept>

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t size_bytes = 4;
constexpr std::size_t integer_bytes = 8;

void put(stored_bytes& out, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * (width - 1 - i))));
}

class scanner {
public:
    explicit scanner(std::span<const std::uint8_t> in) : in_(in) {}

    std::span<const std::uint8_t> take(std::size_t size) {
        if (size > in_.size()) throw std::runtime_error("a stored object is damaged");
        const auto out = in_.first(size);
        in_ = in_.subspan(size);
        return out;
    }
    std::uint64_t integer(std::size_t width) {
        std::uint64_t out = 0;
        for (const auto b : take(width)) out = out << 8U | b;
        return out;
    }

private:
    std::span<const std::uint8_t> in_;
};

}  // namespace

void object_writer::add(const object_item& item) {
    ++count_;
    items_.push_back(static_cast<std::uint8_t>(item.kind));
    if (item.kind == item_kind::integer) put(items_, static_cast<std::uint64_t>(item.integer), integer_bytes);
    if (item.kind != item_kind::text && item.kind != item_kind::bytes) return;
    put(items_, item.bytes.size(), size_bytes);
    items_.insert(items_.end(), item.bytes.begin(), item.bytes.end());
}

// Number of items, number of keys, keys, items.
stored_bytes object_writer::finish() const {
    stored_bytes out;
    put(out, count_, size_bytes);
    put(out, keys_.size(), size_bytes);
    for (const auto key : keys_) put(out, static_cast<std::uint32_t>(key), size_bytes);
    out.insert(out.end(), items_.begin(), items_.end());
    return out;
}

object_view::object_view(std::span<const std::uint8_t> bytes) {
    scanner in(bytes);
    const auto count = in.integer(size_bytes);
    for (auto keys = in.integer(size_bytes); keys > 0; --keys) {
        keys_.push_back(static_cast<std::int32_t>(in.integer(size_bytes)));
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        object_item item;
        item.kind = static_cast<item_kind>(in.integer(1));
        if (item.kind == item_kind::integer) item.integer = static_cast<std::int64_t>(in.integer(integer_bytes));
        if (item.kind == item_kind::text || item.kind == item_kind::bytes)
            item.bytes = in.take(in.integer(size_bytes));
        items_.push_back(item);
    }
}

}  // namespace oraxx::sandbox::engine
