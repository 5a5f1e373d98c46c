// Pieces that several message layouts share.
#pragma once

#include "wire/ttc/codec.hpp"

namespace oraxx::wire::ttc {

// A one-byte length, then that many bytes: capability vectors.
template <class Codec, class Bytes>
void counted_u8(Codec& c, std::string_view name, Bytes& value) {
    auto length = static_cast<std::uint8_t>(value.size());
    c.u8("length", length);
    c.raw(name, length, value);
}

// A ub2 length, then that many bytes as they stand.
template <class Codec, class Bytes>
void counted_ub2(Codec& c, std::string_view name, Bytes& value) {
    auto length = static_cast<std::uint16_t>(value.size());
    c.ub2("length", length);
    c.raw(name, length, value);
}

// Likewise with a ub4 length.
template <class Codec, class Bytes>
void counted_ub4(Codec& c, std::string_view name, Bytes& value) {
    auto length = static_cast<std::uint32_t>(value.size());
    c.ub4("length", length);
    c.raw(name, length, value);
}

// Text whose length was told before: a CLR, or the bytes as they stand for a client that asks for that (see
// capabilities::request_text_has_length).
template <class Codec, class Text>
void request_text(Codec& c, std::string_view name, std::uint32_t length, Text& value) {
    if (c.caps().request_text_has_length) {
        c.clr(name, value);
    } else {
        c.raw(name, length, value);
    }
}

// An argument of a function that follows behind its fixed fields: whether it is there, and its length.
template <class Codec, class Length>
void argument(Codec& c, std::string_view has, std::string_view length_of, Length& length) {
    bool is_there = length != 0;
    c.pointer(has, is_there);
    c.ub4(length_of, length);
}

// An argument that nobody is known to send.
template <class Codec>
void unused_argument(Codec& c, std::string_view has, std::string_view length_of) {
    std::uint32_t length = 0;
    argument(c, has, length_of, length);
    if (length != 0) c.fail(length_of, decode_errc::unsupported);
}

// In front of a structure that is sent as it lies in memory; 1 in everything seen.
template <class Codec>
void structure_mark(Codec& c) {
    if (c.caps().dialect.machine_structures) c.constant_u8("structure mark", 1);
}

// Where a request names what it wants to have back: one pointer each.
template <class Codec>
void wanted(Codec& c, std::string_view name) {
    bool is_wanted = true;
    c.pointer(name, is_wanted);
}

// Number of elements of a list: on the way in whatever the wire says, on the way out the vector's size.
template <class Vector>
[[nodiscard]] std::uint32_t count_of(const Vector& elements) noexcept {
    return static_cast<std::uint32_t>(elements.size());
}

}  // namespace oraxx::wire::ttc
