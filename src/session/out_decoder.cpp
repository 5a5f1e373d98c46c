#include "session/out_decoder.hpp"

#include <algorithm>

#include "session/value_cells.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;
using base::decode_errc;

out_decoder::out_decoder(std::span<const ttc::bind_metadata> binds, oraxx::detail::out_values& target)
    : binds_(binds), target_(target) {
    target_.clear();
    target_.cells.types.clear();
    for (const auto& bind : binds_) target_.cells.types.push_back(bind.database_type());
}

bool out_decoder::expects_rows() const noexcept {
    return std::any_of(forms_.begin(), forms_.end(), [](out_form form) { return form != out_form::none; });
}

decode_errc out_decoder::decode(base::bytes_view input, std::size_t& position, const ttc::capabilities& caps) {
    if (!mid_row_) {
        mid_row_ = true;
        bind_ = 0;
        counted_ = false;
        target_.runs.resize(target_.runs.size() + binds_.size());
    }
    for (; bind_ < binds_.size(); ++bind_, counted_ = false) {
        if (forms_[bind_] == out_form::none) continue;
        if (const auto error = bind_values(input, position, caps); error != decode_errc::ok) return error;
    }
    mid_row_ = false;
    return decode_errc::ok;
}

void out_decoder::abandon_row() {
    if (!mid_row_) return;
    mid_row_ = false;
    target_.runs.resize(target_.runs.size() - binds_.size());
}

decode_errc out_decoder::bind_values(base::bytes_view input, std::size_t& position, const ttc::capabilities& caps) {
    auto& run = target_.runs[target_.runs.size() - binds_.size() + bind_];
    if (!counted_) {
        if (const auto error = count(input, position, caps); error != decode_errc::ok) return error;
        counted_ = true;
        run = {.first = static_cast<std::uint32_t>(target_.cells.cells.size()), .count = 0};
    }
    for (; left_ != 0; --left_) {
        if (const auto error = value(input, position, caps); error != decode_errc::ok) return error;
        ++run.count;
    }
    return decode_errc::ok;
}

decode_errc out_decoder::count(base::bytes_view input, std::size_t& position, const ttc::capabilities& caps) {
    left_ = 1;
    if (forms_[bind_] == out_form::single) return decode_errc::ok;
    ttc::decoder in(input.subspan(position), caps, scratch_);
    in.ub4("value count", left_);
    if (in.ok()) position += in.reader().position();
    return in.error();
}

decode_errc out_decoder::value(base::bytes_view input, std::size_t& position, const ttc::capabilities& caps) {
    scratch_.reset();
    ttc::decoder in(input.subspan(position), caps, scratch_);
    ttc::wire_value found;
    const auto form = ttc::form_of(ttc::value_role::out, binds_[bind_]);
    if (const auto error = ttc::decode_value(in, ttc::value_role::out, form, found); error != decode_errc::ok) {
        return error;
    }
    // Cells hold 31-bit offsets.
    if (found.bytes.size() > oraxx::detail::cell::side_bit - 1 - target_.cells.bytes.size()) {
        return decode_errc::limit_exceeded;
    }
    position += in.reader().position();
    keep(found, form);
    return decode_errc::ok;
}

void out_decoder::keep(const ttc::wire_value& value, ttc::value_form form) {
    if (value.actual_length > 0 && !cut_) cut_ = cut_value{bind_, value.actual_length};
    auto& cells = target_.cells;
    const bool is_cursor = binds_[bind_].database_type() == db_type::cursor && !value.is_null;
    cells.cells.push_back(is_cursor ? children_.add(value, cells.bytes)
                                    : append_value(value, form, cells, temporaries_));
}

}  // namespace oraxx::session
