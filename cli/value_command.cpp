#include "cli/value_command.hpp"

#include "base/hex.hpp"
#include "cli/exit_code.hpp"
#include "cli/value_codec.hpp"

namespace oraxx::cli {
namespace {

// Prints what `convert` makes, or why it cannot.
template <class Convert>
int print_converted(Convert convert, std::FILE* out, std::FILE* err) {
    try {
        const std::string made = convert();
        std::fwrite(made.data(), 1, made.size(), out);
        std::fputc('\n', out);
        return exit_ok;
    } catch (const value_error& reason) {
        std::fprintf(err, "error: %s\n", reason.what());
        return exit_database_error;
    }
}

}  // namespace

int run_value_decode(const std::string& type, const std::string& hex, std::FILE* out, std::FILE* err) {
    const auto decode = [&] {
        const auto bytes = base::parse_hex(hex);
        if (!bytes) throw value_error("the bytes are not pairs of hexadecimal digits");
        return decode_value(type, *bytes);
    };
    return print_converted(decode, out, err);
}

int run_value_encode(const std::string& type, const std::string& text, std::FILE* out, std::FILE* err) {
    return print_converted([&] { return base::hex_lower(encode_value(type, text)); }, out, err);
}

}  // namespace oraxx::cli
