// The cutting harness every decoder goes through. Each input lies in a heap buffer of its exact size, so
// that a sanitizer sees the first byte read past it.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "wire/ttc/codec.hpp"

namespace oraxx::test {

// A heap copy of exactly the right size.
class exact_bytes {
public:
    explicit exact_bytes(base::bytes_view bytes) : data_(new std::uint8_t[bytes.size()]), size_(bytes.size()) {
        if (!bytes.empty()) std::memcpy(data_.get(), bytes.data(), bytes.size());
    }
    [[nodiscard]] base::bytes_view view() const noexcept { return {data_.get(), size_}; }

private:
    std::unique_ptr<std::uint8_t[]> data_;
    std::size_t size_;
};

// Decodes `body` (a message body after its type byte) whole, with a tail, and cut at every length.
// `decode` is called as decode(decoder&) and returns a decode_errc.
template <class Decode>
void cut_everywhere(base::bytes_view body, const wire::ttc::capabilities& caps, Decode decode) {
    base::arena scratch;
    {
        const exact_bytes whole(body);
        wire::ttc::decoder c(whole.view(), caps, scratch);
        ASSERT_EQ(decode(c), base::decode_errc::ok) << "whole message, field " << c.failed_field();
        EXPECT_EQ(c.reader().remaining(), 0U) << "bytes left over";
    }
    {
        base::byte_buffer longer(body.begin(), body.end());
        longer.insert(longer.end(), 7, 0xEE);
        const exact_bytes with_tail(longer);
        wire::ttc::decoder c(with_tail.view(), caps, scratch);
        ASSERT_EQ(decode(c), base::decode_errc::ok) << "with trailing bytes, field " << c.failed_field();
        EXPECT_EQ(c.reader().remaining(), 7U) << "a decoder must stop at the end of its message";
    }
    for (std::size_t length = 0; length < body.size(); ++length) {
        const exact_bytes part(body.first(length));
        wire::ttc::decoder c(part.view(), caps, scratch);
        ASSERT_EQ(decode(c), base::decode_errc::incomplete)
            << "cut at " << length << " of " << body.size() << ", field " << c.failed_field();
        scratch.reset();
    }
}

}  // namespace oraxx::test
