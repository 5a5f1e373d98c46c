// Message 4, "OER": how a call ended. Ends the response when end_of_response was not negotiated.
#pragma once

#include <vector>

#include <oraxx/rowid.hpp>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Bits of error_info::call_status and status::call_status.
namespace call_status_bit {
inline constexpr std::uint32_t transaction_in_progress = 0x0002;
inline constexpr std::uint32_t elapsed_time_follows = 0x0008;
inline constexpr std::uint32_t drop_connection = 0x0800;
inline constexpr std::uint32_t session_released = 0x8000;
}  // namespace call_status_bit

inline constexpr std::uint32_t ora_no_data_found = 1403;   // end of a fetch, not an error
inline constexpr std::uint8_t warning_any = 0x01;          // beside any other: OCI clients look no further without it
inline constexpr std::uint8_t warning_compilation = 0x20;  // created with compilation errors

struct batch_error {
    std::uint16_t code = 0;
    std::uint32_t iteration = 0;  // 0-based
    std::string_view message{};
};

struct error_info {
    static constexpr message_type type = message_type::error;

    std::uint32_t call_status = 0;
    std::uint64_t elapsed_time = 0;
    std::uint16_t end_to_end_sequence = 0;
    std::uint32_t current_row = 0;
    std::uint16_t short_error = 0;  // the number again when it fits in 16 bits
    std::uint16_t array_error_1 = 0;
    std::uint16_t array_error_2 = 0;
    std::uint16_t cursor_id = 0;  // 0 = unchanged or none
    std::int16_t position = 0;    // 0-based byte offset in the SQL; stale unless error_number is set
    std::uint8_t sql_type = 0;
    std::uint8_t fatal = 0;
    std::uint8_t flags = 0;
    std::uint8_t cursor_options = 0;
    std::uint8_t upi = 0;
    std::uint8_t warning = 0;
    oraxx::rowid rowid{};  // stale unless row_count of a DML statement is above zero
    std::uint8_t rowid_reserved = 0;
    std::uint32_t os_error = 0;
    std::uint8_t statement_number = 0;
    std::uint8_t call_number = 0;  // echoes the request's sequence number
    std::uint16_t padding = 0;
    std::uint32_t success_iterations = 0;
    bytes_view logical_rowid{};
    std::vector<batch_error> batch_errors{};
    std::uint32_t error_number = 0;
    std::uint64_t row_count = 0;
    std::uint32_t sql_type_long = 0;
    std::uint32_t checksum = 0;
    std::string_view message{};  // as sent: ends with a line feed
};

// Decodes the message body, after the type byte.
decode_errc decode(decoder& c, error_info& out);
// Writes the type byte and the body.
void encode(encoder& c, const error_info& message);

}  // namespace oraxx::wire::ttc
