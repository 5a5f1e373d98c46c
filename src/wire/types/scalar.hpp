// Every scalar type at once, and encoding to the end of a buffer.
#pragma once

#include "wire/types/boolean.hpp"
#include "wire/types/character.hpp"
#include "wire/types/datetime.hpp"
#include "wire/types/floating.hpp"
#include "wire/types/interval.hpp"
#include "wire/types/number.hpp"
#include "wire/types/rowid.hpp"

namespace oraxx::wire::types {

// Appends the payload of a value. False: it has no wire form; nothing was written.
template <class Value>
[[nodiscard]] bool encode(const Value& value, byte_buffer& out) {
    scalar_buffer payload;
    const auto size = encode(value, scalar_out(payload));
    out.insert(out.end(), payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
    return size != 0;
}

}  // namespace oraxx::wire::types
