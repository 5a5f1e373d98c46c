// JSON text to a document. On its own, so that programs that parse none do not carry the parser.
#include <oraxx/json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include <oraxx/error.hpp>

namespace oraxx {
namespace {

// Takes the events of nlohmann's parser. Numbers come from their text, never by way of a double.
class document_builder {
public:
    using library = nlohmann::json;

    [[nodiscard]] const char* problem() const noexcept { return problem_; }
    [[nodiscard]] json take() { return std::move(root_); }

    bool null() { return add(json()); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(library::number_integer_t value) { return add(json(value)); }
    bool number_unsigned(library::number_unsigned_t value) { return add(json(value)); }
    bool number_float(library::number_float_t, const std::string& text) {
        std::string digits = text;  // the parser puts the locale's decimal point into it
        const auto is_point = [](char c) { return std::string_view("+-0123456789eE").find(c) == std::string::npos; };
        std::replace_if(digits.begin(), digits.end(), is_point, '.');
        const auto value = number::parse(digits);
        return value ? add(*value) : refuse("a number that NUMBER cannot hold exactly");
    }
    bool string(std::string& text) { return add(std::move(text)); }
    static bool binary(library::binary_t&) { return false; }  // not in text

    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool key(std::string& name) {
        open_.back().members.push_back({std::move(name), json()});
        return true;
    }
    bool end_object() {
        auto members = std::move(open_.back().members);
        open_.pop_back();
        return add(*json_object::from_members(std::move(members), json_object::repeated::last_counts));
    }
    bool end_array() {
        auto elements = std::move(open_.back().elements);
        open_.pop_back();
        return add(std::move(elements));
    }
    bool parse_error(std::size_t, const std::string&, const library::exception& reason) {
        constexpr int number_overflow = 406;
        return refuse(reason.id == number_overflow ? "a number that NUMBER cannot hold exactly" : "a syntax error");
    }

private:
    struct container {
        bool is_object;
        json_array elements{};
        std::vector<json_member> members{};
    };

    bool refuse(const char* problem) noexcept {
        problem_ = problem;
        return false;
    }
    bool open(bool is_object) {
        if (open_.size() == json::max_depth) return refuse("deeper nesting than json::max_depth");
        open_.push_back({.is_object = is_object});
        return true;
    }
    bool add(json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().is_object) {
            open_.back().members.back().value = std::move(value);
        } else {
            open_.back().elements.push_back(std::move(value));
        }
        return true;
    }

    std::vector<container> open_{};
    json root_{};
    const char* problem_ = nullptr;
};

// Input that says how far the parser has come.
class counted_text {
public:
    using difference_type = std::ptrdiff_t;
    using value_type = char;
    using pointer = const char*;
    using reference = const char&;
    using iterator_category = std::input_iterator_tag;

    counted_text(const char* at, const char** farthest) noexcept : at_(at), farthest_(farthest) {}
    reference operator*() const noexcept { return *at_; }
    counted_text& operator++() noexcept {
        *farthest_ = ++at_;
        return *this;
    }
    bool operator==(const counted_text& other) const noexcept { return at_ == other.at_; }
    bool operator!=(const counted_text& other) const noexcept { return at_ != other.at_; }

private:
    const char* at_;
    const char** farthest_;
};

failure refusal(const char* problem, std::string_view text, std::size_t bytes_read) {
    const auto before = text.substr(0, bytes_read == 0 ? 0 : bytes_read - 1);  // the last byte read
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = before.size() - (before.rfind('\n') + 1);  // rfind: -1 on the first line
    return failure{.code = errc::invalid_argument,
                   .message = "JSON text not taken: " + std::string(problem) + " at line " + std::to_string(line) +
                              ", byte " + std::to_string(column + 1)};
}

}  // namespace

result<json> json::try_parse(std::string_view text) {
    document_builder builder;
    const char* farthest = text.data();
    const bool good = nlohmann::json::sax_parse(counted_text(text.data(), &farthest),
                                                counted_text(text.data() + text.size(), &farthest), &builder);
    if (good) return builder.take();
    return refusal(builder.problem(), text, static_cast<std::size_t>(farthest - text.data()));
}

json json::parse(std::string_view text) {
    return try_parse(text).value();
}

}  // namespace oraxx
