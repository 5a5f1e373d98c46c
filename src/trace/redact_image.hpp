// Valid images of as many bytes that hold nothing of the original. Private to this folder.
#pragma once

#include "base/bytes.hpp"

namespace oraxx::trace {

// A document (OSON): a text of as many characters as there is room for, or null.
void redact_document(base::byte_buffer& image);
// A vector of the same format and number of dimensions: zeros; of a sparse one, in the first places.
void redact_vector(base::byte_buffer& image);

}  // namespace oraxx::trace
