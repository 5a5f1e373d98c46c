// Function 96, "LOBOPS": everything that is done to a LOB by its locator, and message 8 in answer to it. The same
// body as a piggyback frees temporary LOBs. Data to be written follows the request, and data read precedes the
// answer, as message 14 (lob_data.hpp).
#pragma once

#include <array>
#include <vector>

#include "wire/ttc/codec.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Values of lob_request::operation.
namespace lob_operation {
inline constexpr std::uint32_t get_length = 0x00001;
inline constexpr std::uint32_t read = 0x00002;
inline constexpr std::uint32_t trim = 0x00020;
inline constexpr std::uint32_t write = 0x00040;
inline constexpr std::uint32_t file_open = 0x00100;
inline constexpr std::uint32_t create_temporary = 0x00110;
inline constexpr std::uint32_t free_temporary = 0x00111;
inline constexpr std::uint32_t file_close = 0x00200;
inline constexpr std::uint32_t file_is_open = 0x00400;
inline constexpr std::uint32_t file_exists = 0x00800;
inline constexpr std::uint32_t chunk_size = 0x04000;
inline constexpr std::uint32_t open = 0x08000;
inline constexpr std::uint32_t close = 0x10000;
inline constexpr std::uint32_t is_open = 0x11000;
inline constexpr std::uint32_t array = 0x80000;  // ORed in: `source` holds several locators, back to back
}  // namespace lob_operation

// Locator bytes a client sends for one that the server is to fill.
inline constexpr std::size_t new_locator_size = 40;

struct lob_request {
    static constexpr function_code function = function_code::lob_operation;

    // One of three arrays that travel for lists of locators; empty in everything seen.
    struct array_part {
        bool present = false;
        std::uint32_t length = 0;
    };

    bool has_source = true;
    bytes_view source{};
    bool has_destination = false;
    // Length of `destination`, or, without one, the duration of a temporary LOB: 10 session, 12 call.
    std::uint32_t destination_length = 0;
    std::uint32_t short_source_offset = 0;
    std::uint32_t short_destination_offset = 0;
    bool has_charset = false;
    bool has_short_amount = false;
    bool wants_flag = false;
    std::uint32_t operation = lob_operation::get_length;
    bool has_scn = false;
    std::uint64_t source_offset = 0;       // 1-based; create: the character set form
    std::uint64_t destination_offset = 0;  // create: the type, 112 or 113
    bool has_amount = false;
    std::array<array_part, 3> arrays{};
    bytes_view destination{};
    std::uint32_t charset = 0;         // with has_charset
    std::vector<std::uint32_t> scn{};  // with has_scn
    std::uint64_t amount = 0;          // with has_amount
};

// What of a request decides the layout of its answer.
struct lob_answer_shape {
    std::uint32_t source_length = 0;
    std::uint32_t destination_length = 0;  // of the locator, 0 without one
    bool has_charset = false;
    bool has_amount = false;
    bool has_flag = false;
};
[[nodiscard]] lob_answer_shape answer_shape(const lob_request& request) noexcept;

struct lob_reply {
    static constexpr message_type type = message_type::parameters;

    lob_answer_shape shape{};  // set before decoding
    bytes_view source{};       // replaces the locator that was sent
    bytes_view destination{};
    std::uint16_t charset = 0;
    std::int64_t amount = 0;
    std::uint8_t flag = 0;  // of the questions is_open, file_exists, file_is_open; create: means nothing
};

decode_errc decode(decoder& c, lob_request& out);     // after the function header
decode_errc decode(decoder& c, lob_reply& out);       // after the type byte
void encode(encoder& c, const lob_request& message);  // body only
void encode(encoder& c, const lob_reply& message);    // type byte and body

}  // namespace oraxx::wire::ttc
