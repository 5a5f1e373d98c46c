// Appends bytes to a buffer it does not own.
#pragma once

#include "base/bytes.hpp"

namespace oraxx::base {

class byte_writer {
public:
    explicit byte_writer(byte_buffer& out) noexcept : out_(&out) {}

    void u8(std::uint8_t value) { out_->push_back(value); }
    void u16be(std::uint16_t value) { fixed_be(value, 2); }
    void u32be(std::uint32_t value) { fixed_be(value, 4); }
    void u64be(std::uint64_t value) { fixed_be(value, 8); }
    void u16le(std::uint16_t value) {
        u8(static_cast<std::uint8_t>(value & 0xFFU));
        u8(static_cast<std::uint8_t>(value >> 8U));
    }
    void raw(bytes_view bytes) { out_->insert(out_->end(), bytes.begin(), bytes.end()); }
    void zeros(std::size_t count) { out_->insert(out_->end(), count, std::uint8_t{0}); }

    [[nodiscard]] std::size_t size() const noexcept { return out_->size(); }
    [[nodiscard]] byte_buffer& buffer() noexcept { return *out_; }

private:
    void fixed_be(std::uint64_t value, unsigned width) {
        for (unsigned shift = width * 8; shift != 0; shift -= 8) {
            u8(static_cast<std::uint8_t>(value >> (shift - 8)));
        }
    }

    byte_buffer* out_;
};

}  // namespace oraxx::base
