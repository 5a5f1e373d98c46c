// The LOBs a client has locators of.
#pragma once

#include <list>
#include <map>

#include "base/bytes.hpp"
#include "server/engine/engine.hpp"

namespace oraxx::sandbox {

// A LOB the client may name.
struct known_lob {
    engine::lob lob{};
    bool is_open = false;
    bool is_read_only = false;  // opened so
};

class locator_table {
public:
    // Bytes of a temporary LOB's locator, unless its client made room for more.
    static constexpr std::size_t usual_temporary_size = 40;
    static constexpr std::size_t longest_temporary_size = 114;

    // The text of character LOBs travels as UTF-16, as databases of a character set of variable width do it.
    void use_utf16(bool on) noexcept { uses_utf16_ = on; }
    [[nodiscard]] bool uses_utf16() const noexcept { return uses_utf16_; }

    // Appends a new locator of the LOB. Temporary LOBs are known until they are freed, others as long as there is
    // room.
    void add(const engine::lob& lob, base::byte_buffer& out, std::size_t temporary_size = usual_temporary_size);
    // Null: no locator of this session, or of a LOB that is gone.
    [[nodiscard]] known_lob* find(base::bytes_view locator);
    void free(base::bytes_view locator);

private:
    void drop_oldest_persistent();

    bool uses_utf16_ = true;
    std::uint64_t last_id_ = 0;
    std::map<std::uint64_t, known_lob> lobs_;
    std::list<std::uint64_t> persistent_;  // in the order they were told
};

// The first of several locators that stand back to back; empty: not even one.
[[nodiscard]] base::bytes_view first_locator(base::bytes_view locators) noexcept;

}  // namespace oraxx::sandbox
