// Functions of vectors, which lie in a form of their own (json_form.hpp).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

#include "server/engine/json_form.hpp"
#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {
namespace {

using oraxx::vector;

vector_format format_argument(call& c, std::size_t at) {
    return static_cast<vector_format>(c.integer(at));
}

[[noreturn]] void fail_dimensions(std::size_t expected, std::size_t specified, std::size_t position) {
    fail(ora::vector_dimensions_differ,
         "Vector dimension count must match the dimension count specified in the column definition (expected " +
             std::to_string(expected) + " dimensions, specified " + std::to_string(specified) + " dimensions).",
         position);
}

// Every dimension as a double, exact for all formats but binary, whose bytes come instead.
std::vector<double> wide(const vector& v) {
    const auto dense = v.is_sparse() ? v.to_dense() : v;
    return std::visit([](const auto& numbers) { return std::vector<double>(numbers.begin(), numbers.end()); },
                      dense.alternatives());
}

template <class T>
std::vector<T> narrowed(const std::vector<double>& from, std::size_t position) {
    std::vector<T> out;
    out.reserve(from.size());
    for (const double each : from) {
        const auto rounded = std::is_integral_v<T> ? std::round(each) : each;
        const bool fits = rounded >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
                          rounded <= static_cast<double>(std::numeric_limits<T>::max());
        if (!fits) {
            fail(ora::vector_number_out_of_range,
                 "Vector column is not properly formatted (dimension value is outside the allowed precision range).",
                 position);
        }
        out.push_back(static_cast<T>(rounded));
    }
    return out;
}

vector::numbers narrowed(const std::vector<double>& from, vector_format format, std::size_t position) {
    switch (format) {
    case vector_format::float32: return narrowed<float>(from, position);
    case vector_format::float64: return narrowed<double>(from, position);
    case vector_format::int8: return narrowed<std::int8_t>(from, position);
    case vector_format::binary: break;
    }
    return narrowed<std::uint8_t>(from, position);
}

vector dense_vector(vector::numbers numbers) {
    return std::visit([](auto& held) { return vector(std::move(held)); }, numbers);
}

vector to_sparse(const vector& v, std::size_t position) {
    std::vector<std::uint32_t> indices;
    std::vector<double> values;
    const auto all = wide(v);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == 0) continue;
        indices.push_back(static_cast<std::uint32_t>(i));
        values.push_back(all[i]);
    }
    return vector::sparse(static_cast<std::uint32_t>(all.size()), std::move(indices),
                          narrowed(values, v.format(), position));
}

// The same in the format and storage wanted; 0: as it is.
vector reshaped(const vector& v, std::uint8_t format, bool sparse, std::size_t position) {
    const auto wanted = format == 0 ? v.format() : static_cast<vector_format>(format);
    const bool mixes_bits = (wanted == vector_format::binary) != (v.format() == vector_format::binary);
    if (mixes_bits) fail(ora::vector_binary_mixed, position);
    if (wanted == v.format() && sparse == v.is_sparse()) return v;
    auto out = dense_vector(narrowed(wide(v), wanted, position));
    return sparse ? to_sparse(out, position) : out;
}

// (text, dimensions, format, sparse, position)
void parse(call& c) {
    const auto format = c.integer(2) == 0 ? vector_format::float32 : format_argument(c, 2);
    auto parsed = vector::parse(c.text(0), format);
    if (!parsed) {
        fail(ora::vector_malformed,
             "Vector is not properly formatted (dimension value is either not a number or infinity)", c.position());
    }
    const auto dimensions = static_cast<std::uint32_t>(c.integer(1));
    if (dimensions != 0 && parsed->dimensions() != dimensions) {
        fail_dimensions(dimensions, parsed->dimensions(), c.position());
    }
    const bool sparse = c.integer(3) != 0 || (parsed->is_sparse() && c.integer(3) == 0);
    c.result(std::span<const std::uint8_t>(
        store_vector(reshaped(*parsed, static_cast<std::uint8_t>(format), sparse, c.position()))));
}

// Into a column: (vector, dimensions, format, sparse, position)
void store_column(call& c) {
    const auto v = load_vector(c.bytes(0));
    const auto dimensions = static_cast<std::uint32_t>(c.integer(1));
    if (dimensions != 0 && v.dimensions() != dimensions) fail_dimensions(dimensions, v.dimensions(), c.position());
    const auto format = static_cast<std::uint8_t>(c.integer(2));
    c.result(std::span<const std::uint8_t>(store_vector(reshaped(v, format, c.integer(3) != 0, c.position()))));
}

// "1.10000002E+000": as SQL shows the numbers of floating formats.
template <class T>
std::string number_text(T number) {
    if constexpr (std::is_integral_v<T>) {
        return std::to_string(static_cast<int>(number));
    } else {
        constexpr int digits = std::is_same_v<T, float> ? 8 : 16;
        std::array<char, 40> room{};
        const auto size = std::snprintf(room.data(), room.size(), "%.*E", digits, static_cast<double>(number));
        std::string text(room.data(), static_cast<std::size_t>(size));
        const auto e = text.find('E');
        if (e == std::string::npos) return text;
        auto mantissa = text.substr(0, e);
        while (mantissa.back() == '0' && mantissa[mantissa.size() - 2] != '.') mantissa.pop_back();
        auto exponent = text.substr(e + 2);
        while (exponent.size() < 3) exponent.insert(0, 1, '0');
        return mantissa + 'E' + text[e + 1] + exponent;
    }
}

std::string as_text(const vector& v) {
    std::string numbers;
    std::visit(
        [&](const auto& held) {
            for (const auto number : held) numbers += (numbers.empty() ? "" : ",") + number_text(number);
        },
        v.alternatives());
    if (!v.is_sparse()) return "[" + numbers + "]";
    std::string indices;
    for (const auto index : v.indices()) indices += (indices.empty() ? "" : ",") + std::to_string(index);
    return "[" + std::to_string(v.dimensions()) + ",[" + indices + "],[" + numbers + "]]";
}

void text(call& c) {
    c.result(std::string_view(as_text(load_vector(c.bytes(0)))));
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i) out += a[i] * b[i];
    return out;
}

double hamming_bits(const std::vector<double>& a, const std::vector<double>& b) {
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto differing = static_cast<unsigned>(a[i]) ^ static_cast<unsigned>(b[i]);
        for (; differing != 0; differing &= differing - 1) ++out;
    }
    return out;
}

double distance(std::string_view metric, const std::vector<double>& a, const std::vector<double>& b, bool bits) {
    if (metric == "HAMMING" && bits) return hamming_bits(a, b);
    if (metric == "DOT") return -dot(a, b);
    if (metric == "INNER") return dot(a, b);
    if (metric == "COSINE") return 1 - dot(a, b) / std::sqrt(dot(a, a) * dot(b, b));
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto apart = std::abs(a[i] - b[i]);
        out += metric == "MANHATTAN" ? apart : metric == "HAMMING" ? (apart == 0 ? 0 : 1) : apart * apart;
    }
    return metric == "EUCLIDEAN" ? std::sqrt(out) : out;
}

// (a, b, metric, position)
void distance(call& c) {
    const auto a = load_vector(c.bytes(0));
    const auto b = load_vector(c.bytes(1));
    const bool bits = a.format() == vector_format::binary;
    if (bits != (b.format() == vector_format::binary)) fail(ora::vector_binary_mixed, c.position());
    if (a.dimensions() != b.dimensions()) {
        fail(ora::vector_distance_dimensions,
             "VECTOR_DISTANCE() is not supported for vectors with different dimension counts (" +
                 std::to_string(a.dimensions()) + ", " + std::to_string(b.dimensions()) + ").",
             c.position());
    }
    c.result_real(distance(c.text(2), wide(a), wide(b), bits), false);
}

void dimension_count(call& c) {
    c.result(decimal(load_vector(c.bytes(0)).dimensions()));
}
void dimension_format(call& c) {
    c.result(to_string(load_vector(c.bytes(0)).format()));
}
void norm(call& c) {
    const auto numbers = wide(load_vector(c.bytes(0)));
    c.result_real(std::sqrt(dot(numbers, numbers)), false);
}

constexpr function_entry entries[] = {
    {"vec_parse", 5, parse},       {"vec_store", 5, store_column},   {"vec_text", 1, text},
    {"vec_distance", 4, distance}, {"vec_dims", 1, dimension_count}, {"vec_format", 1, dimension_format},
    {"vec_norm", 1, norm},
};

}  // namespace

std::span<const function_entry> vector_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
