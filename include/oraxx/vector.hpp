// oraxx::vector: a value of Oracle's VECTOR type that owns its numbers.
//
// Dense: one number a dimension. Sparse: the dimensions that are not zero, by their 0-based indices. The numbers have
// one of four formats; binary means bits, eight dimensions a byte. Errors: misuse throws
// error(errc::invalid_argument), numbers asked for in another format errc::type_mismatch. Thread safety: a value
// type; distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace oraxx {

// The numbers are those of the wire.
enum class vector_format : std::uint8_t { float32 = 2, float64 = 3, int8 = 4, binary = 5 };
[[nodiscard]] std::string_view to_string(vector_format format) noexcept;  // "FLOAT32", ... as in SQL

namespace detail {

// The C++ types of the four formats: float, double, std::int8_t and, for eight bits, std::uint8_t.
template <class T>
concept vector_number = std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, std::int8_t> ||
    std::is_same_v<T, std::uint8_t>;

}  // namespace detail

class vector {
public:
    using numbers = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int8_t>,
                                 std::vector<std::uint8_t>>;  // in the order of vector_format

    vector() = default;  // float32, no dimension
    // Dense; bytes are binary, and each stands for eight dimensions.
    template <detail::vector_number T>
    explicit vector(std::vector<T> values) : vector(numbers(std::move(values))) {}
    template <detail::vector_number T>
    explicit vector(std::span<const T> values) : vector(numbers(std::vector<T>(values.begin(), values.end()))) {}
    // Any format but binary, which has no sparse form. Throws when the counts differ or an index is not below
    // `dimensions`. The order of the indices is kept.
    [[nodiscard]] static vector sparse(std::uint32_t dimensions, std::vector<std::uint32_t> indices, numbers values);

    // The text of to_string() or SQL's: "[1.5E+000,2]" with numbers in `format`, or sparse. nullopt: another form, or
    // a number that the format cannot hold (for int8 and binary: not a whole number in range).
    [[nodiscard]] static std::optional<vector> parse(std::string_view text, vector_format format);

    [[nodiscard]] vector_format format() const noexcept;
    [[nodiscard]] std::uint32_t dimensions() const noexcept { return dimensions_; }
    [[nodiscard]] bool is_sparse() const noexcept { return sparse_; }

    template <detail::vector_number T>
    [[nodiscard]] bool holds() const noexcept {
        return std::holds_alternative<std::vector<T>>(values_);
    }
    // The numbers; of a sparse vector those that stand at indices(). Borrowed until the vector changes. Throws when
    // the format is that of another type.
    template <detail::vector_number T>
    [[nodiscard]] std::span<const T> values() const {
        const auto* held = std::get_if<std::vector<T>>(&values_);
        if (held == nullptr) throw_other_format();
        return *held;
    }
    // For std::visit.
    [[nodiscard]] const numbers& alternatives() const noexcept { return values_; }
    // Empty for dense vectors. Borrowed likewise.
    [[nodiscard]] std::span<const std::uint32_t> indices() const noexcept { return indices_; }

    // The same vector with every dimension; of an index given twice the last number counts.
    [[nodiscard]] vector to_dense() const;
    // "[1.5,2,3]"; sparse "[100,[3,7],[1.5,2]]"; binary as bytes: "[165,60]". The fewest digits that read back as the
    // same numbers.
    [[nodiscard]] std::string to_string() const;

    // Of the same format, both dense or both sparse with the same indices in the same order, and equal numbers (NaN
    // equals nothing).
    friend bool operator==(const vector&, const vector&) = default;

private:
    explicit vector(numbers values);
    [[noreturn]] void throw_other_format() const;

    numbers values_{};
    std::vector<std::uint32_t> indices_{};
    std::uint32_t dimensions_ = 0;
    bool sparse_ = false;
};

}  // namespace oraxx
