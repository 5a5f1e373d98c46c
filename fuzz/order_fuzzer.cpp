// Events of a session in any order, one a byte, judged by the table of src/net/conversation.hpp.
#include "fuzzer.hpp"
#include "net/conversation.hpp"

namespace oraxx::net {
namespace {

void run(base::bytes_view input) {
    conversation order;
    for (const auto byte : input) {
        const auto what = static_cast<event>(byte % (static_cast<unsigned>(event::unknown) + 1));
        const bool was_refused = !order.complaint().empty();
        const bool legal = order.happens(what);
        ORAXX_FUZZ_REQUIRE(!(was_refused && legal), "what was refused stays refused");
        ORAXX_FUZZ_REQUIRE(legal == order.complaint().empty(), "a refusal says why");
        ORAXX_FUZZ_REQUIRE(!legal || order.answer() != answer_state::none || !order.owes_answer() ||
                               order.marks() != mark_state::quiet,
                           "an answer is owed to something");
    }
}

}  // namespace
}  // namespace oraxx::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::net::run({data, size});
    return 0;
}
