#include "wire/types/floating.hpp"

#include "wire/types/big_endian.hpp"
#include "wire/types/ordered_bits.hpp"

namespace oraxx::wire::types {
namespace {

template <class Float>
decode_errc decode_ordered(bytes_view in, Float& out) noexcept {
    if (const auto error = check_size(in.size(), sizeof(Float)); error != decode_errc::ok) return error;
    out = from_ordered_bits<Float>(load_be<bits_of<Float>>(in.data()));
    return decode_errc::ok;
}

template <class Float>
std::size_t encode_ordered(Float value, scalar_out out) noexcept {
    store_be(to_ordered_bits(value), out.data());
    return sizeof(Float);
}

}  // namespace

decode_errc decode_binary_float(bytes_view in, float& out) noexcept {
    return decode_ordered(in, out);
}

decode_errc decode_binary_double(bytes_view in, double& out) noexcept {
    return decode_ordered(in, out);
}

std::size_t encode_binary_float(float value, scalar_out out) noexcept {
    return encode_ordered(value, out);
}

std::size_t encode_binary_double(double value, scalar_out out) noexcept {
    return encode_ordered(value, out);
}

}  // namespace oraxx::wire::types
