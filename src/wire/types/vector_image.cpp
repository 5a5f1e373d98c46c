#include "wire/types/vector_image.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "wire/types/big_endian.hpp"
#include "wire/types/ordered_bits.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::uint8_t magic = 0xDB;

// The least version that has what the image needs.
constexpr std::uint8_t version_base = 0;
constexpr std::uint8_t version_binary = 1;
constexpr std::uint8_t version_sparse = 2;

constexpr std::uint16_t has_norm = 0x0002;
constexpr std::uint16_t has_room_for_norm = 0x0010;
constexpr std::uint16_t is_sparse = 0x0020;
constexpr std::size_t norm_size = 8;

constexpr std::uint32_t bits_per_byte = 8;

struct image_header {
    std::uint8_t version;
    std::uint16_t flags;
    vector_format format;
    std::uint32_t dimensions;
};

bool is_known(vector_format format) noexcept {
    return format >= vector_format::float32 && format <= vector_format::binary;
}

image_header read_header(base::byte_reader& in) noexcept {
    if (const auto first = in.u8(); in.ok() && first != magic) in.fail(decode_errc::bad_value);
    image_header header{};
    header.version = in.u8();
    header.flags = in.u16be();
    header.format = static_cast<vector_format>(in.u8());
    header.dimensions = in.u32be();
    if (in.ok() && (header.version > version_sparse || !is_known(header.format))) in.fail(decode_errc::unsupported);
    if ((header.flags & (has_norm | has_room_for_norm)) != 0) in.skip(norm_size);
    return header;
}

template <class T>
T number_from(const std::uint8_t* at) noexcept {
    if constexpr (std::is_floating_point_v<T>) {
        return from_ordered_bits<T>(load_be<bits_of<T>>(at));
    } else {
        return static_cast<T>(*at);
    }
}

// Memory is taken only for numbers that are there.
template <class T>
std::vector<T> read_numbers(base::byte_reader& in, std::uint64_t count) {
    const auto bytes = in.take(count <= in.remaining() ? static_cast<std::size_t>(count) * sizeof(T) : SIZE_MAX);
    std::vector<T> out(bytes.size() / sizeof(T));
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = number_from<T>(bytes.data() + i * sizeof(T));
    return out;
}

vector::numbers read_numbers(base::byte_reader& in, vector_format format, std::uint64_t count) {
    switch (format) {
    case vector_format::float32: return read_numbers<float>(in, count);
    case vector_format::float64: return read_numbers<double>(in, count);
    case vector_format::int8: return read_numbers<std::int8_t>(in, count);
    case vector_format::binary: break;
    }
    if (count % bits_per_byte != 0) in.fail(decode_errc::bad_value);
    return read_numbers<std::uint8_t>(in, count / bits_per_byte);
}

decode_errc read_dense(base::byte_reader& in, const image_header& header, vector& out) {
    auto numbers = read_numbers(in, header.format, header.dimensions);
    if (const auto error = in.finish(); error != decode_errc::ok) return error;
    out = std::visit([](auto& held) { return vector(std::move(held)); }, numbers);
    return decode_errc::ok;
}

decode_errc read_sparse(base::byte_reader& in, const image_header& header, vector& out) {
    if (in.ok() && header.format == vector_format::binary) in.fail(decode_errc::bad_value);
    const std::size_t count = in.u16be();
    const auto index_bytes = in.take(count * sizeof(std::uint32_t));
    std::vector<std::uint32_t> indices(index_bytes.size() / sizeof(std::uint32_t));
    for (std::size_t i = 0; i < indices.size(); ++i) {
        indices[i] = load_be<std::uint32_t>(index_bytes.data() + i * sizeof(std::uint32_t));
        if (indices[i] >= header.dimensions) in.fail(decode_errc::bad_value);
    }
    auto numbers = read_numbers(in, header.format, count);
    if (const auto error = in.finish(); error != decode_errc::ok) return error;
    out = vector::sparse(header.dimensions, std::move(indices), std::move(numbers));
    return decode_errc::ok;
}

template <class T>
void append_numbers(byte_buffer& out, const std::vector<T>& numbers) {
    const auto start = out.size();
    out.resize(start + numbers.size() * sizeof(T));
    auto* at = out.data() + start;
    for (const T number : numbers) {
        if constexpr (std::is_floating_point_v<T>) {
            store_be(to_ordered_bits(number), at);
        } else {
            *at = static_cast<std::uint8_t>(number);
        }
        at += sizeof(T);
    }
}

}  // namespace

decode_errc decode_vector_image(bytes_view in, vector& out) {
    base::byte_reader reader(in);
    const auto header = read_header(reader);
    if (!reader.ok()) return reader.error();
    return (header.flags & is_sparse) != 0 ? read_sparse(reader, header, out) : read_dense(reader, header, out);
}

bool encode_vector_image(const vector& value, byte_buffer& out) {
    if (value.indices().size() > std::numeric_limits<std::uint16_t>::max()) return false;
    base::byte_writer writer(out);
    const bool is_binary = value.format() == vector_format::binary;
    writer.u8(magic);
    writer.u8(value.is_sparse() ? version_sparse : is_binary ? version_binary : version_base);
    // What Oracle's drivers write: room for the norm always, its mark for all but binary vectors; the norm stays
    // zero.
    writer.u16be(static_cast<std::uint16_t>(has_room_for_norm | (is_binary ? 0U : has_norm) |
                                            (value.is_sparse() ? is_sparse : 0U)));
    writer.u8(static_cast<std::uint8_t>(value.format()));
    writer.u32be(value.dimensions());
    writer.zeros(norm_size);
    if (value.is_sparse()) {
        writer.u16be(static_cast<std::uint16_t>(value.indices().size()));
        for (const auto index : value.indices()) writer.u32be(index);
    }
    std::visit([&out](const auto& numbers) { append_numbers(out, numbers); }, value.alternatives());
    return true;
}

}  // namespace oraxx::wire::types
