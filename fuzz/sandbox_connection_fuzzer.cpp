// The sandbox as a client without the password sees it; the input is what the client sends, from CONNECT on. First
// byte: bit 0 chooses the persona, the other bits are the size of the pieces.
#include <cstring>

#include "sandbox_world.hpp"

namespace oraxx {
namespace {

void run(base::bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    const std::size_t piece = std::size_t{1} + std::size_t{8} * (choice >> 1U);
    fuzz::sandbox_world world;
    if ((choice & 1U) != 0) world.config.persona = &sandbox::xe_18c;
    sandbox::server_session session(world.config, {});
    while (!input.empty() && !session.is_closed()) {
        const auto part = input.first(std::min(piece, input.size()));
        std::memcpy(session.input_space(part.size()).data(), part.data(), part.size());
        session.received(part.size());
        session.consumed(session.pending_output().size());
        input = input.subspan(part.size());
    }
    ORAXX_FUZZ_REQUIRE(!session.is_logged_on(), "nobody logs on without the password");
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
