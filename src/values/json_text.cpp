// A document as JSON text.
#include <oraxx/json.hpp>

#include <array>
#include <cmath>

#include "base/code_point.hpp"
#include "base/hex.hpp"
#include "values/floating_text.hpp"

namespace oraxx {
namespace {

class text_writer {
public:
    [[nodiscard]] std::string take() && { return std::move(out_); }

    void write(const json& value) { value.visit(*this); }

    void operator()(std::monostate) { out_ += "null"; }
    void operator()(bool value) { out_ += value ? "true" : "false"; }
    void operator()(const number& value) {
        std::array<char, number::max_text_size> text{};
        const std::string_view digits(text.data(), value.to_chars(text));
        value.is_infinite() ? write_plain_text(digits) : void(out_ += digits);
    }
    void operator()(double value) { write_floating(value); }
    void operator()(float value) { write_floating(value); }
    void operator()(const std::string& value) { write_text(value); }
    void operator()(const std::vector<std::byte>& value) { write_bytes(value); }
    void operator()(const json_id& value) { write_bytes(value.bytes); }
    void operator()(const vector& value) {
        if (value.is_sparse()) {
            out_ += '[' + std::to_string(value.dimensions()) + ',';
            write_list(value.indices());
            out_ += ',';
        }
        std::visit([this](const auto& numbers) { write_list(std::span(numbers)); }, value.alternatives());
        if (value.is_sparse()) out_ += ']';
    }
    void operator()(const json_array& elements) {
        out_ += '[';
        for (const auto& element : elements) {
            if (&element != elements.data()) out_ += ',';
            write(element);
        }
        out_ += ']';
    }
    void operator()(const json_object& object) {
        out_ += '{';
        for (const auto& member : object.members()) {
            if (out_.back() != '{') out_ += ',';
            write_text(member.name);
            out_ += ':';
            write(member.value);
        }
        out_ += '}';
    }
    template <class T>
    void operator()(const T& time) {  // dates, timestamps, intervals: no character that needs an escape
        write_plain_text(time.to_string());
    }

private:
    void write_plain_text(std::string_view text) {
        out_ += '"';
        out_ += text;
        out_ += '"';
    }
    void write_bytes(std::span<const std::byte> bytes) {
        write_plain_text(base::hex_upper({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    }
    template <class T>
    void write_list(std::span<const T> numbers) {
        out_ += '[';
        for (const T& number : numbers) {
            if (&number != numbers.data()) out_ += ',';
            if constexpr (std::is_floating_point_v<T>) {
                write_floating(number);
            } else {
                out_ += std::to_string(number);
            }
        }
        out_ += ']';
    }
    template <class T>
    void write_floating(T value) {
        if (!std::isfinite(value)) return write_plain_text(values::to_text(static_cast<double>(value)));
        values::append_text(out_, value);
    }
    void write_text(std::string_view text);
    void write_escape(char c);

    std::string out_;
};

void text_writer::write_text(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < 0x20 || c == '"' || c == '\\') {
            write_escape(text[at++]);
            continue;
        }
        const auto character = base::next_utf8(text, at);
        out_ += character.length != 0 ? text.substr(at, character.length) : replacement;
        at += character.length != 0 ? character.length : 1;
    }
    out_ += '"';
}

void text_writer::write_escape(char c) {
    out_ += '\\';
    switch (c) {
    case '"':
    case '\\': out_ += c; break;
    case '\b': out_ += 'b'; break;
    case '\f': out_ += 'f'; break;
    case '\n': out_ += 'n'; break;
    case '\r': out_ += 'r'; break;
    case '\t': out_ += 't'; break;
    default:
        const auto code = static_cast<std::uint8_t>(c);
        out_ += "u00" + base::hex_lower({&code, 1});
        break;
    }
}

}  // namespace

std::string json::to_text() const {
    text_writer out;
    out.write(*this);
    return std::move(out).take();
}

}  // namespace oraxx
