// Rows of OUT values: message 7 in answer to a block, or to DML with RETURNING. Resumable at every value: arrays and
// lists of returned rows may be far longer than a packet.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <oraxx/detail/out_values.hpp>

#include "session/child_cursors.hpp"
#include "session/temporary_lobs.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::session {

// What a row of OUT values holds for a bind.
enum class out_form : std::uint8_t {
    none,
    single,
    list,  // a count, then so many values: index-by tables, and rows returned by DML
};

class out_decoder {
public:
    // `target` gets a run for every bind and row; both outlive this object.
    out_decoder(std::span<const wire::ttc::bind_metadata> binds, oraxx::detail::out_values& target);

    // Which binds the rows to come have values of.
    void expect(std::vector<out_form> forms) noexcept { forms_ = std::move(forms); }
    [[nodiscard]] bool expects_rows() const noexcept;

    // Decodes one row from `input` at `position`, just behind the type byte or where an earlier call stopped.
    base::decode_errc decode(base::bytes_view input, std::size_t& position, const wire::ttc::capabilities& caps);
    [[nodiscard]] bool mid_row() const noexcept { return mid_row_; }
    void abandon_row();
    // Locators of temporary LOBs among the values.
    [[nodiscard]] std::vector<lob_locator> take_temporaries() noexcept { return std::exchange(temporaries_, {}); }

    // The cursors among the values.
    [[nodiscard]] child_cursors& children() noexcept { return children_; }

    // The first value that was longer than its bind was declared.
    struct cut_value {
        std::size_t bind = 0;
        std::int32_t bytes = 0;
    };
    [[nodiscard]] const std::optional<cut_value>& cut() const noexcept { return cut_; }

private:
    base::decode_errc bind_values(base::bytes_view input, std::size_t& position, const wire::ttc::capabilities& caps);
    base::decode_errc count(base::bytes_view input, std::size_t& position, const wire::ttc::capabilities& caps);
    base::decode_errc value(base::bytes_view input, std::size_t& position, const wire::ttc::capabilities& caps);
    void keep(const wire::ttc::wire_value& value, wire::ttc::value_form form);

    std::span<const wire::ttc::bind_metadata> binds_;
    oraxx::detail::out_values& target_;
    std::vector<out_form> forms_{};
    child_cursors children_{child_kind::independent};
    base::arena scratch_{};
    std::size_t bind_ = 0;    // of the row under way
    std::uint32_t left_ = 0;  // values of that bind still to come
    bool counted_ = false;    // left_ is known
    bool mid_row_ = false;
    std::optional<cut_value> cut_{};
    std::vector<lob_locator> temporaries_{};
};

}  // namespace oraxx::session
