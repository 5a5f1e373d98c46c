// Large and structured values by chance, the same for the same seed.
#pragma once

#include <random>
#include <string>

#include <oraxx/json.hpp>
#include <oraxx/vector.hpp>

#include "base/code_point.hpp"

namespace oraxx::test {

class value_source {
public:
    explicit value_source(std::uint32_t seed) : random_(seed) {}

    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }
    bool chance(std::uint32_t one_in) { return below(one_in) == 0; }

    // Characters of every length in UTF-8.
    std::string text(std::uint32_t most) {
        std::string out;
        for (auto left = below(most + 1); left != 0; --left) {
            constexpr std::uint32_t limits[] = {0x80, 0x800, 0xD800, 0x110000};
            auto value = below(limits[below(4)]);
            if (value >= 0xD800 && value < 0xE000) value -= 0x800;
            char bytes[4];
            out.append(bytes, base::put_utf8(bytes, value));
        }
        return out;
    }
    oraxx::number number() {
        std::string digits(1 + below(38), '0');
        for (auto& digit : digits) digit = static_cast<char>('0' + below(10));
        const auto exponent = static_cast<int>(below(120)) - 80;
        return number::from_text((chance(2) ? "-" : "") + digits + "e" + std::to_string(exponent));
    }
    oraxx::timestamp time() {
        return {{static_cast<std::int16_t>(1 + below(9999)), small(1, 12), small(1, 28), small(0, 23), small(0, 59),
                 small(0, 59)},
                chance(2) ? 0 : below(1'000'000'000)};
    }
    template <class Float>
    Float floating() {
        return static_cast<Float>(static_cast<int>(random_())) / static_cast<Float>(1 + below(100'000));
    }
    oraxx::vector vector() {
        switch (below(4)) {
        case 0: return numbers<float>([this] { return floating<float>(); });
        case 1: return numbers<double>([this] { return floating<double>(); });
        case 2: return numbers<std::int8_t>([this] { return static_cast<std::int8_t>(below(256)); });
        default: break;
        }
        std::vector<std::uint8_t> bits(below(20));
        for (auto& byte : bits) byte = static_cast<std::uint8_t>(below(256));
        return oraxx::vector(std::move(bits));
    }
    std::vector<std::byte> bytes(std::uint32_t most) {
        std::vector<std::byte> out(below(most + 1));
        for (auto& byte : out) byte = static_cast<std::byte>(below(256));
        return out;
    }
    json document(int depth = 0) {
        switch (below(depth < 6 ? 19 : 15)) {
        case 0: return nullptr;
        case 1: return chance(2);
        case 2:
        case 3: return number();
        case 4: return floating<double>();
        case 5: return floating<float>();
        case 6: return text(400);
        case 7:
        case 8: return text(10);
        case 9: return bytes(300);
        case 10: return json_id{bytes(255)};
        case 11: return time().date;
        case 12:
            return chance(2) ? json(time())
                             : json(timestamp_tz{time(), static_cast<std::int16_t>(below(1620) - 779)});
        case 13:
            return chance(2) ? json(interval_ym{signed_below(1'000'000'000), 0})
                             : json(interval_ds{signed_below(1'000'000'000), 0, 0, 0, 0});
        case 14: return vector();
        case 15:
        case 16: return array(depth);
        default: return object(depth);
        }
    }

private:
    std::uint8_t small(std::uint32_t first, std::uint32_t last) {
        return static_cast<std::uint8_t>(first + below(last - first + 1));
    }
    std::int32_t signed_below(std::uint32_t limit) {
        const auto value = static_cast<std::int32_t>(below(limit));
        return chance(2) ? -value : value;
    }
    template <class T, class Make>
    oraxx::vector numbers(Make make) {
        std::vector<T> out(below(40));
        for (auto& value : out) value = make();
        if (chance(2)) return oraxx::vector(std::move(out));
        std::vector<std::uint32_t> indices;
        for (std::size_t i = 0; i < out.size(); ++i) indices.push_back(static_cast<std::uint32_t>(3 * i) + below(3));
        const auto dimensions = static_cast<std::uint32_t>(3 * out.size() + 1);
        return oraxx::vector::sparse(dimensions, std::move(indices), std::move(out));
    }
    json array(int depth) {
        json_array out;
        for (auto left = below(6); left != 0; --left) out.push_back(document(depth + 1));
        return out;
    }
    json object(int depth) {
        json_object out;
        for (auto left = below(12); left != 0; --left)
            out.set(chance(2) ? "name" + std::to_string(below(20)) : text(8), document(depth + 1));
        return out;
    }

    std::mt19937 random_;
};

}  // namespace oraxx::test
