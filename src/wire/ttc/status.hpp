// Message 9, "STA": end of a call that has no error block (commit, rollback, ping, logoff).
#pragma once

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

struct status {
    static constexpr message_type type = message_type::status;

    std::uint32_t call_status = 0;  // call_status_bit of error_info.hpp
    std::uint64_t elapsed_time = 0;
    std::uint16_t end_to_end_sequence = 0;
};

decode_errc decode(decoder& c, status& out);
void encode(encoder& c, const status& message);

}  // namespace oraxx::wire::ttc
