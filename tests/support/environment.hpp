// Variables of the environment for the length of a test.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oraxx::test {

// Gives every variable it has touched its earlier value back.
class scoped_environment {
public:
    scoped_environment() = default;
    scoped_environment(const scoped_environment&) = delete;
    scoped_environment& operator=(const scoped_environment&) = delete;
    ~scoped_environment() {
        for (auto each = earlier_.rbegin(); each != earlier_.rend(); ++each) {
            if (each->second) {
                ::setenv(each->first.c_str(), each->second->c_str(), 1);
            } else {
                ::unsetenv(each->first.c_str());
            }
        }
    }

    void set(const std::string& name, const std::string& value) {
        remember(name);
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    void unset(const std::string& name) {
        remember(name);
        ::unsetenv(name.c_str());
    }

private:
    void remember(const std::string& name) {
        const char* value = std::getenv(name.c_str());
        earlier_.emplace_back(name, value == nullptr ? std::nullopt : std::optional<std::string>(value));
    }

    std::vector<std::pair<std::string, std::optional<std::string>>> earlier_{};
};

}  // namespace oraxx::test
