// Pieces that several packet layouts share.
#pragma once

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

// `size` bytes that are written as zeros while the value is empty.
inline void padded(decoder& c, std::string_view name, std::size_t size, bytes_view& out) {
    c.raw(name, size, out);
}
inline void padded(encoder& c, std::string_view name, std::size_t size, bytes_view value) {
    c.raw(name, size, value);
    if (value.size() < size) c.writer().zeros(size - value.size());
}

// Text of a known length that stands in the packet, or follows in a DATA packet when the packet ends before it.
inline void text_or_nothing(decoder& c, std::string_view name, std::size_t size, std::string_view& out) {
    if (c.reader().remaining() != 0) c.raw(name, size, out);
}
inline void text_or_nothing(encoder& c, std::string_view name, std::size_t /*size*/, std::string_view value) {
    c.raw(name, value.size(), value);
}

}  // namespace oraxx::wire::tns
