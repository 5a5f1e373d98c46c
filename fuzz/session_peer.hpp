// The server of a fuzzed client session: what it says is the input, in pieces, ended by the end of the stream.
#pragma once

#include <algorithm>
#include <cstring>

#include "fuzzer.hpp"
#include "session/engine.hpp"

namespace oraxx::fuzz {

class session_peer {
public:
    session_peer(session::engine& engine, base::bytes_view input, std::size_t piece)
        : engine_(engine), input_(input), piece_(piece) {}

    // Talks until the call under way is over or nothing is left. Whatever came, no call is left hanging.
    void talk() {
        discard_output();
        while (!engine_.is_idle() && !input_.empty()) {
            feed(input_.first(std::min(piece_, input_.size())));
            discard_output();
        }
        if (!engine_.is_idle()) engine_.end_of_input();
        ORAXX_FUZZ_REQUIRE(engine_.is_idle(), "the end of the stream ends every call");
    }
    void feed(base::bytes_view bytes) {
        const auto room = engine_.input_space(bytes.size());
        std::memcpy(room.data(), bytes.data(), bytes.size());
        if (!input_.empty() && bytes.data() == input_.data()) input_ = input_.subspan(bytes.size());
        engine_.received(bytes.size());
    }
    void discard_output() {
        while (!engine_.pending_output().empty()) engine_.consumed(engine_.pending_output().size());
    }

private:
    session::engine& engine_;
    base::bytes_view input_;
    std::size_t piece_;
};

}  // namespace oraxx::fuzz
