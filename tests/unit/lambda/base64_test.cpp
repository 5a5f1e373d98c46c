#include "lambda/runtime/base64.hpp"

#include <gtest/gtest.h>

namespace oraxx::lambda {
namespace {

struct pair {
    std::string_view bytes;
    std::string_view text;
};

// RFC 4648, section 10, and digits beyond letters.
constexpr pair pairs[] = {{"", ""},
                          {"f", "Zg=="},
                          {"fo", "Zm8="},
                          {"foo", "Zm9v"},
                          {"foob", "Zm9vYg=="},
                          {"fooba", "Zm9vYmE="},
                          {"foobar", "Zm9vYmFy"},
                          {"\xFF\xEF", "/+8="}};

TEST(base64_text, is_encoded_with_padding) {
    for (const auto& [bytes, text] : pairs) EXPECT_EQ(encode_base64(bytes), text);
}

TEST(base64_text, is_decoded_strictly) {
    for (const auto& [bytes, text] : pairs) EXPECT_EQ(decode_base64(text), bytes);
    for (const char* text : {"T", "TWF", "TW=u", "TWFu\n", "====", "TWF*", "T===", "TQ==TWFu"}) {
        EXPECT_EQ(decode_base64(text), std::nullopt) << text;
    }
    EXPECT_EQ(decode_base64("Zh=="), std::nullopt) << "bits beyond the last byte";
}

}  // namespace
}  // namespace oraxx::lambda
