// A connection as the client sees it, from CONNECT to the end of the logon; the input is what the server sends. First
// byte: the size of the pieces.
#include "session/logon_call.hpp"
#include "session_peer.hpp"

namespace oraxx {
namespace {

void run(base::bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    session::engine engine;
    fuzz::session_peer server(engine, input, std::size_t{1} + std::size_t{32} * (choice >> 3U));
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    server.talk();
    if (!engine.is_usable() || engine.outcome() || engine.redirect()) return;
    session::environment world;
    world.random = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{1}); };
    world.time_zone = "+00:00";
    session::logon_call logon(world, engine.accepted(), "scott", base::as_bytes("tiger"), "(DESCRIPTION=)");
    engine.submit(logon, std::nullopt);
    server.talk();
    ORAXX_FUZZ_REQUIRE(engine.outcome().has_value(), "nobody proves a password without knowing it");
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
