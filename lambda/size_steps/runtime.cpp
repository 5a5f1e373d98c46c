// The runtime loop, and a function that does nothing.
#include "lambda/runtime/runtime.hpp"

namespace {

class idle final : public oraxx::lambda::function {
    void handle(std::string_view, oraxx::lambda::context&, oraxx::lambda::response&) override {}
};

}  // namespace

int main() {
    idle function;
    return oraxx::lambda::run(function, nullptr, nullptr);
}
