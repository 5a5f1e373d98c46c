// One field of a document from its bytes; append_field() of document.hpp is the way back.
#pragma once

#include "trace/document.hpp"

namespace oraxx::trace {

// Sets form, style and value of a number. `value` is what the decoder made of it: it tells the sign of a fixed width.
void set_number(document_field& field, const wire::ttc::field_image& wire, std::int64_t value);

// Sets form, style and value of bytes or text that a decoder has read, so that the lengths are known to hold.
void set_value(document_field& field, const wire::ttc::field_image& wire, base::bytes_view value);

}  // namespace oraxx::trace
