#include "wire/types/vector_image.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"
#include "support/vectors.hpp"

namespace oraxx::wire::types {
namespace {

decode_errc error_of(const std::string& hex) {
    const test::exact_bytes in(base::parse_hex(hex).value());
    vector value;
    return decode_vector_image(in.view(), value);
}

TEST(vector_image, gives_each_vector_back_byte_for_byte) {
    std::size_t count = 0;
    for (const auto& entry : test::read_vectors("vector")) {
        const auto image = test::bytes_of(entry);
        vector value;
        ASSERT_EQ(decode_vector_image(image, value), decode_errc::ok) << entry;
        byte_buffer again;
        ASSERT_TRUE(encode_vector_image(value, again));
        EXPECT_EQ(base::hex_lower(again), entry.at("hex"));
        // What a server printed for the same numbers reads as the same vector.
        if (entry.contains("server_text")) {
            const auto printed = vector::parse(entry.at("server_text").get<std::string>(), value.format());
            ASSERT_TRUE(printed.has_value()) << entry;
            EXPECT_EQ(*printed, value.to_dense()) << entry;
        }
        ++count;
    }
    EXPECT_EQ(count, 40U);
}

TEST(vector_image, is_incomplete_wherever_it_is_cut) {
    for (const auto& entry : test::read_vectors("vector")) {
        auto whole = test::bytes_of(entry);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const test::exact_bytes part(bytes_view(whole).first(length));
            vector value;
            ASSERT_EQ(decode_vector_image(part.view(), value), decode_errc::incomplete) << entry << length;
        }
        whole.push_back(0);
        vector value;
        EXPECT_EQ(decode_vector_image(whole, value), decode_errc::trailing_bytes) << entry;
    }
}

TEST(vector_image, refuses_what_is_no_vector) {
    const struct {
        const char* what;
        const char* hex;
        decode_errc error;
    } cases[] = {
        {"no norm", "db0000000200000001bf800000", decode_errc::ok},
        {"other magic", "da0000000200000001bf800000", decode_errc::bad_value},
        {"version 3", "db0300000200000001bf800000", decode_errc::unsupported},
        {"format 1", "db0000000100000001bf800000", decode_errc::unsupported},
        {"format 6", "db0000000600000001bf800000", decode_errc::unsupported},
        {"4294967295 dimensions", "db00000002ffffffffbf800000", decode_errc::incomplete},
        {"4294967295 dimensions of 8 bytes", "db00000003ffffffffbf800000", decode_errc::incomplete},
        {"binary of 12 dimensions", "db010000050000000cffff", decode_errc::bad_value},
        {"binary and sparse", "db020020050000000800010000000001", decode_errc::bad_value},
        {"index of no dimension", "db020020040000000200010000000201", decode_errc::bad_value},
        {"sparse without numbers", "db02002004000000020000", decode_errc::ok},
        {"65535 indices", "db02002004000000ffffff0000000001", decode_errc::incomplete},
    };
    for (const auto& c : cases) EXPECT_EQ(error_of(c.hex), c.error) << c.what;
}

TEST(vector_image, has_no_form_for_too_many_sparse_numbers) {
    const auto sparse = [](std::uint32_t count) {
        std::vector<std::uint32_t> indices(count);
        for (std::uint32_t i = 0; i < count; ++i) indices[i] = i;
        return vector::sparse(100'000, std::move(indices), std::vector<std::int8_t>(count));
    };
    byte_buffer out;
    EXPECT_TRUE(encode_vector_image(sparse(65535), out));
    out.clear();
    EXPECT_FALSE(encode_vector_image(sparse(65536), out));
    EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace oraxx::wire::types
