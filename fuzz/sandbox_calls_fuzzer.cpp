// The calls of a client that has logged on to the sandbox: a stream of its messages.
#include "sandbox_world.hpp"

namespace oraxx {
namespace {

void run(base::bytes_view input) {
    fuzz::sandbox_world world;
    const auto engine = world.database.open_session({.user = "SCOTT", .version = "23.26.1.0.0"});
    const wire::ttc::capabilities caps;
    net::frame_writer out;
    sandbox::call_ends ends;
    sandbox::response_channel answers(out, caps, nullptr);
    sandbox::session_news news;
    sandbox::call_handler calls(world.config, *engine, answers, ends, news, false);
    base::arena scratch;
    wire::ttc::decoder in(input, caps, scratch);
    while (in.reader().remaining() != 0) {
        if (calls.take(in) != base::decode_errc::ok) return;
        if (calls.take_failure()) calls.abandon();
        out.consumed(out.pending().size());
    }
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
