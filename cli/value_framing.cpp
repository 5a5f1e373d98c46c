#include "cli/value_framing.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hex.hpp"
#include "cli/value_json.hpp"
#include "wire/ttc/codec.hpp"

namespace oraxx::cli {
namespace {

using wire::ttc::decoder;
using wire::ttc::encoder;

constexpr wire::ttc::capabilities universal{};
constexpr std::uint8_t negative_bit = 0x80;  // in the length byte

struct integer_kind {
    std::string_view name;
    unsigned width;  // bytes
    bool is_signed;
    bool is_unsigned;
};
constexpr std::array kinds = {
    integer_kind{"", 8, true, true},     integer_kind{"ub2", 2, false, true}, integer_kind{"ub4", 4, false, true},
    integer_kind{"ub8", 8, false, true}, integer_kind{"sb2", 2, true, false}, integer_kind{"sb4", 4, true, false},
    integer_kind{"sb8", 8, true, false},
};

const integer_kind& find_kind(std::string_view name) {
    const auto at = std::find_if(kinds.begin(), kinds.end(), [name](const auto& k) { return k.name == name; });
    if (at == kinds.end()) throw value_error("the kinds of universal_int are ub2, ub4, ub8, sb2, sb4 and sb8");
    return *at;
}

// Sign and magnitude: neither int64 nor uint64 alone holds all kinds.
struct wide_integer {
    bool negative = false;
    std::uint64_t magnitude = 0;
};

void check_range(const wide_integer& value, const integer_kind& kind) {
    const unsigned bits = kind.width * 8 - (kind.is_unsigned ? 0 : 1);
    const std::uint64_t most = ~std::uint64_t{0} >> (64 - bits);
    const std::uint64_t least = kind.is_signed ? std::uint64_t{1} << (kind.width * 8 - 1) : 0;
    if (value.magnitude > (value.negative ? least : most)) throw value_error("the integer is out of range");
}

void check(const decoder& c, const char* what) {
    if (c.ok()) return;
    throw value_error(std::string(what) + ": " + std::string(base::to_string(c.error())));
}

// {"byte":"61","repeat":3}; nullopt for any other object.
std::optional<base::byte_buffer> parse_run(std::string_view text) {
    const auto run = parse_json(text);
    const auto byte = run.find("byte");
    const auto repeat = run.find("repeat");
    if (run.size() != 2 || byte == run.end() || !byte->is_string() || repeat == run.end() ||
        !repeat->is_number_unsigned() || repeat->get<std::uint64_t>() > wire::ttc::max_value_bytes) {
        return std::nullopt;
    }
    const auto value = base::parse_hex(byte->get<std::string>());
    if (!value || value->size() != 1) return std::nullopt;
    return base::byte_buffer(repeat->get<std::size_t>(), value->front());
}

}  // namespace

std::string decode_universal_int(std::string_view kind_name, base::bytes_view bytes) {
    const auto& kind = find_kind(kind_name);
    base::arena scratch;
    decoder c(bytes, universal, scratch);
    wide_integer value{.negative = !bytes.empty() && (bytes[0] & negative_bit) != 0};
    if (value.negative) {
        std::int64_t number = 0;
        c.sb8("universal_int", number);
        value.magnitude = ~static_cast<std::uint64_t>(number) + 1;
    } else {
        c.ub8("universal_int", value.magnitude);
    }
    (void)c.reader().finish();
    check(c, "universal_int");
    check_range(value, kind);
    return (value.negative ? "-" : "") + std::to_string(value.magnitude);
}

base::byte_buffer encode_universal_int(std::string_view kind_name, std::string_view text) {
    const auto& kind = find_kind(kind_name);
    wide_integer value{.negative = !text.empty() && text.front() == '-'};
    const auto digits = text.substr(value.negative ? 1 : 0);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value.magnitude);
    if (error != std::errc{} || end != digits.data() + digits.size()) throw value_error("not a 64-bit integer");
    check_range(value, kind);
    base::byte_buffer out;
    encoder c(out, universal);
    if (value.negative) {
        c.sb8("universal_int", static_cast<std::int64_t>(~value.magnitude + 1));
    } else {
        c.ub8("universal_int", value.magnitude);
    }
    return out;
}

std::string decode_length_prefixed(base::bytes_view bytes) {
    base::arena scratch;
    decoder c(bytes, universal, scratch);
    base::bytes_view value;
    c.clr("length_prefixed", value);
    (void)c.reader().finish();
    check(c, "length_prefixed");
    if (bytes[0] == wire::ttc::null_length_marker) return "null";
    const bool is_run = std::all_of(value.begin(), value.end(), [value](auto b) { return b == value[0]; });
    if (!is_run) return base::hex_lower(value);
    // An empty run is a run of any byte; a letter is as good as another.
    constexpr std::array<std::uint8_t, 1> any_byte = {'a'};
    const auto byte = value.empty() ? base::bytes_view(any_byte) : value.first(1);
    return json{{"byte", base::hex_lower(byte)}, {"repeat", value.size()}}.dump();
}

base::byte_buffer encode_length_prefixed(std::string_view text) {
    const auto value = !text.empty() && text.front() == '{' ? parse_run(text) : base::parse_hex(text);
    if (!value) {
        throw value_error(R"(neither a run of bytes like {"byte":"61","repeat":3} nor bytes in hexadecimal)");
    }
    base::byte_buffer out;
    encoder(out, universal).clr("length_prefixed", *value);
    return out;
}

}  // namespace oraxx::cli
