// VECTOR as text, both ways.
#include <oraxx/vector.hpp>

#include <charconv>
#include <limits>
#include <type_traits>

#include "values/floating_text.hpp"

namespace oraxx {
namespace {

template <class T>
void append_list(std::string& out, std::span<const T> numbers) {
    out += '[';
    for (const T number : numbers) {
        if (out.back() != '[') out += ',';
        if constexpr (std::is_floating_point_v<T>) {
            values::append_text(out, number);
        } else {
            out += std::to_string(number);
        }
    }
    out += ']';
}

// Takes the texts between brackets and commas off the front; blanks may stand anywhere.
class list_scanner {
public:
    explicit list_scanner(std::string_view text) noexcept : rest_(text) {}

    bool accept(char wanted) noexcept {
        skip_blanks();
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view word() noexcept {
        skip_blanks();
        const auto size = rest_.find_first_of(",[] \t\r\n");
        const auto out = rest_.substr(0, size);
        rest_.remove_prefix(out.size());
        return out;
    }
    bool at_end() noexcept {
        skip_blanks();
        return rest_.empty();
    }

private:
    void skip_blanks() noexcept {
        while (!rest_.empty() && std::string_view(" \t\r\n").find(rest_.front()) != std::string_view::npos) {
            rest_.remove_prefix(1);
        }
    }

    std::string_view rest_;
};

template <class T>
bool parse_number(std::string_view word, T& out) noexcept {
    if (word.starts_with('+')) word.remove_prefix(1);
    if constexpr (std::is_same_v<T, std::uint32_t>) {
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
        return error == std::errc{} && end == word.data() + word.size();
    } else if constexpr (std::is_same_v<T, float>) {
        const auto value = values::parse_float(word);
        out = value.value_or(0);
        return value.has_value();
    } else {
        const auto value = values::parse_double(word);
        if (!value) return false;
        if constexpr (!std::is_same_v<T, double>) {  // "1.0E+000" is a whole number, too
            if (!(*value >= std::numeric_limits<T>::min() && *value <= std::numeric_limits<T>::max())) return false;
        }
        out = static_cast<T>(*value);
        return static_cast<double>(out) == *value || std::is_same_v<T, double>;
    }
}

// After the opening bracket, to the closing one.
template <class T>
bool parse_list(list_scanner& in, std::vector<T>& out) {
    if (in.accept(']')) return true;
    do {
        T number{};
        if (!parse_number(in.word(), number)) return false;
        out.push_back(number);
    } while (in.accept(','));
    return in.accept(']');
}

template <class T>
std::optional<vector> parse_dense(std::string_view text) {
    list_scanner in(text);
    std::vector<T> numbers;
    if (!in.accept('[') || !parse_list(in, numbers) || !in.at_end()) return std::nullopt;
    return vector(std::move(numbers));
}

// "[dimensions,[indices],[numbers]]"
template <class T>
std::optional<vector> parse_sparse(std::string_view text) {
    list_scanner in(text);
    std::uint32_t dimensions = 0;
    std::vector<std::uint32_t> indices;
    std::vector<T> numbers;
    const bool good = in.accept('[') && parse_number(in.word(), dimensions) && in.accept(',') && in.accept('[') &&
                      parse_list(in, indices) && in.accept(',') && in.accept('[') && parse_list(in, numbers) &&
                      in.accept(']') && in.at_end();
    if (!good || indices.size() != numbers.size()) return std::nullopt;
    for (const auto index : indices) {
        if (index >= dimensions) return std::nullopt;
    }
    return vector::sparse(dimensions, std::move(indices), std::move(numbers));
}

}  // namespace

std::string vector::to_string() const {
    std::string out;
    if (sparse_) {
        out += '[' + std::to_string(dimensions_) + ',';
        append_list(out, indices());
        out += ',';
    }
    std::visit([&out](const auto& held) { append_list(out, std::span(held)); }, values_);
    if (sparse_) out += ']';
    return out;
}

std::optional<vector> vector::parse(std::string_view text, vector_format format) {
    const bool looks_sparse = text.find('[') != text.rfind('[');
    switch (format) {
    case vector_format::float32: return looks_sparse ? parse_sparse<float>(text) : parse_dense<float>(text);
    case vector_format::float64: return looks_sparse ? parse_sparse<double>(text) : parse_dense<double>(text);
    case vector_format::int8: return looks_sparse ? parse_sparse<std::int8_t>(text) : parse_dense<std::int8_t>(text);
    case vector_format::binary: return looks_sparse ? std::nullopt : parse_dense<std::uint8_t>(text);
    }
    return std::nullopt;
}

}  // namespace oraxx
