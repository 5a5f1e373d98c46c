// The capability vectors both sides exchange in messages 1 and 2: named indices and bits, and what follows from
// the two sides' vectors together.
#pragma once

#include "base/bytes.hpp"
#include "wire/ttc/capabilities.hpp"
#include "wire/ttc/data_types.hpp"

namespace oraxx::wire::ttc {

// Indices into the compile-time capabilities, with the bits that matter.
namespace compile_cap {
inline constexpr std::size_t sql_version = 0;
inline constexpr std::size_t logon_types = 4;
inline constexpr std::uint8_t logon_o5_unpadded = 0x02;  // 11g session keys of 48 bytes are not padded
inline constexpr std::uint8_t logon_o5 = 0x08;
inline constexpr std::uint8_t logon_o6_sha512 = 0x10;
inline constexpr std::uint8_t logon_o7_pbkdf2 = 0x20;  // session key derived by PBKDF2
inline constexpr std::uint8_t logon_long_identifiers = 0x40;
inline constexpr std::uint8_t logon_long_passwords = 0x80;
inline constexpr std::size_t feature_backport = 5;
inline constexpr std::size_t field_version = 7;
inline constexpr std::size_t ttc1 = 15;
inline constexpr std::uint8_t ttc1_call_status = 0x01;
inline constexpr std::uint8_t ttc1_fast_bit_vector = 0x20;
inline constexpr std::size_t oci1 = 16;
inline constexpr std::uint8_t oci1_end_to_end = 0x10;
inline constexpr std::size_t lob = 23;
inline constexpr std::uint8_t lob_prefetch_data = 0x04;
inline constexpr std::size_t ub2_data_types = 27;  // 1 = type list of 16-bit numbers, 0 = of bytes
inline constexpr std::size_t client_function_max = 34;
inline constexpr std::size_t oci3 = 35;
inline constexpr std::uint8_t oci3_session_sync = 0x20;  // session news as server piggyback 5
inline constexpr std::size_t ttc3 = 37;
inline constexpr std::uint8_t ttc3_time_zone_file_version = 0x02;
inline constexpr std::uint8_t ttc3_implicit_results = 0x10;
inline constexpr std::uint8_t ttc3_big_chunks = 0x20;
inline constexpr std::size_t ttc4 = 40;
inline constexpr std::uint8_t ttc4_fast_renegotiate = 0x02;
inline constexpr std::uint8_t ttc4_inband_notification = 0x04;
inline constexpr std::uint8_t ttc4_end_of_response = 0x20;
inline constexpr std::uint8_t ttc4_request_boundaries = 0x40;
inline constexpr std::size_t lob2 = 42;
inline constexpr std::size_t ttc5 = 44;
inline constexpr std::uint8_t ttc5_tokens = 0x02;
inline constexpr std::uint8_t ttc5_pipelining = 0x04;
inline constexpr std::uint8_t ttc5_vectors = 0x08;
inline constexpr std::uint8_t ttc5_sessionless = 0x20;
}  // namespace compile_cap

// Indices into the run-time capabilities.
namespace runtime_cap {
inline constexpr std::size_t compatibility = 0;
inline constexpr std::size_t time_zone = 1;
inline constexpr std::uint8_t time_zone_exchange = 0x01;
inline constexpr std::size_t ttc = 6;
inline constexpr std::uint8_t ttc_zero_copy = 0x01;
inline constexpr std::uint8_t ttc_local_times = 0x02;  // TIMESTAMP WITH TIME ZONE as local time, marked as such
inline constexpr std::uint8_t ttc_32k_strings = 0x04;
inline constexpr std::uint8_t ttc_session_state = 0x10;
}  // namespace runtime_cap

// One side's vectors, borrowed.
struct capability_vectors {
    base::bytes_view compile{};
    base::bytes_view runtime{};

    [[nodiscard]] std::uint8_t compile_at(std::size_t index) const noexcept {
        return index < compile.size() ? compile[index] : std::uint8_t{0};
    }
    [[nodiscard]] std::uint8_t runtime_at(std::size_t index) const noexcept {
        return index < runtime.size() ? runtime[index] : std::uint8_t{0};
    }
};

// What both sides' vectors and the flags byte of message 2 amount to. `request_flags` is
// data_types_request::flags. The dialect stays universal; OCI clients are told apart by their type list. What the
// type list decides is added by apply_data_types().
[[nodiscard]] capabilities negotiate(const capability_vectors& client, const capability_vectors& server,
                                     std::uint8_t request_flags) noexcept;

// Adds what the type list both sides agreed on decides: the list of the server's reply to message 2, or what a
// server is about to reply. A list without entries (a minimal server) changes nothing.
void apply_data_types(const data_type_list& agreed, capabilities& caps) noexcept;

}  // namespace oraxx::wire::ttc
