#include "wire/ttc/codec.hpp"

#include "wire/ttc/encoding_variation.hpp"

#include <bit>
#include <cstring>

namespace oraxx::wire::ttc {
namespace {

constexpr std::uint8_t negative_bit = 0x80;

// In the fixed dialect a pointer is 8 bytes: zeros, or these.
constexpr std::size_t wide_pointer_bytes = 8;
constexpr std::uint8_t wide_pointer_first = 0xFE;
constexpr std::uint8_t wide_pointer_rest = 0xFF;

}  // namespace

std::int64_t decoder::integer(std::string_view name, unsigned width, bool is_signed) {
    if (!is_universal(width)) {
        std::uint64_t value = 0;
        unsigned shift = 0;
        for (const auto b : reader_.take(width)) {
            value |= static_cast<std::uint64_t>(b) << shift;
            shift += 8;
        }
        if (!is_signed) return static_cast<std::int64_t>(value);
        return width == 2 ? static_cast<std::int16_t>(value) : static_cast<std::int32_t>(value);
    }
    const auto length = reader_.u8();
    const bool negative = (length & negative_bit) != 0;
    const unsigned count = length & 0x7FU;
    if (count > width || (negative && !is_signed)) {
        fail(name, decode_errc::bad_value);
        return 0;
    }
    std::uint64_t magnitude = 0;
    for (const auto b : reader_.take(count)) magnitude = (magnitude << 8U) | b;
    return static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude);
}

void decoder::pointer(std::string_view name, bool& out) {
    const auto start = reader_.position();
    if (caps_->dialect.integers == integer_form::fixed_little) {
        const auto bytes = reader_.take(wide_pointer_bytes);
        const bool present = !bytes.empty() && bytes[0] != 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const auto expected = !present ? std::uint8_t{0} : i == 0 ? wide_pointer_first : wide_pointer_rest;
            if (bytes[i] != expected) fail(name, decode_errc::bad_value);
        }
        assign(name, field_form::wide_pointer, start, present ? 1 : 0, out);
        return;
    }
    assign(name, field_form::fixed, start, reader_.u8(), out);
}

field_form decoder::clr_form() const noexcept {
    return caps_->big_chunks ? field_form::clr_big : field_form::clr;
}

field_form decoder::dalc_form() const noexcept {
    if (is_universal(4)) return caps_->big_chunks ? field_form::dalc_big : field_form::dalc;
    return caps_->big_chunks ? field_form::dalc_fixed_big : field_form::dalc_fixed;
}

void decoder::note_bytes(std::string_view name, field_form form, std::size_t start, bytes_view value, bool is_text) {
    if (!reader_.ok()) {
        if (failed_field_.empty()) failed_field_ = name;
        return;
    }
    if (sink_ == nullptr) return;
    if (is_text) {
        sink_->text(name, {form, reader_.since(start)}, base::as_text(value));
    } else {
        sink_->bytes(name, {form, reader_.since(start)}, value);
    }
}

bytes_view decoder::clr_value(std::string_view name, std::vector<std::uint32_t>* chunks) {
    const auto length = reader_.u8();
    if (length == 0 || length == null_length_marker) return {};
    if (length <= max_short_length) return reader_.take(length);
    if (length == long_length_marker) return chunked_value(name, chunks);
    fail(name, decode_errc::bad_value);  // 0xFD is an escape that only some values allow
    return {};
}

bytes_view decoder::chunked_value(std::string_view name, std::vector<std::uint32_t>* chunks) {
    // First pass measures, second copies: one allocation of the exact size, after all bytes are here.
    const auto start = reader_.position();
    const auto next_length = [this, name]() -> std::size_t {
        if (!caps_->big_chunks) return reader_.u8();
        return static_cast<std::size_t>(integer(name, 4, false));
    };
    std::size_t total = 0;
    while (reader_.ok()) {
        const auto length = next_length();
        if (length == 0) break;
        reader_.skip(length);
        total += length;
        if (total > max_value_bytes) fail(name, decode_errc::limit_exceeded);
    }
    if (!reader_.ok()) return {};
    reader_.rewind(start);
    const auto out = scratch_->allocate(total);
    std::size_t at = 0;
    for (auto length = next_length(); length != 0; length = next_length()) {
        const auto chunk = reader_.take(length);
        if (chunks != nullptr) chunks->push_back(static_cast<std::uint32_t>(length));
        std::memcpy(out.data() + at, chunk.data(), chunk.size());
        at += chunk.size();
    }
    return out;
}

void decoder::raw(std::string_view name, std::size_t size, bytes_view& out) {
    const auto start = reader_.position();
    out = reader_.take(size);
    note_bytes(name, field_form::raw, start, out, false);
}

void decoder::clr(std::string_view name, bytes_view& out) {
    const auto start = reader_.position();
    out = clr_value(name);
    note_bytes(name, clr_form(), start, out, false);
}

void decoder::clr(std::string_view name, bytes_view& out, std::vector<std::uint32_t>& chunks) {
    const auto start = reader_.position();
    chunks.clear();
    out = clr_value(name, &chunks);
    note_bytes(name, clr_form(), start, out, false);
}

bytes_view decoder::dalc_value(std::string_view name, bool is_text, std::uint32_t& announced) {
    auto start = reader_.position();
    // Only the second length counts: servers and OCI clients write other things into the first.
    announced = static_cast<std::uint32_t>(integer(name, 4, false));
    const auto value_start = reader_.position();
    const auto out = announced != 0 ? clr_value(name) : bytes_view{};
    auto form = dalc_form();
    if (announced == out.size()) {
        announced = 0;
    } else if (sink_ != nullptr && reader_.ok()) {
        const auto length = reader_.since(start).first(value_start - start);
        sink_->number("announced length", {integer_form_of(4), length}, announced);
        start = value_start;
        form = clr_form();
    }
    note_bytes(name, form, start, out, is_text);
    return out;
}

void decoder::dalc(std::string_view name, bytes_view& out) {
    std::uint32_t announced = 0;
    out = dalc_value(name, false, announced);
}

void decoder::raw(std::string_view name, std::size_t size, std::string_view& out) {
    const auto start = reader_.position();
    const auto bytes = reader_.take(size);
    out = base::as_text(bytes);
    note_bytes(name, field_form::raw, start, bytes, true);
}

void decoder::clr(std::string_view name, std::string_view& out) {
    const auto start = reader_.position();
    const auto bytes = clr_value(name);
    out = base::as_text(bytes);
    note_bytes(name, clr_form(), start, bytes, true);
}

void decoder::dalc(std::string_view name, std::string_view& out) {
    std::uint32_t announced = 0;
    out = base::as_text(dalc_value(name, true, announced));
}

void decoder::dalc(std::string_view name, std::string_view& out, std::uint32_t& announced) {
    out = base::as_text(dalc_value(name, true, announced));
}

void decoder::zero_terminated(std::string_view name, std::size_t limit, std::string_view& out) {
    const auto start = reader_.position();
    const auto rest = reader_.rest();
    const auto window = rest.first(rest.size() < limit + 1 ? rest.size() : limit + 1);
    const auto* end = window.empty() ? nullptr : std::memchr(window.data(), 0, window.size());
    if (end == nullptr) {
        fail(name, window.size() > limit ? decode_errc::limit_exceeded : decode_errc::incomplete);
        out = {};
        return;
    }
    const auto length = static_cast<std::size_t>(static_cast<const std::uint8_t*>(end) - window.data());
    out = base::as_text(reader_.take(length));
    reader_.skip(1);
    note_bytes(name, field_form::zero_terminated, start, base::as_bytes(out), true);
}

void decoder::constant_u8(std::string_view name, std::uint8_t /*value*/) {
    std::uint8_t ignored = 0;
    u8(name, ignored);
}

void decoder::constant_ub4(std::string_view name, std::uint32_t /*value*/) {
    std::uint32_t ignored = 0;
    ub4(name, ignored);
}

void decoder::room(std::size_t size) {
    if (!caps_->dialect.machine_structures) return;
    bytes_view bytes;
    raw("room", size, bytes);
    room_.insert(room_.end(), bytes.begin(), bytes.end());
}

void encoder::room(std::size_t size) {
    if (!caps_->dialect.machine_structures) return;
    for (std::size_t i = 0; i < size; ++i) writer_.u8(i < room_.size() ? room_[i] : 0);
    room_ = room_.subspan(size < room_.size() ? size : room_.size());
}

void encoder::unsigned_integer(std::uint64_t value, unsigned width) {
    if (caps_->dialect.integers == integer_form::fixed_little && width < 8) {
        for (unsigned i = 0; i < width; ++i) writer_.u8(static_cast<std::uint8_t>(value >> (8 * i)));
        return;
    }
    auto used = (static_cast<unsigned>(std::bit_width(value)) + 7) / 8;
    if (used != 0 && !caps_->dialect.shortest_integers) used = std::bit_ceil(used);  // 1, 2, 4 or 8
    if (variation_ != nullptr) {
        used = variation_->integer_size(used, width);
        if (!is_part_) variation_->note(structure_byte::integer_length, writer_.size());
    }
    writer_.u8(static_cast<std::uint8_t>(used));
    for (unsigned shift = used * 8; shift != 0; shift -= 8) {
        writer_.u8(static_cast<std::uint8_t>(value >> (shift - 8)));
    }
}

void encoder::signed_integer(std::int64_t value, unsigned width) {
    if (value >= 0 || (caps_->dialect.integers == integer_form::fixed_little && width < 8)) {
        unsigned_integer(static_cast<std::uint64_t>(value), width);
        return;
    }
    const auto length_at = writer_.size();
    unsigned_integer(~static_cast<std::uint64_t>(value) + 1, width);
    writer_.buffer()[length_at] |= negative_bit;
}

std::uint32_t encoder::varied_number(std::string_view name, std::uint32_t value, unsigned width) {
    return variation_->number(name, value, width);
}

void encoder::varied_u8(std::string_view name, std::uint8_t value) {
    if (name == "message type") {
        variation_->begin_message(*this, static_cast<message_type>(value));
        variation_->note(structure_byte::message_type, writer_.size());
    } else {
        value = static_cast<std::uint8_t>(variation_->number(name, value, 1));
    }
    writer_.u8(value);
}

void encoder::note_value() {
    if (variation_ != nullptr) variation_->note(structure_byte::value_length, writer_.size());
}

void encoder::pointer(std::string_view, bool present) {
    if (caps_->dialect.integers == integer_form::fixed_little) {
        writer_.u8(present ? wide_pointer_first : 0);
        for (std::size_t i = 1; i < wide_pointer_bytes; ++i) writer_.u8(present ? wide_pointer_rest : 0);
        return;
    }
    writer_.u8(present ? 1 : 0);
}

void encoder::raw(std::string_view, std::size_t /*size*/, bytes_view value) {
    writer_.raw(value);
}

void encoder::clr(std::string_view name, bytes_view value) {
    const std::size_t largest = caps_->big_chunks ? write_chunk_bytes : 255;
    if (variation_ != nullptr) {
        if (!is_part_) note_value();
        if (const auto sizes = variation_->chunks(value.size(), largest); !sizes.empty()) {
            clr(name, value, sizes);
            return;
        }
    }
    if (value.size() <= max_short_length) {
        writer_.u8(static_cast<std::uint8_t>(value.size()));
        writer_.raw(value);
        return;
    }
    writer_.u8(long_length_marker);
    while (!value.empty()) {
        const auto size = value.size() < largest ? value.size() : largest;
        chunk(value.first(size));
        value = value.subspan(size);
    }
    writer_.u8(0);
}

void encoder::clr(std::string_view name, bytes_view value, std::span<const std::uint32_t> chunks) {
    std::size_t total = 0;
    for (const auto size : chunks) total += size;
    if (chunks.empty() || total != value.size()) {
        clr(name, value);
        return;
    }
    writer_.u8(long_length_marker);
    for (const auto size : chunks) {
        chunk(value.first(size));
        value = value.subspan(size);
    }
    writer_.u8(0);
}

void encoder::chunk(bytes_view value) {
    if (caps_->big_chunks) {
        unsigned_integer(value.size(), 4);
    } else {
        writer_.u8(static_cast<std::uint8_t>(value.size()));
    }
    writer_.raw(value);
}

void encoder::dalc(std::string_view name, bytes_view value) {
    const auto size = static_cast<std::uint32_t>(value.size());
    unsigned_integer(variation_ == nullptr || value.empty() ? size : variation_->stated_length(size), 4);
    if (!value.empty()) clr(name, value);
}

void encoder::dalc(std::string_view name, std::string_view value, std::uint32_t announced) {
    const auto length = announced != 0 ? announced : static_cast<std::uint32_t>(value.size());
    unsigned_integer(length, 4);
    if (length != 0) clr(name, value);
}

void encoder::zero_terminated(std::string_view, std::size_t /*limit*/, std::string_view value) {
    writer_.raw(base::as_bytes(value));
    writer_.u8(0);
}

}  // namespace oraxx::wire::ttc
