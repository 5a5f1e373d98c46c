#include "trace/redact_image.hpp"

#include <algorithm>
#include <numeric>
#include <variant>

#include "base/byte_writer.hpp"
#include "trace/redact_text.hpp"
#include "wire/types/oson_format.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::trace {

namespace oson = wire::types::oson;

namespace {

constexpr std::size_t null_document_size = 9;     // header, size of the tree, one node
constexpr std::size_t largest_u8_document = 265;  // a text of 255 characters
constexpr std::size_t largest_u16_document = 65543;

// Header and the head of a text node that fills the rest of `size` bytes.
void text_head(std::size_t size, base::byte_writer& out) {
    const bool is_large = size > largest_u16_document;
    const auto flags = static_cast<std::uint16_t>(oson::is_scalar | oson::inline_leaves |
                                                  (is_large ? oson::tree_size_u32 : std::uint16_t{0}));
    out.raw(oson::magic);
    out.u8(oson::version_short_names);
    out.u16be(flags);
    if (is_large) {
        out.u32be(static_cast<std::uint32_t>(size - 10));
        out.u8(oson::text_u32);
        out.u32be(static_cast<std::uint32_t>(size - 15));
    } else if (size > largest_u8_document) {
        out.u16be(static_cast<std::uint16_t>(size - 8));
        out.u8(oson::text_u16);
        out.u16be(static_cast<std::uint16_t>(size - 11));
    } else {
        out.u16be(static_cast<std::uint16_t>(size - 8));
        out.u8(oson::text_u8);
        out.u8(static_cast<std::uint8_t>(size - 10));
    }
}

// Zeros in the same format.
vector zeros_like(const vector& from) {
    return std::visit(
        [&from](auto numbers) {
            std::fill(numbers.begin(), numbers.end(), 0);
            if (!from.is_sparse()) return vector(std::move(numbers));
            std::vector<std::uint32_t> places(numbers.size());
            std::iota(places.begin(), places.end(), 0U);
            return vector::sparse(from.dimensions(), std::move(places), std::move(numbers));
        },
        from.alternatives());
}

}  // namespace

void redact_document(base::byte_buffer& image) {
    const auto size = image.size();
    base::byte_buffer out;
    base::byte_writer writer(out);
    if (size > null_document_size) {
        text_head(size, writer);
    } else {
        for (const auto byte : {0xFF, 0x4A, 0x5A, 0x01, 0x00, 0x16, 0x00, 0x01, 0x30}) {
            writer.u8(static_cast<std::uint8_t>(byte));
        }
    }
    out.resize(size, redacted_character);
    image = std::move(out);
}

void redact_vector(base::byte_buffer& image) {
    vector value;
    base::byte_buffer out;
    const bool is_read = wire::types::decode_vector_image(image, value) == base::decode_errc::ok;
    if (is_read && wire::types::encode_vector_image(zeros_like(value), out) && out.size() == image.size()) {
        image = std::move(out);
    } else {
        std::fill(image.begin(), image.end(), std::uint8_t{0});
    }
}

}  // namespace oraxx::trace
