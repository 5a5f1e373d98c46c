#include "wire/types/rowid.hpp"

#include <algorithm>

#include "values/base64.hpp"
#include "wire/ttc/codec.hpp"
#include "wire/types/big_endian.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::uint8_t physical = 1;
// What node-oracledb writes in front of a logical address; readers look only whether it is 1.
constexpr std::uint8_t logical = 2;
constexpr std::size_t physical_size = 13;
constexpr char logical_mark = '*';

// Base64 without padding: 6 bits a character, first bit first.
void append_base64(std::string& out, bytes_view bytes) {
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const auto byte : bytes) {
        bits = (bits << 8U) | byte;
        for (held += 8; held >= 6; held -= 6) out.push_back(values::base64_digit(bits >> (held - 6)));
    }
    if (held != 0) out.push_back(values::base64_digit(bits << (6 - held)));
}

bool parse_base64(std::string_view text, byte_buffer& out) {
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const int value = values::base64_value(c);
        if (value < 0) return false;
        bits = (bits << 6U) | static_cast<unsigned>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out.push_back(static_cast<std::uint8_t>((bits >> held) & 0xFFU));
        }
    }
    // Left-over bits are fewer than a character has, and zero: else another text would give the same bytes.
    return held < 6 && (bits & ((1U << held) - 1)) == 0;
}

}  // namespace

decode_errc decode(bytes_view in, rowid& out) noexcept {
    static constexpr ttc::capabilities universal{};
    base::arena unused;
    ttc::decoder c(in, universal, unused);
    rowid_layout(c, out);
    return c.reader().finish();
}

std::size_t encode(const rowid& value, scalar_out out) {
    static constexpr ttc::capabilities universal{};
    byte_buffer bytes;
    ttc::encoder c(bytes, universal);
    rowid_layout(c, value);
    std::copy(bytes.begin(), bytes.end(), out.begin());  // at most 5 + 3 + 1 + 5 + 3
    return bytes.size();
}

decode_errc decode_physical_urowid(bytes_view body, rowid& out) noexcept {
    if (const auto error = check_size(body.size(), physical_size); error != decode_errc::ok) return error;
    if (body[0] != physical) return decode_errc::bad_value;
    out = {.object = load_be<std::uint32_t>(body.data() + 1),
           .file = load_be<std::uint16_t>(body.data() + 5),
           .block = load_be<std::uint32_t>(body.data() + 7),
           .slot = load_be<std::uint16_t>(body.data() + 11)};
    return decode_errc::ok;
}

std::size_t encode_physical_urowid(const rowid& value, scalar_out out) noexcept {
    out[0] = physical;
    store_be(value.object, out.data() + 1);
    store_be(value.file, out.data() + 5);
    store_be(value.block, out.data() + 7);
    store_be(value.slot, out.data() + 11);
    return physical_size;
}

decode_errc decode_urowid_text(bytes_view body, std::string& out) {
    if (body.empty()) return decode_errc::incomplete;
    if (body[0] == physical) {
        rowid row;
        const auto error = decode_physical_urowid(body, row);
        if (error == decode_errc::ok) out = row.to_string();
        return error;
    }
    out.assign(1, logical_mark);
    append_base64(out, body.subspan(1));
    return decode_errc::ok;
}

bool encode_urowid_text(std::string_view text, byte_buffer& out) {
    if (!text.empty() && text.front() == logical_mark) {
        out.push_back(logical);
        return parse_base64(text.substr(1), out);
    }
    const auto row = rowid::parse(text);
    if (!row) return false;
    scalar_buffer bytes{};
    const auto size = encode_physical_urowid(*row, bytes);
    out.insert(out.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    return true;
}

}  // namespace oraxx::wire::types
