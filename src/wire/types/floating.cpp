#include "wire/types/floating.hpp"

#include <bit>
#include <limits>

#include "wire/types/big_endian.hpp"

namespace oraxx::wire::types {
namespace {

template <class Bits>
inline constexpr Bits sign_bit = Bits{1} << (std::numeric_limits<Bits>::digits - 1);

// Positive values get the sign bit set, negative ones all bits turned: the order of the bytes is then the order of
// the values.
template <class Bits, class Float>
decode_errc decode_ordered(bytes_view in, Float& out) noexcept {
    if (const auto error = check_size(in.size(), sizeof(Bits)); error != decode_errc::ok) return error;
    const auto bits = load_be<Bits>(in.data());
    out = std::bit_cast<Float>((bits & sign_bit<Bits>) != 0 ? bits ^ sign_bit<Bits> : ~bits);
    return decode_errc::ok;
}

template <class Bits, class Float>
std::size_t encode_ordered(Float value, scalar_out out) noexcept {
    const auto bits = std::bit_cast<Bits>(value);
    store_be<Bits>((bits & sign_bit<Bits>) != 0 ? ~bits : bits ^ sign_bit<Bits>, out.data());
    return sizeof(Bits);
}

}  // namespace

decode_errc decode_binary_float(bytes_view in, float& out) noexcept {
    return decode_ordered<std::uint32_t>(in, out);
}

decode_errc decode_binary_double(bytes_view in, double& out) noexcept {
    return decode_ordered<std::uint64_t>(in, out);
}

std::size_t encode_binary_float(float value, scalar_out out) noexcept {
    return encode_ordered<std::uint32_t>(value, out);
}

std::size_t encode_binary_double(double value, scalar_out out) noexcept {
    return encode_ordered<std::uint64_t>(value, out);
}

}  // namespace oraxx::wire::types
