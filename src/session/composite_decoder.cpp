#include "session/composite_decoder.hpp"

#include <array>

#include "session/locator_flags.hpp"
#include "session/row_integers.hpp"
#include "session/type_oid.hpp"
#include "wire/ttc/bind_metadata.hpp"

namespace oraxx::session {

using base::decode_errc;
using oraxx::detail::cell;
using oraxx::detail::lob_record;
using oraxx::detail::lob_text;

namespace {

constexpr std::uint8_t longest_short = 0xFC;
constexpr std::uint8_t chunked_marker = 0xFE;
constexpr std::uint8_t null_marker = 0xFF;
// Cells hold 31-bit offsets.
constexpr std::size_t max_side_bytes = cell::side_bit - 1;
constexpr std::uint16_t charset_utf16be = 2000;
constexpr std::uint16_t charset_utf16le = 2002;

lob_text text_of(std::uint32_t charset, std::uint8_t form, bool is_varying) noexcept {
    if (is_varying) {
        if (charset == charset_utf16le) return lob_text::utf16le;
        return charset == charset_utf16be ? lob_text::utf16be : lob_text::utf8;
    }
    return form == static_cast<std::uint8_t>(wire::ttc::charset_form::national) ? lob_text::utf16be : lob_text::utf8;
}

}  // namespace

enum class composite_decoder::field : std::uint8_t {
    presence,    // length of the locator; 0 = NULL
    size,        // of the whole LOB
    chunk_size,  // of its storage
    text_head,   // encoding of the data
    data,
    locator,
    ignored_locator,
    type_id,
    ignored_id,  // with a length in front
    ignored_number,
    image_size,
    image,
};

std::span<const composite_decoder::field> composite_decoder::fields_of(cell_form form) noexcept {
    using enum field;
    static constexpr std::array lob{presence, size, chunk_size, locator};
    static constexpr std::array text{presence, size, chunk_size, text_head, data, locator};
    static constexpr std::array bytes{presence, size, chunk_size, data, locator};
    static constexpr std::array bfile{presence, locator};
    static constexpr std::array image_and_locator{presence, size, chunk_size, data, ignored_locator};
    static constexpr std::array object{type_id,    ignored_id,     ignored_id, ignored_number,
                                       image_size, ignored_number, image};
    switch (form) {
    case cell_form::lob: return lob;
    case cell_form::prefetched_text: return text;
    case cell_form::prefetched_bytes: return bytes;
    case cell_form::bfile: return bfile;
    case cell_form::image: return image_and_locator;
    case cell_form::object: return object;
    default: return {};
    }
}

decode_errc composite_decoder::decode(cell_form form, base::bytes_view input, std::size_t& position, batch& out,
                                      cell& target) {
    if (!std::exchange(under_way_, true)) {
        field_ = 0;
        start_ = out.side_bytes.size();
        lob_ = {};
        data_size_ = locator_size_ = image_size_ = 0;
        is_null_ = announced_ = in_chunks_ = false;
    }
    const auto fields = fields_of(form);
    if (fields.empty()) return decode_errc::unsupported;
    for (; field_ < fields.size() && !is_null_; ++field_) {
        if (const auto error = read(fields[field_], input, position, out); error != decode_errc::ok) return error;
        announced_ = false;
        // The head of a LOB's record comes first in its cell, and is filled in at the end.
        if (fields[field_] == field::presence && !is_null_ && form != cell_form::image) {
            if (max_side_bytes - start_ < lob_record::head_size) return decode_errc::limit_exceeded;
            lob_record::begin(out.side_bytes);
        }
    }
    under_way_ = false;
    if (is_null_) out.side_bytes.resize(start_);
    target = is_null_ ? cell{} : finish(form, out);
    return decode_errc::ok;
}

cell composite_decoder::finish(cell_form form, batch& out) {
    if (form != cell_form::image && form != cell_form::object) {
        lob_.finish(out.side_bytes, start_, data_size_, locator_size_);
        const auto locator = base::bytes_view(out.side_bytes).last(locator_size_);
        if (is_temporary(locator)) temporaries_.emplace_back(locator.begin(), locator.end());
    } else if (form == cell_form::image && data_size_ == 0) {
        return cell{};  // servers are said to send an empty VECTOR for NULL
    }
    return {static_cast<std::uint32_t>(start_) | cell::side_bit,
            static_cast<std::uint32_t>(out.side_bytes.size() - start_)};
}

decode_errc composite_decoder::read(field which, base::bytes_view input, std::size_t& position, batch& out) {
    switch (which) {
    case field::presence: return presence(input, position);
    case field::size: return read_universal(input, position, 8, lob_.size);
    case field::chunk_size: return read_universal(input, position, 4, lob_.chunk_size);
    case field::text_head: return text_head(input, position);
    case field::data: return bytes(input, position, out.side_bytes, data_size_);
    case field::locator: return bytes(input, position, out.side_bytes, locator_size_);
    case field::ignored_locator: return ignored(input, position);
    case field::type_id: return type_id(input, position, out);
    case field::ignored_id: return ignored_with_length(input, position);
    case field::ignored_number: {
        std::uint32_t number = 0;
        return read_universal(input, position, 4, number);
    }
    case field::image_size: return read_universal(input, position, 4, image_size_);
    case field::image:
        is_null_ = image_size_ == 0;
        return is_null_ ? decode_errc::ok : bytes(input, position, out.side_bytes, data_size_);
    }
    return decode_errc::bad_value;
}

decode_errc composite_decoder::presence(base::bytes_view input, std::size_t& position) {
    std::uint32_t length = 0;
    const auto error = read_universal(input, position, 4, length);
    is_null_ = error == decode_errc::ok && length == 0;
    return error;
}

decode_errc composite_decoder::text_head(base::bytes_view input, std::size_t& position) {
    std::size_t at = position;
    if (at >= input.size()) return decode_errc::incomplete;
    const bool is_varying = input[at++] == 1;
    std::uint32_t charset = 0;
    if (is_varying) {
        if (const auto error = read_universal(input, at, 2, charset); error != decode_errc::ok) return error;
    }
    if (at >= input.size()) return decode_errc::incomplete;
    lob_.text = text_of(charset, input[at++], is_varying);
    position = at;
    return decode_errc::ok;
}

// The cell of an object begins with the 16 bytes that name its type.
decode_errc composite_decoder::type_id(base::bytes_view input, std::size_t& position, batch& out) {
    if (const auto error = ignored_with_length(input, position); error != decode_errc::ok) return error;
    const auto oid = type_oid_of(ignored_);
    if (max_side_bytes - out.side_bytes.size() < oid.size()) return decode_errc::limit_exceeded;
    out.side_bytes.insert(out.side_bytes.end(), oid.begin(), oid.end());
    return decode_errc::ok;
}

decode_errc composite_decoder::ignored(base::bytes_view input, std::size_t& position) {
    if (!in_chunks_) ignored_.clear();
    std::uint32_t size = 0;
    return bytes(input, position, ignored_, size);
}

decode_errc composite_decoder::ignored_with_length(base::bytes_view input, std::size_t& position) {
    if (!announced_) {
        std::uint32_t length = 0;
        if (const auto error = read_universal(input, position, 4, length); error != decode_errc::ok) return error;
        ignored_.clear();
        if (length == 0) return decode_errc::ok;
        announced_ = true;
    }
    return ignored(input, position);
}

decode_errc composite_decoder::bytes(base::bytes_view input, std::size_t& position, std::vector<std::uint8_t>& into,
                                     std::uint32_t& size) {
    if (in_chunks_) return chunks(input, position, into, size);
    if (position >= input.size()) return decode_errc::incomplete;
    const std::uint8_t length = input[position];
    if (length == chunked_marker) {
        ++position;
        in_chunks_ = true;
        return chunks(input, position, into, size);
    }
    if (length == 0 || length == null_marker) {
        ++position;
        return decode_errc::ok;
    }
    if (length > longest_short) return decode_errc::bad_value;
    if (input.size() - position <= length) return decode_errc::incomplete;
    if (length > max_side_bytes - into.size()) return decode_errc::limit_exceeded;
    const auto value = input.subspan(position + 1, length);
    into.insert(into.end(), value.begin(), value.end());
    size = length;
    position += std::size_t{1} + length;
    return decode_errc::ok;
}

decode_errc composite_decoder::chunks(base::bytes_view input, std::size_t& position, std::vector<std::uint8_t>& into,
                                      std::uint32_t& size) {
    for (;;) {
        std::size_t at = position;
        std::uint32_t length = 0;
        if (big_chunks_) {
            if (const auto error = read_universal(input, at, 4, length); error != decode_errc::ok) return error;
        } else {
            if (at >= input.size()) return decode_errc::incomplete;
            length = input[at++];
        }
        if (length > max_side_bytes - into.size()) return decode_errc::limit_exceeded;
        if (input.size() - at < length) return decode_errc::incomplete;
        position = at + length;
        if (length == 0) break;
        const auto chunk = input.subspan(at, length);
        into.insert(into.end(), chunk.begin(), chunk.end());
        size += length;
    }
    in_chunks_ = false;
    return decode_errc::ok;
}

}  // namespace oraxx::session
