// Bump storage for values that have to be put together from pieces (a chunked string, a converted text).
// Views into it stay valid until reset() or destruction; growing never moves earlier values.
#pragma once

#include <cstring>
#include <memory>

#include "base/bytes.hpp"

namespace oraxx::base {

class arena {
public:
    // Room for `size` bytes. Never null; a zero size gives a valid empty span.
    std::span<std::uint8_t> allocate(std::size_t size) {
        if (size > room_) grow(size);
        const std::span<std::uint8_t> out{next_, size};
        next_ += size;
        room_ -= size;
        return out;
    }
    bytes_view copy(bytes_view bytes) {
        const auto out = allocate(bytes.size());
        if (!bytes.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
        return out;
    }
    // Forgets all values, keeps the largest block for reuse.
    void reset() noexcept {
        if (blocks_.empty()) return;
        if (blocks_.size() > 1) {
            std::swap(blocks_.front(), blocks_.back());  // the last block is the largest
            blocks_.resize(1);
        }
        next_ = blocks_.front().data.get();
        room_ = blocks_.front().size;
    }
    [[nodiscard]] std::size_t capacity() const noexcept {
        std::size_t total = 0;
        for (const auto& b : blocks_) total += b.size;
        return total;
    }

private:
    struct block {
        std::unique_ptr<std::uint8_t[]> data;
        std::size_t size = 0;
    };

    void grow(std::size_t size) {
        std::size_t want = blocks_.empty() ? 4096 : blocks_.back().size * 2;
        if (want < size) want = size;
        blocks_.push_back({std::make_unique<std::uint8_t[]>(want), want});
        next_ = blocks_.back().data.get();
        room_ = want;
    }

    std::vector<block> blocks_;
    std::uint8_t* next_ = nullptr;
    std::size_t room_ = 0;
};

}  // namespace oraxx::base
