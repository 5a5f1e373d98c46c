#include <oraxx/vector.hpp>

#include <algorithm>
#include <limits>
#include <utility>

#include <oraxx/error.hpp>

namespace oraxx {
namespace {

constexpr std::size_t bits_per_byte = 8;

[[noreturn]] void throw_misuse(const char* message) {
    throw_failure(failure{.code = errc::invalid_argument, .message = message});
}

std::size_t count_of(const vector::numbers& values) {
    return std::visit([](const auto& held) { return held.size(); }, values);
}

}  // namespace

std::string_view to_string(vector_format format) noexcept {
    switch (format) {
    case vector_format::float32: return "FLOAT32";
    case vector_format::float64: return "FLOAT64";
    case vector_format::int8: return "INT8";
    case vector_format::binary: return "BINARY";
    }
    return "unknown";
}

vector::vector(numbers values) : values_(std::move(values)) {
    const auto count = count_of(values_) * (format() == vector_format::binary ? bits_per_byte : 1);
    if (count > std::numeric_limits<std::uint32_t>::max()) throw_misuse("a vector has fewer than 2^32 dimensions");
    dimensions_ = static_cast<std::uint32_t>(count);
}

vector vector::sparse(std::uint32_t dimensions, std::vector<std::uint32_t> indices, numbers values) {
    if (std::holds_alternative<std::vector<std::uint8_t>>(values)) throw_misuse("a binary vector cannot be sparse");
    if (indices.size() != count_of(values)) throw_misuse("a sparse vector has one number for each index");
    if (std::any_of(indices.begin(), indices.end(), [dimensions](auto index) { return index >= dimensions; })) {
        throw_misuse("an index of a sparse vector is not below its number of dimensions");
    }
    vector out;
    out.values_ = std::move(values);
    out.indices_ = std::move(indices);
    out.dimensions_ = dimensions;
    out.sparse_ = true;
    return out;
}

vector_format vector::format() const noexcept {
    constexpr auto first = static_cast<std::size_t>(vector_format::float32);
    return static_cast<vector_format>(first + values_.index());
}

vector vector::to_dense() const {
    if (!sparse_) return *this;
    return std::visit(
        [this]<class T>(const std::vector<T>& held) {
            std::vector<T> all(dimensions_);
            for (std::size_t i = 0; i < held.size(); ++i) all[indices_[i]] = held[i];
            return vector(std::move(all));
        },
        values_);
}

void vector::throw_other_format() const {
    throw_failure(failure{.code = errc::type_mismatch,
                          .message = "the vector's numbers were asked for in another format than " +
                                     std::string(oraxx::to_string(format()))});
}

}  // namespace oraxx
