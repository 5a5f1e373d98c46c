// The sandbox as a client sees it; the input is what the client sends. First byte: bit 0 clear is a connection from
// its CONNECT on, set is a stream of messages of a client that has logged on; the other bits are the size of the
// pieces.
#include <algorithm>
#include <cstring>

#include "fuzzer.hpp"
#include "server/session/server_session.hpp"

namespace oraxx {
namespace {

using base::bytes_view;
using base::decode_errc;

// What all sessions share; made once.
struct world {
    world() {
        config.random = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{1}); };
        config.account = &account;
        config.database = database.get();
        config.lock_timeout = std::chrono::milliseconds(1);
    }

    std::unique_ptr<sandbox::engine::database> database = sandbox::engine::database::open(":memory:");
    sandbox::account account{"scott", base::secret_bytes(base::as_bytes("tiger")), auth::verifier_type::pbkdf2_sha512,
                             [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{2}); }};
    sandbox::session_config config;
};

const world& shared() {
    static const world made;
    return made;
}

void connection(bytes_view input, std::size_t piece) {
    sandbox::server_session session(shared().config, {});
    while (!input.empty() && !session.is_closed()) {
        const auto part = input.first(std::min(piece, input.size()));
        std::memcpy(session.input_space(part.size()).data(), part.data(), part.size());
        session.received(part.size());
        session.consumed(session.pending_output().size());
        input = input.subspan(part.size());
    }
    ORAXX_FUZZ_REQUIRE(!session.is_logged_on(), "nobody logs on without the password");
}

void messages(bytes_view input) {
    const auto engine = shared().database->open_session({.user = "SCOTT", .version = "23.26.1.0.0"});
    engine->set_cancel_check([checks = 0]() mutable { return ++checks > 1000; });
    const wire::ttc::capabilities caps;
    net::frame_writer out;
    sandbox::call_ends ends;
    sandbox::response_channel answers(out, caps);
    sandbox::call_handler calls(shared().config, *engine, answers, ends);
    base::arena scratch;
    wire::ttc::decoder in(input, caps, scratch);
    while (in.reader().remaining() != 0) {
        if (calls.take(in) != decode_errc::ok) return;
        if (calls.take_failure()) calls.abandon();
        out.consumed(out.pending().size());
    }
}

void run(base::bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    if ((choice & 1U) == 0) {
        connection(input, std::size_t{1} + std::size_t{8} * (choice >> 1U));
    } else {
        messages(input);
    }
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
