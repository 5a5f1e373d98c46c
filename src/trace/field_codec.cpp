#include "trace/field_codec.hpp"

#include <bit>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace oraxx::trace {

using base::byte_buffer;
using base::byte_reader;
using base::byte_writer;
using base::bytes_view;
using wire::ttc::field_form;
using wire::ttc::field_image;

namespace {

constexpr std::uint8_t sign_bit = 0x80;
constexpr std::uint8_t wide_pointer_set[] = {0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

// What the dialect decided about the lengths of a value.
struct length_rules {
    bool is_dalc = false;
    bool has_fixed_length = false;  // DALC: the first length is 4 bytes, little-endian
    bool has_big_chunks = false;    // chunk lengths are universal integers
};

// nullopt for forms that have no length.
std::optional<length_rules> rules_of(field_form form) noexcept {
    switch (form) {
    case field_form::clr: return length_rules{false, false, false};
    case field_form::clr_big: return length_rules{false, false, true};
    case field_form::dalc: return length_rules{true, false, false};
    case field_form::dalc_big: return length_rules{true, false, true};
    case field_form::dalc_fixed: return length_rules{true, true, false};
    case field_form::dalc_fixed_big: return length_rules{true, true, true};
    default: return std::nullopt;
    }
}

struct universal_integer {
    std::uint64_t magnitude = 0;
    std::uint8_t width = 0;  // 0: the shortest
    bool is_negative = false;
};

std::uint8_t shortest_width(std::uint64_t magnitude) noexcept {
    return static_cast<std::uint8_t>((std::bit_width(magnitude) + 7) / 8);
}

universal_integer take_universal(byte_reader& in) noexcept {
    universal_integer out;
    const auto length = in.u8();
    out.is_negative = (length & sign_bit) != 0;
    const auto width = static_cast<std::uint8_t>(length & ~unsigned{sign_bit});
    for (const auto b : in.take(width)) out.magnitude = out.magnitude << 8U | b;
    if (width != shortest_width(out.magnitude)) out.width = width;
    return out;
}

bool append_universal(const universal_integer& value, byte_buffer& out) {
    const auto shortest = shortest_width(value.magnitude);
    const auto width = value.width == 0 ? shortest : value.width;
    if (width > 8 || width < shortest) return false;
    byte_writer to(out);
    to.u8(static_cast<std::uint8_t>(width | (value.is_negative ? sign_bit : 0U)));
    for (unsigned shift = width * 8U; shift != 0; shift -= 8) {
        to.u8(static_cast<std::uint8_t>(value.magnitude >> (shift - 8)));
    }
    return true;
}

std::uint32_t take_u32le(byte_reader& in) noexcept {
    std::uint32_t value = 0;
    unsigned shift = 0;
    for (const auto b : in.take(4)) {
        value |= static_cast<std::uint32_t>(b) << shift;
        shift += 8;
    }
    return value;
}

std::vector<chunk_length> take_chunks(byte_reader& in, bool are_big) {
    std::vector<chunk_length> chunks;
    do {
        chunk_length chunk;
        if (are_big) {
            const auto length = take_universal(in);
            chunk = {static_cast<std::uint32_t>(length.magnitude), length.width};
        } else {
            chunk.bytes = in.u8();
        }
        in.skip(chunk.bytes);
        chunks.push_back(chunk);
    } while (in.ok() && chunks.back().bytes != 0);
    return chunks;
}

bool append_fixed(const document_field& field, bool is_little, byte_buffer& out) {
    const unsigned width = field.style.width;
    if (width == 0 || width > 8) return false;
    const unsigned bits = width * 8 - (field.is_negative ? 1 : 0);
    const auto largest = field.is_negative ? std::uint64_t{1} << bits : ~std::uint64_t{0} >> (64 - bits);
    if (field.magnitude > largest) return false;
    const auto value = field.is_negative ? ~field.magnitude + 1 : field.magnitude;
    for (unsigned i = 0; i < width; ++i) {
        out.push_back(static_cast<std::uint8_t>(value >> (8 * (is_little ? i : width - 1 - i))));
    }
    return true;
}

bool append_wide_pointer(const document_field& field, byte_buffer& out) {
    if (field.magnitude > 1 || field.is_negative) return false;
    for (const auto b : wide_pointer_set) out.push_back(field.magnitude != 0 ? b : std::uint8_t{0});
    return true;
}

bool append_number(const document_field& field, byte_buffer& out) {
    switch (field.form) {
    case field_form::fixed: return append_fixed(field, false, out);
    case field_form::fixed_little: return append_fixed(field, true, out);
    case field_form::wide_pointer: return append_wide_pointer(field, out);
    case field_form::universal: return append_universal({field.magnitude, field.style.width, field.is_negative}, out);
    default: return false;
    }
}

bool append_chunks(const document_field& field, bool are_big, byte_buffer& out) {
    byte_writer to(out);
    to.u8(wire::ttc::long_length_marker);
    bytes_view rest = field.value;
    for (const auto& chunk : field.style.chunks) {
        if (chunk.bytes > rest.size()) return false;
        if (are_big) {
            if (!append_universal({chunk.bytes, chunk.width, false}, out)) return false;
        } else {
            if (chunk.bytes > 0xFF) return false;
            to.u8(static_cast<std::uint8_t>(chunk.bytes));
        }
        to.raw(rest.first(chunk.bytes));
        rest = rest.subspan(chunk.bytes);
    }
    return rest.empty() && field.style.chunks.back().bytes == 0;
}

bool append_clr(const document_field& field, bool has_big_chunks, byte_buffer& out) {
    if (!field.style.chunks.empty()) return append_chunks(field, has_big_chunks, out);
    byte_writer to(out);
    if (field.style.is_null) {
        to.u8(wire::ttc::null_length_marker);
        return field.value.empty();
    }
    if (field.value.size() > wire::ttc::max_short_length) return false;  // the chunks are the writer's to choose
    to.u8(static_cast<std::uint8_t>(field.value.size()));
    to.raw(field.value);
    return true;
}

bool append_counted(const document_field& field, const length_rules& rules, byte_buffer& out) {
    if (!rules.is_dalc) return append_clr(field, rules.has_big_chunks, out);
    const auto size = static_cast<std::uint32_t>(field.value.size());
    if (rules.has_fixed_length) {
        for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(size >> shift));
    } else if (!append_universal({size, field.style.width, false}, out)) {
        return false;
    }
    return size == 0 || append_clr(field, rules.has_big_chunks, out);
}

bool append_bytes(const document_field& field, byte_buffer& out) {
    if (const auto rules = rules_of(field.form)) return append_counted(field, *rules, out);
    byte_writer to(out);
    to.raw(field.value);
    if (field.form == field_form::raw) return true;
    to.u8(0);
    const auto text = base::as_text(field.value);
    return field.form == field_form::zero_terminated && text.find('\0') == std::string_view::npos;
}

}  // namespace

void set_number(document_field& field, const field_image& wire, std::int64_t value) {
    field.kind = field_kind::number;
    field.form = wire.form;
    if (wire.form == field_form::universal) {
        byte_reader in(wire.bytes);
        const auto integer = take_universal(in);
        field.magnitude = integer.magnitude;
        field.is_negative = integer.is_negative;
        field.style.width = integer.width;
        return;
    }
    field.is_negative = value < 0;
    field.magnitude = field.is_negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    if (wire.form != field_form::wide_pointer) field.style.width = static_cast<std::uint8_t>(wire.bytes.size());
}

void set_value(document_field& field, const field_image& wire, bytes_view value) {
    field.form = wire.form;
    field.value.assign(value.begin(), value.end());
    const auto rules = rules_of(wire.form);
    if (!rules) return;
    byte_reader in(wire.bytes);
    if (rules->is_dalc) {
        const auto length = rules->has_fixed_length ? universal_integer{take_u32le(in)} : take_universal(in);
        field.style.width = length.width;
        if (length.magnitude == 0) return;
    }
    const auto first = in.u8();
    field.style.is_null = first == wire::ttc::null_length_marker;
    if (first == wire::ttc::long_length_marker) field.style.chunks = take_chunks(in, rules->has_big_chunks);
}

bool append_field(const document_field& field, byte_buffer& out, std::string& error) {
    if (field.kind == field_kind::payload) return true;  // other records hold its bytes
    if (field.kind == field_kind::group) {
        for (const auto& each : field.fields) {
            if (!append_field(each, out, error)) return false;
        }
        return true;
    }
    const bool fits = field.kind == field_kind::number ? append_number(field, out) : append_bytes(field, out);
    if (!fits) error = "the value of \"" + field.name + "\" does not fit its form";
    return fits;
}

}  // namespace oraxx::trace
