// The two key/value encodings that messages share.
#pragma once

#include <vector>

#include "wire/ttc/codec.hpp"

namespace oraxx::wire::ttc {

// Authentication, application context ("KVAL"). Some keys end with a NUL byte, in both directions.
struct key_value {
    std::string_view key{};
    std::string_view value{};
    std::uint32_t flags = 0;
    // Lengths announced where they are not those of the text; see codec.hpp.
    std::uint32_t key_announced = 0;
    std::uint32_t value_announced = 0;
};

// Return parameters, session state ("KPDKV").
struct keyword_value {
    std::string_view text{};
    bytes_view binary{};
    std::uint16_t keyword = 0;
};

template <class Codec, class Message>
void key_value_layout(Codec& c, Message& m) {
    c.dalc("key", m.key, m.key_announced);
    c.dalc("value", m.value, m.value_announced);
    c.ub4("flags", m.flags);
}

template <class Codec, class Message>
void keyword_value_layout(Codec& c, Message& m) {
    c.dalc("text", m.text);
    c.dalc("binary", m.binary);
    c.ub2("keyword", m.keyword);
}

// Value of the pair with this key, a trailing NUL of the stored key ignored; null when there is none.
[[nodiscard]] inline const key_value* find(const std::vector<key_value>& pairs, std::string_view key) noexcept {
    for (const auto& pair : pairs) {
        auto name = pair.key;
        if (!name.empty() && name.back() == '\0') name.remove_suffix(1);
        if (name == key) return &pair;
    }
    return nullptr;
}

}  // namespace oraxx::wire::ttc
