#include "cli/value_command.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "cli/exit_code.hpp"
#include "cli/value_codec.hpp"

namespace oraxx::cli {
namespace {

// The next line of standard input, without its end; false when there is none.
bool read_line(std::FILE* in, std::string& line) {
    line.clear();
    for (int c = std::fgetc(in); c != EOF; c = std::fgetc(in)) {
        if (c == '\n') return true;
        line.push_back(static_cast<char>(c));
    }
    return !line.empty();
}

// Prints what `convert` makes of `given`, or why it cannot.
template <class Convert>
int print_converted(Convert convert, const std::string& given, std::FILE* out, std::FILE* err) {
    try {
        const std::string made = convert(given);
        std::fwrite(made.data(), 1, made.size(), out);
        std::fputc('\n', out);
        return exit_ok;
    } catch (const value_error& reason) {
        std::fprintf(err, "error: %s\n", reason.what());
        return exit_database_error;
    }
}

// For "-" each line of standard input; the exit code is that of the worst.
template <class Convert>
int print_all_converted(Convert convert, const std::string& given, const value_streams& streams) {
    if (given != "-") return print_converted(convert, given, streams.out, streams.err);
    int worst = exit_ok;
    for (std::string line; read_line(streams.in, line);) {
        worst = std::max(worst, print_converted(convert, line, streams.out, streams.err));
    }
    return worst;
}

}  // namespace

int run_value_decode(const std::string& type, const std::string& hex, const value_streams& streams) {
    const auto decode = [&type](const std::string& digits) {
        const auto bytes = base::parse_hex(digits);
        if (!bytes) throw value_error("the bytes are not pairs of hexadecimal digits");
        return decode_value(type, *bytes);
    };
    return print_all_converted(decode, hex, streams);
}

int run_value_encode(const std::string& type, const std::string& text, const value_streams& streams) {
    const auto encode = [&type](const std::string& given) { return base::hex_lower(encode_value(type, given)); };
    return print_all_converted(encode, text, streams);
}

}  // namespace oraxx::cli
