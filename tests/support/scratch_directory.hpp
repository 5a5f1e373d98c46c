#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace oraxx::test {

// A directory that goes with the test.
class scratch_directory {
public:
    scratch_directory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "oraxx-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;
    ~scratch_directory() { std::filesystem::remove_all(path_); }

    void write(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

}  // namespace oraxx::test
