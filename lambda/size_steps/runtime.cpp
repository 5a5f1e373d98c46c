// The runtime loop, and a function that does nothing.
#include "lambda/runtime/runtime.hpp"

namespace {

class idle final : public oraxx::lambda::function {
    std::string handle(std::string_view, const oraxx::lambda::context&) override { return "null"; }
};

}  // namespace

int main() {
    idle function;
    return oraxx::lambda::run(function);
}
