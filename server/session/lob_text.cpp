#include "server/session/lob_text.hpp"

#include "base/charset.hpp"

namespace oraxx::sandbox {
namespace {

template <class Out, class Convert>
std::variant<Out, engine::sql_error> whole(const engine::lob& lob, Convert convert) {
    auto size = lob.store->size();
    if (auto* error = std::get_if<engine::sql_error>(&size)) return std::move(*error);
    auto data = lob.store->read(0, std::get<std::uint64_t>(size));
    if (auto* error = std::get_if<engine::sql_error>(&data)) return std::move(*error);
    return convert(std::move(std::get<engine::lob_store::bytes>(data)));
}

}  // namespace

// A LOB may be cut anywhere: what stands for half a character becomes a replacement character.
std::string utf8_of_stored(base::bytes_view stored) {
    if (auto text = base::to_utf8(base::charset::utf16be, stored)) return *std::move(text);
    return text_coding{}.from_national(stored);
}

base::byte_buffer stored_of_utf8(std::string_view text) {
    base::byte_buffer out;
    text_coding{}.to_national(text, out);
    return out;
}

std::variant<std::string, engine::sql_error> whole_text(const engine::lob& lob) {
    return whole<std::string>(lob, [](engine::lob_store::bytes data) { return utf8_of_stored(data); });
}

std::variant<engine::raw_bytes, engine::sql_error> whole_bytes(const engine::lob& lob) {
    return whole<engine::raw_bytes>(lob, [](engine::lob_store::bytes data) { return data; });
}

base::byte_buffer lob_to_client(const engine::lob& lob, base::byte_buffer stored, const locator_table& locators,
                                const text_coding& text) {
    if (!is_character_lob(lob) || travels_as_utf16(lob, locators)) return stored;
    base::byte_buffer out;
    text.to_client(utf8_of_stored(stored), out);
    return out;
}

base::byte_buffer lob_from_client(const engine::lob& lob, base::bytes_view data, const locator_table& locators,
                                  const text_coding& text) {
    if (!is_character_lob(lob) || travels_as_utf16(lob, locators)) return {data.begin(), data.end()};
    return stored_of_utf8(text.from_client(data));
}

}  // namespace oraxx::sandbox
