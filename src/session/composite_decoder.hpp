// Values of rows that are more than one run of bytes: LOBs with what was prefetched of them, JSON and VECTOR images
// with their locators, objects. They are put together as their cells hold them (docs/adr/0028).
//
// Resumable at every field and chunk, as the row decoder that uses it.
#pragma once

#include <utility>

#include <oraxx/detail/cell.hpp>
#include <oraxx/detail/lob_record.hpp>

#include "base/bytes.hpp"
#include "base/decode_errc.hpp"
#include "session/cell_form.hpp"
#include "session/temporary_lobs.hpp"

namespace oraxx::session {

class composite_decoder {
public:
    using batch = oraxx::detail::column_batch;

    void use_big_chunks(bool on) noexcept { big_chunks_ = on; }
    // One value of a form that is_composite(); `position` as in row_decoder::decode(). The cell lies in
    // out.side_bytes.
    base::decode_errc decode(cell_form form, base::bytes_view input, std::size_t& position, batch& out,
                             oraxx::detail::cell& target);
    // Locators of temporary LOBs decoded since this was called last.
    [[nodiscard]] std::vector<lob_locator> take_temporaries() noexcept { return std::exchange(temporaries_, {}); }
    // Forgets a half-decoded value.
    void abandon() noexcept { under_way_ = false; }

private:
    enum class field : std::uint8_t;

    base::decode_errc read(field which, base::bytes_view input, std::size_t& position, batch& out);
    base::decode_errc presence(base::bytes_view input, std::size_t& position);
    base::decode_errc text_head(base::bytes_view input, std::size_t& position);
    base::decode_errc type_id(base::bytes_view input, std::size_t& position, batch& out);
    base::decode_errc ignored(base::bytes_view input, std::size_t& position);
    base::decode_errc ignored_with_length(base::bytes_view input, std::size_t& position);
    base::decode_errc bytes(base::bytes_view input, std::size_t& position, std::vector<std::uint8_t>& into,
                            std::uint32_t& size);
    base::decode_errc chunks(base::bytes_view input, std::size_t& position, std::vector<std::uint8_t>& into,
                             std::uint32_t& size);
    [[nodiscard]] static std::span<const field> fields_of(cell_form form) noexcept;
    oraxx::detail::cell finish(cell_form form, batch& out);

    std::size_t field_ = 0;  // next field of the value under way
    std::size_t start_ = 0;  // where the cell begins in side_bytes
    oraxx::detail::lob_record lob_{};
    std::uint32_t data_size_ = 0;
    std::uint32_t locator_size_ = 0;
    std::uint32_t image_size_ = 0;
    std::vector<std::uint8_t> ignored_{};
    std::vector<lob_locator> temporaries_{};
    bool under_way_ = false;
    bool is_null_ = false;
    bool announced_ = false;  // the length in front of a value that has one is read
    bool in_chunks_ = false;
    bool big_chunks_ = true;
};

}  // namespace oraxx::session
