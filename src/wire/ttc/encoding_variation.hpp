// How else an encoder may write the same message. A seam for servers that test their clients: the sandbox's vandal.
// Production encoders have none.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

class encoder;

// Bytes that decide how the bytes behind them are read.
enum class structure_byte : std::uint8_t { message_type, integer_length, value_length };

class encoding_variation {
public:
    virtual ~encoding_variation() = default;

    // A message is about to be written. May write others before it, through `out`.
    virtual void begin_message(encoder& out, message_type next) = 0;
    // A structure byte is about to be written at this place of the buffer.
    virtual void note(structure_byte kind, std::size_t at) = 0;
    // The value to write for a number; only fields that mean nothing may change.
    virtual std::uint32_t number(std::string_view field, std::uint32_t value, unsigned width) = 0;
    // How many bytes to spend on an integer that needs `least` and may take `most`.
    virtual unsigned integer_size(unsigned least, unsigned most) = 0;
    // Chunks to write a value in, the sizes added up its own; none: as usual. `largest` is the longest possible.
    // Valid until the next call.
    virtual std::span<const std::uint32_t> chunks(std::size_t size, std::size_t largest) = 0;
    // The length written before the value of a DALC, which is there for information; not zero when `size` is not.
    virtual std::uint32_t stated_length(std::uint32_t size) = 0;
};

}  // namespace oraxx::wire::ttc
