// Values that a recording holds without a conversation around them: images of documents and vectors, locators,
// references, XML and objects.
#pragma once

#include "wire/ttc/codec.hpp"

namespace oraxx::trace {

// Why a value without known fields stays undecoded.
inline constexpr std::string_view unread_value = "no codec reads this value";

// Fields whose inside a codec has checked; there are no fields within them.
inline constexpr std::string_view document_image = "document image";
inline constexpr std::string_view vector_image = "vector image";

// Reads one value as far as it is understood: documents and vectors by their first bytes, all others by what `note`
// calls them (docs/protocol/coverage.md). Every byte that it takes is named to the decoder's sink.
void read_single_value(wire::ttc::decoder& c, std::string_view note);

}  // namespace oraxx::trace
