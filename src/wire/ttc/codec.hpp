// The decoder and encoder of the TTC layer.
//
// A message's layout is written once, as a function template over the codec:
//
//     template <class Codec, class Message>
//     void layout(Codec& c, Message& m) {
//         c.ub4("call status", m.call_status);
//         if (c.caps().at_least(field_version::v20_1)) c.ub4("checksum", m.checksum);
//     }
//
// With a decoder it fills the struct, with an encoder it writes the struct; the field names go to error
// texts and, when a field_sink is attached, to traces. Conditions read fields that stand earlier in the
// message, so they hold in both directions. (Expected bytes in tests never come from the encoder, so a
// symmetric mistake does not hide: docs/adr/0004.)
#pragma once

#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/arena.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "wire/ttc/capabilities.hpp"

namespace oraxx::wire::ttc {

class encoding_variation;

using base::byte_buffer;
using base::bytes_view;
using base::decode_errc;

// Largest value length accepted from a peer, chunks added up: one LONG or LOB piece in a row.
inline constexpr std::size_t max_value_bytes = std::size_t{1} << 30U;
// Longest short form of a length-prefixed value; 0xFE starts the chunked form.
inline constexpr std::uint8_t max_short_length = 0xFC;
inline constexpr std::uint8_t long_length_marker = 0xFE;
inline constexpr std::uint8_t null_length_marker = 0xFF;
// The longest chunk written: what node-oracledb uses and the published vectors hold (python-oracledb: 32767).
inline constexpr std::size_t write_chunk_bytes = 65536;

// How a field stands on the wire: with its value, all that is needed to write it again.
enum class field_form : std::uint8_t {
    fixed,            // big-endian integer
    fixed_little,     // little-endian integer
    universal,        // length byte (its top bit is the sign), then the magnitude
    wide_pointer,     // pointer of the fixed dialect
    raw,              // the bytes themselves
    clr,              // length-prefixed; the chunks of a long value have lengths of one byte
    clr_big,          // the same with universal chunk lengths
    dalc,             // universal length, then CLR when it is not zero
    dalc_big,         // the same with universal chunk lengths
    dalc_fixed,       // the length is a fixed_little integer
    dalc_fixed_big,   // both
    zero_terminated,  // a NUL byte ends it
};

// A field's bytes as they stand.
struct field_image {
    field_form form = field_form::raw;
    bytes_view bytes{};
};

// Sees every field as it is decoded: traces are made of this.
class field_sink {
public:
    virtual ~field_sink() = default;
    virtual void number(std::string_view name, const field_image& wire, std::int64_t value) = 0;
    virtual void bytes(std::string_view name, const field_image& wire, bytes_view value) = 0;
    virtual void text(std::string_view name, const field_image& wire, std::string_view value) = 0;
    virtual void begin(std::string_view group) = 0;
    virtual void end() = 0;
};

class decoder {
public:
    static constexpr bool decoding = true;

    // `scratch` holds chunked values put together; views into it live until its reset().
    decoder(bytes_view input, const capabilities& caps, base::arena& scratch) noexcept
        : reader_(input), caps_(&caps), scratch_(&scratch) {}

    void trace_to(field_sink* sink) noexcept { sink_ = sink; }
    [[nodiscard]] const capabilities& caps() const noexcept { return *caps_; }
    // Other capabilities from here on (a message inside a message); returns those before. `caps` must outlive
    // its use.
    const capabilities& exchange_caps(const capabilities& caps) noexcept { return *std::exchange(caps_, &caps); }
    [[nodiscard]] base::byte_reader& reader() noexcept { return reader_; }
    [[nodiscard]] base::arena& scratch() noexcept { return *scratch_; }
    [[nodiscard]] bool ok() const noexcept { return reader_.ok(); }
    [[nodiscard]] decode_errc error() const noexcept { return reader_.error(); }
    // Name of the field at which decoding stopped; empty while ok().
    [[nodiscard]] std::string_view failed_field() const noexcept { return failed_field_; }
    void fail(std::string_view name, decode_errc code) noexcept {
        if (reader_.ok()) failed_field_ = name;
        reader_.fail(code);
    }

    // Fixed-width integers.
    template <class T>
    void u8(std::string_view name, T& out) {
        fixed(name, 1, out);
    }
    template <class T>
    void u16be(std::string_view name, T& out) {
        fixed(name, 2, out);
    }
    template <class T>
    void u32be(std::string_view name, T& out) {
        fixed(name, 4, out);
    }
    template <class T>
    void u64be(std::string_view name, T& out) {
        fixed(name, 8, out);
    }
    template <class T>
    void u16le(std::string_view name, T& out) {
        const auto start = reader_.position();
        assign(name, field_form::fixed_little, start, static_cast<std::int64_t>(reader_.u16le()), out);
    }
    // Integers of the dialect: unsigned and signed, at most 2, 4 or 8 bytes.
    template <class T>
    void ub2(std::string_view name, T& out) {
        variable(name, 2, false, out);
    }
    template <class T>
    void ub4(std::string_view name, T& out) {
        variable(name, 4, false, out);
    }
    template <class T>
    void ub8(std::string_view name, T& out) {
        variable(name, 8, false, out);
    }
    template <class T>
    void sb2(std::string_view name, T& out) {
        variable(name, 2, true, out);
    }
    template <class T>
    void sb4(std::string_view name, T& out) {
        variable(name, 4, true, out);
    }
    template <class T>
    void sb8(std::string_view name, T& out) {
        variable(name, 8, true, out);
    }
    // A signed byte; see dialect::universal_sb1.
    template <class T>
    void sb1(std::string_view name, T& out) {
        static_assert(sizeof(T) == 1);
        if (!caps_->dialect.universal_sb1) {
            fixed(name, 1, out);
            return;
        }
        std::int8_t value = 0;
        variable(name, 1, true, value);
        out = static_cast<T>(value);
    }
    // Presence of an argument: 1 byte, 8 in the fixed dialect.
    void pointer(std::string_view name, bool& out);

    // Bytes: `size` of them as they stand; length-prefixed (CLR); ub4 length, then CLR when not zero (DALC).
    void raw(std::string_view name, std::size_t size, bytes_view& out);
    void clr(std::string_view name, bytes_view& out);
    void dalc(std::string_view name, bytes_view& out);
    void raw(std::string_view name, std::size_t size, std::string_view& out);
    void clr(std::string_view name, std::string_view& out);
    void dalc(std::string_view name, std::string_view& out);
    // A CLR whose chunks matter to the reader: their sizes; none when it came in the short form.
    void clr(std::string_view name, bytes_view& out, std::vector<std::uint32_t>& chunks);
    // A DALC whose first length need not be that of the bytes: it may say what a conversion of character sets could
    // need. `announced` is that length where it differs, else 0.
    void dalc(std::string_view name, std::string_view& out, std::uint32_t& announced);
    // Text that ends at a NUL byte (consumed, not part of the value), at most `limit` characters.
    void zero_terminated(std::string_view name, std::size_t limit, std::string_view& out);

    // A field whose value does not matter; encoders write `value`.
    void constant_u8(std::string_view name, std::uint8_t value);
    void constant_ub4(std::string_view name, std::uint32_t value);
    // Bytes of a structure that are no member or an address of the peer's memory; there are none without
    // dialect::machine_structures.
    void room(std::size_t size);
    // What room() met since it was asked last.
    [[nodiscard]] byte_buffer take_room() noexcept { return std::exchange(room_, {}); }

    void begin(std::string_view group) {
        if (sink_ != nullptr) sink_->begin(group);
    }
    void end() {
        if (sink_ != nullptr) sink_->end();
    }
    // `count` elements, one `each(codec, element)` call apiece. Refuses counts that cannot fit in what is
    // left of the input (every element takes at least one byte), so memory stays bounded by it.
    template <class Vector, class Each>
    void list(std::string_view name, std::size_t count, Vector& out, Each each) {
        out.clear();
        if (count > reader_.remaining()) {
            fail(name, decode_errc::incomplete);
            return;
        }
        for (std::size_t i = 0; i < count && reader_.ok(); ++i) {
            begin(name);
            out.emplace_back();
            each(*this, out.back());
            end();
        }
    }

private:
    template <class T>
    void fixed(std::string_view name, unsigned width, T& out) {
        const auto start = reader_.position();
        std::uint64_t value = 0;
        for (const auto b : reader_.take(width)) value = (value << 8U) | b;
        assign(name, field_form::fixed, start, static_cast<std::int64_t>(value), out);
    }
    template <class T>
    void variable(std::string_view name, unsigned width, bool is_signed, T& out) {
        const auto start = reader_.position();
        std::int64_t value = 0;
        if (!plain_universal(width, value)) value = integer(name, width, is_signed);
        assign(name, integer_form_of(width), start, value, out);
    }
    // In line because answers are full of them: a universal integer that is whole and not negative. False, with
    // nothing read, for everything else.
    bool plain_universal(unsigned width, std::int64_t& out) noexcept {
        const auto rest = reader_.rest();
        if (!is_universal(width) || !reader_.ok() || rest.empty()) return false;
        const unsigned count = rest[0];
        if (count > width || count >= rest.size()) return false;
        std::uint64_t value = 0;
        for (unsigned i = 1; i <= count; ++i) value = (value << 8U) | rest[i];
        out = static_cast<std::int64_t>(value);
        reader_.skip(1 + count);
        return true;
    }
    // ub8 stays universal in every dialect.
    [[nodiscard]] bool is_universal(unsigned width) const noexcept {
        return width == 8 || caps_->dialect.integers == integer_form::universal;
    }
    template <class T>
    void assign(std::string_view name, field_form form, std::size_t start, std::int64_t value, T& out) {
        if (!reader_.ok()) {
            if (failed_field_.empty()) failed_field_ = name;
            out = T{};
            return;
        }
        if constexpr (std::is_enum_v<T>) {
            using integer_type = std::underlying_type_t<T>;
            if (!fits<integer_type>(value)) fail(name, decode_errc::bad_value);
            out = static_cast<T>(static_cast<integer_type>(value));
        } else if constexpr (std::is_same_v<T, bool>) {
            out = value != 0;
        } else {
            if (!fits<T>(value)) fail(name, decode_errc::bad_value);
            out = static_cast<T>(value);
        }
        if (sink_ != nullptr) sink_->number(name, {form, reader_.since(start)}, value);
    }
    template <class T>
    static constexpr bool fits(std::int64_t value) noexcept {
        if constexpr (sizeof(T) == 8) {
            return true;  // 64-bit fields keep all bits
        } else {
            // One-byte fields are read unsigned and may be stored signed (scale -127 is byte 0x81).
            using widest = std::conditional_t<sizeof(T) == 1, std::make_unsigned_t<T>, T>;
            // NOLINTNEXTLINE(bugprone-signed-char-misuse): a number, not a character
            constexpr auto low = static_cast<std::int64_t>(std::numeric_limits<T>::min());
            constexpr auto high = static_cast<std::int64_t>(std::numeric_limits<widest>::max());
            return value >= low && value <= high;
        }
    }
    std::int64_t integer(std::string_view name, unsigned width, bool is_signed);
    [[nodiscard]] field_form integer_form_of(unsigned width) const noexcept {
        return is_universal(width) ? field_form::universal : field_form::fixed_little;
    }
    [[nodiscard]] field_form clr_form() const noexcept;
    [[nodiscard]] field_form dalc_form() const noexcept;
    void note_bytes(std::string_view name, field_form form, std::size_t start, bytes_view value, bool is_text);
    bytes_view dalc_value(std::string_view name, bool is_text, std::uint32_t& announced);
    bytes_view clr_value(std::string_view name, std::vector<std::uint32_t>* chunks = nullptr);
    bytes_view chunked_value(std::string_view name, std::vector<std::uint32_t>* chunks);

    base::byte_reader reader_;
    const capabilities* caps_;
    base::arena* scratch_;
    field_sink* sink_ = nullptr;
    std::string_view failed_field_;
    byte_buffer room_{};
};

class encoder {
public:
    static constexpr bool decoding = false;

    encoder(byte_buffer& out, const capabilities& caps) noexcept : writer_(out), caps_(&caps) {}
    // Writes into a buffer of its own as `whole` does into its: one value that is put together apart.
    encoder(byte_buffer& out, const encoder& whole) noexcept
        : writer_(out), caps_(whole.caps_), variation_(whole.variation_), is_part_(true) {}

    // Other legal forms, and where structure stands; null (the default) for the usual form.
    void vary_with(encoding_variation* variation) noexcept { variation_ = variation; }
    // A value that was put together apart and begins with its length follows.
    void note_value();

    [[nodiscard]] const capabilities& caps() const noexcept { return *caps_; }
    const capabilities& exchange_caps(const capabilities& caps) noexcept { return *std::exchange(caps_, &caps); }
    [[nodiscard]] base::byte_writer& writer() noexcept { return writer_; }
    [[nodiscard]] bool ok() const noexcept { return true; }
    void fail(std::string_view, decode_errc) noexcept {}

    template <class T>
    void u8(std::string_view name, T value) {
        if (variation_ != nullptr) {
            varied_u8(name, static_cast<std::uint8_t>(value));
        } else {
            writer_.u8(static_cast<std::uint8_t>(value));
        }
    }
    template <class T>
    void u16be(std::string_view, T value) {
        writer_.u16be(static_cast<std::uint16_t>(value));
    }
    template <class T>
    void u32be(std::string_view, T value) {
        writer_.u32be(static_cast<std::uint32_t>(value));
    }
    template <class T>
    void u64be(std::string_view, T value) {
        writer_.u64be(static_cast<std::uint64_t>(value));
    }
    template <class T>
    void u16le(std::string_view, T value) {
        writer_.u16le(static_cast<std::uint16_t>(value));
    }
    template <class T>
    void ub2(std::string_view name, T value) {
        unsigned_integer(varied(name, static_cast<std::uint16_t>(value), 2), 2);
    }
    template <class T>
    void ub4(std::string_view name, T value) {
        unsigned_integer(varied(name, static_cast<std::uint32_t>(value), 4), 4);
    }
    template <class T>
    void ub8(std::string_view, T value) {
        unsigned_integer(static_cast<std::uint64_t>(value), 8);
    }
    template <class T>
    void sb2(std::string_view, T value) {
        signed_integer(static_cast<std::int64_t>(value), 2);
    }
    template <class T>
    void sb4(std::string_view, T value) {
        signed_integer(static_cast<std::int64_t>(value), 4);
    }
    template <class T>
    void sb8(std::string_view, T value) {
        signed_integer(static_cast<std::int64_t>(value), 8);
    }
    template <class T>
    void sb1(std::string_view, T value) {
        if (caps_->dialect.universal_sb1) {
            signed_integer(static_cast<std::int8_t>(value), 1);
        } else {
            writer_.u8(static_cast<std::uint8_t>(value));
        }
    }
    void pointer(std::string_view, bool present);

    void raw(std::string_view, std::size_t size, bytes_view value);
    void clr(std::string_view, bytes_view value);
    void dalc(std::string_view, bytes_view value);
    void raw(std::string_view name, std::size_t size, std::string_view value) {
        raw(name, size, base::as_bytes(value));
    }
    void clr(std::string_view name, std::string_view value) { clr(name, base::as_bytes(value)); }
    void dalc(std::string_view name, std::string_view value) { dalc(name, base::as_bytes(value)); }
    // Announces that length, or with 0 the text's own.
    void dalc(std::string_view name, std::string_view value, std::uint32_t announced);
    // In these chunks when they add up to the value, else like the other clr().
    void clr(std::string_view name, bytes_view value, std::span<const std::uint32_t> chunks);
    void zero_terminated(std::string_view, std::size_t limit, std::string_view value);

    void constant_u8(std::string_view, std::uint8_t value) { writer_.u8(value); }
    void constant_ub4(std::string_view, std::uint32_t value) { unsigned_integer(value, 4); }
    // Zeros, or what fill_room() gave, which must stay until then.
    void room(std::size_t size);
    void fill_room(bytes_view bytes) noexcept { room_ = bytes; }

    void begin(std::string_view) noexcept {}
    void end() noexcept {}
    template <class Vector, class Each>
    void list(std::string_view, std::size_t, const Vector& elements, Each each) {
        for (const auto& element : elements) each(*this, element);
    }

private:
    void unsigned_integer(std::uint64_t value, unsigned width);
    void signed_integer(std::int64_t value, unsigned width);
    void chunk(bytes_view value);
    [[nodiscard]] std::uint32_t varied(std::string_view name, std::uint32_t value, unsigned width) {
        return variation_ == nullptr ? value : varied_number(name, value, width);
    }
    std::uint32_t varied_number(std::string_view name, std::uint32_t value, unsigned width);
    void varied_u8(std::string_view name, std::uint8_t value);

    base::byte_writer writer_;
    const capabilities* caps_;
    encoding_variation* variation_ = nullptr;
    bytes_view room_{};
    bool is_part_ = false;  // places in its buffer are not places in a message
};

}  // namespace oraxx::wire::ttc
