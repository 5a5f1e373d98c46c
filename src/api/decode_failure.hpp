// What a decoder says, as readers of values say it.
#pragma once

#include <oraxx/error.hpp>

#include "base/decode_errc.hpp"

namespace oraxx::detail {

[[nodiscard]] inline errc to_errc(base::decode_errc code) noexcept {
    switch (code) {
    case base::decode_errc::ok: return errc::ok;
    case base::decode_errc::limit_exceeded: return errc::value_out_of_range;
    case base::decode_errc::unsupported: return errc::unsupported;
    default: return errc::protocol_violation;
    }
}

}  // namespace oraxx::detail
