// Functions of objects and collections (object_form.hpp).
#include "server/engine/object_form.hpp"
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

object_item item_of(call& c, std::size_t at) {
    switch (c.kind(at)) {
    case SQLITE_INTEGER: return {item_kind::integer, c.integer(at), {}};
    case SQLITE_TEXT: {
        const auto text = c.text(at);
        return {item_kind::text, 0, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}};
    }
    case SQLITE_BLOB: return {item_kind::bytes, 0, c.bytes(at)};
    default: return {};
    }
}

// (item, item, ...)
void make(call& c) {
    object_writer out;
    for (std::size_t i = 0; i < c.count(); ++i) out.add(item_of(c, i));
    c.result(std::span<const std::uint8_t>(out.finish()));
}

// A collection out of parts: SQLite takes 127 arguments. (collection, collection, ...)
void join(call& c) {
    object_writer out;
    for (std::size_t i = 0; i < c.count(); ++i) {
        const object_view part(c.bytes(i));
        for (const auto& item : part.items()) out.add(item);
    }
    c.result(std::span<const std::uint8_t>(out.finish()));
}

// (object, index from 0)
void item(call& c) {
    const object_view view(c.bytes(0));
    const auto index = static_cast<std::size_t>(c.integer(1));
    if (index >= view.items().size()) return c.result_null();
    const auto& found = view.items()[index];
    switch (found.kind) {
    case item_kind::null: return c.result_null();
    case item_kind::integer: return c.result(found.integer);
    case item_kind::text:
        return c.result_text({reinterpret_cast<const char*>(found.bytes.data()), found.bytes.size()});
    case item_kind::bytes: return c.result_bytes(found.bytes);
    }
}

// Text where an object is expected: fails unless it is NULL. (text, position)
void refuse_text(call& c) {
    fail(ora::inconsistent_types, "inconsistent datatypes: expected OBJECT got CHAR", c.position());
}

void count(call& c) {
    c.result(static_cast<std::int64_t>(object_view(c.bytes(0)).items().size()));
}

constexpr function_entry entries[] = {
    {"o_make", -1, make, null_rule::accepts_null},
    {"o_join", -1, join},
    {"o_item", 2, item},
    {"o_count", 1, count},
    {"o_of_text", 2, refuse_text},
};

}  // namespace

std::span<const function_entry> object_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
