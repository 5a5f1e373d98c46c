// The seam of native network encryption and integrity: a transformation of DATA payloads. Unlike TLS it is
// no stream filter: it works per packet, leaves headers and markers clear, and derives new keys at each
// break/reset exchange.
#pragma once

#include "base/bytes.hpp"

namespace oraxx::net {

class packet_filter {
public:
    virtual ~packet_filter() = default;

    // Bytes that seal() may add to a payload at most.
    [[nodiscard]] virtual std::size_t overhead() const noexcept = 0;
    // Protects `payload` in place.
    virtual void seal(base::byte_buffer& payload) = 0;
    // Checks and uncovers `payload` into `out`; false: damaged or forged, the connection is over.
    [[nodiscard]] virtual bool open(base::bytes_view payload, base::byte_buffer& out) = 0;
    // Called after a completed break/reset exchange.
    virtual void renew_keys() = 0;
};

}  // namespace oraxx::net
