// Stands in for libFuzzer where it is not at hand: runs the target once for every file named, or lying in a folder
// named, on the command line. Inputs lie in heap buffers of their exact size.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fuzzer.hpp"

namespace {

void replay(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto exact = std::make_unique<std::uint8_t[]>(text.size());
    if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
    (void)LLVMFuzzerTestOneInput(exact.get(), text.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (const auto& argument : std::vector<std::string>(argv + 1, argv + argc)) {
        if (std::filesystem::is_directory(argument)) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(argument)) {
                if (!entry.is_regular_file()) continue;
                replay(entry.path());
                ++count;
            }
        } else {
            replay(argument);
            ++count;
        }
    }
    std::printf("replayed %zu inputs\n", count);
    return count == 0 ? 1 : 0;
}
