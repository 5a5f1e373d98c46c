// For tests that compare what recordings decode to with what their sources say.
#pragma once

#include <gtest/gtest.h>

#include <oraxx/number.hpp>

#include "base/hex.hpp"
#include "support/recorded_fields.hpp"
#include "wire/types/number.hpp"

namespace oraxx::test {

using texts = std::vector<std::string>;

inline std::string hex_of(std::string_view text) {
    return base::hex_lower(base::as_bytes(text));
}

// The digits of a NUMBER's bytes.
inline std::string number_of(const std::string& hex) {
    number value;
    EXPECT_EQ(wire::types::decode(*base::parse_hex(hex), value), base::decode_errc::ok) << hex;
    return value.to_string();
}

}  // namespace oraxx::test
