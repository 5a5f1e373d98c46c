// A function for the tests of the emulator: does what its event says.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include "lambda/runtime/json_text.hpp"
#include "lambda/runtime/runtime.hpp"

namespace {

class echo final : public oraxx::lambda::function {
public:
    void handle(std::string_view event, oraxx::lambda::context& invocation,
                oraxx::lambda::response& answer) override {
        invocation.log().info("handling");
        if (event == R"("crash")") ::_exit(3);
        if (event == R"("sleep")") std::this_thread::sleep_for(std::chrono::seconds(60));
        if (event == R"("environment")") return answer.send(environment());
        if (event == R"("folder")") return answer.send(folder());
        if (event.starts_with(R"("stream )")) return stream(event, answer);
        answer.send(std::string(event));
    }

private:
    // "stream N": N bytes.
    static void stream(std::string_view event, oraxx::lambda::response& answer) {
        std::uint64_t left = 0;
        std::from_chars(event.data() + event.find(' ') + 1, event.data() + event.size(), left);
        auto& out = answer.stream("text/plain");
        const std::string line(999, 'x');
        for (; left > 0; left -= std::min<std::uint64_t>(left, line.size())) out.write(line.substr(0, left));
    }
    static std::string environment() {
        std::string out = "[";
        for (char** variable = environ; *variable != nullptr; ++variable) {
            if (out.size() > 1) out += ',';
            oraxx::lambda::append_json_string(out, *variable);
        }
        return out + ']';
    }
    static std::string folder() {
        char* name = ::get_current_dir_name();
        std::string out;
        oraxx::lambda::append_json_string(out, name);
        std::free(name);  // NOLINT(cppcoreguidelines-no-malloc): the C library's memory
        return out;
    }
};

}  // namespace

int main() {
    echo function;
    return oraxx::lambda::run(function, nullptr, nullptr);
}
