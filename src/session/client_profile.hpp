// What this driver tells a server about itself: capability vectors and data types. The values are those
// that Oracle's thin drivers agree on, so that servers treat us as they treat them; what differs is named
// in docs/protocol/client-profile.md.
#pragma once

#include "base/bytes.hpp"
#include "wire/ttc/data_types.hpp"

namespace oraxx::session {

// 53 bytes. The end-of-response bit is set only when ACCEPT offered it: it is what makes servers use it.
[[nodiscard]] base::byte_buffer compile_capabilities(bool end_of_response);
// 11 bytes. With `time_zones` both sides' zones travel beside the data types.
[[nodiscard]] base::byte_buffer runtime_capabilities(bool time_zones);
[[nodiscard]] wire::ttc::data_type_list data_types();

}  // namespace oraxx::session
