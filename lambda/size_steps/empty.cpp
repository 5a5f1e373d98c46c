// C and C++ library alone.
#include <stdexcept>
#include <string>

int main(int argc, char** argv) {
    try {
        return std::stoi(argc > 1 ? argv[1] : "0");
    } catch (const std::invalid_argument&) {
        return 1;
    }
}
