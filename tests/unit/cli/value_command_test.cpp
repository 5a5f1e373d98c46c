#include "cli/value_command.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "cli/exit_code.hpp"

namespace oraxx::cli {
namespace {

struct closer {
    void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
};
using file_ptr = std::unique_ptr<std::FILE, closer>;

file_ptr file_of(const std::string& text) {
    file_ptr file(std::tmpfile());
    std::fwrite(text.data(), 1, text.size(), file.get());
    std::rewind(file.get());
    return file;
}

std::string text_of(std::FILE* file) {
    std::string out;
    std::rewind(file);
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) out.push_back(static_cast<char>(c));
    return out;
}

struct outcome {
    int code;
    std::string out;
    std::string err;
};

template <class Command>
outcome run(Command command, const char* type, const char* given, const std::string& input = "") {
    const auto in = file_of(input);
    const auto out = file_of("");
    const auto err = file_of("");
    const int code = command(type, given, {.in = in.get(), .out = out.get(), .err = err.get()});
    return {code, text_of(out.get()), text_of(err.get())};
}

TEST(value_command, converts_one_value) {
    const auto decoded = run(run_value_decode, "number", "c102");
    EXPECT_EQ(decoded.code, exit_ok);
    EXPECT_EQ(decoded.out, "1\n");
    const auto encoded = run(run_value_encode, "number", "1");
    EXPECT_EQ(encoded.out, "c102\n");
    const auto refused = run(run_value_decode, "number", "zz");
    EXPECT_EQ(refused.code, exit_database_error);
    EXPECT_EQ(refused.out, "");
    EXPECT_EQ(refused.err, "error: the bytes are not pairs of hexadecimal digits\n");
}

TEST(value_command, converts_each_line_of_its_input) {
    const auto decoded = run(run_value_decode, "number", "-", "c102\nc103\n\nc104");
    EXPECT_EQ(decoded.code, exit_database_error);  // the empty line
    EXPECT_EQ(decoded.out, "1\n2\n3\n");
    EXPECT_NE(decoded.err, "");
    const auto encoded = run(run_value_encode, "oson", "-", "null\n[]\n");
    EXPECT_EQ(encoded.code, exit_ok);
    EXPECT_EQ(encoded.out, "ff4a5a010016000130\nff4a5a01210600000000020000e000\n");
    EXPECT_EQ(run(run_value_encode, "number", "-").out, "");
}

}  // namespace
}  // namespace oraxx::cli
