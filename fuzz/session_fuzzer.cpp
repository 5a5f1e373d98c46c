// A whole session as the client sees it: the input is what the server sends, in pieces, ended by the end of the
// stream. First byte: bit 0 set starts behind ACCEPT and logon, with a query; bit 1 set interrupts the call before
// the input comes; the other bits are the size of the pieces. Whatever came, no call is left hanging.
#include <algorithm>
#include <cstring>
#include <span>

#include "fuzzer.hpp"
#include "session/engine.hpp"
#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "session/logon_call.hpp"
#include "wire/tns/accept.hpp"

namespace oraxx {
namespace {

using base::bytes_view;

constexpr session::clock::time_point start{};

// Takes `count` bytes at a time from the input until the call under way is over or nothing is left.
class peer {
public:
    peer(session::engine& engine, bytes_view input, std::size_t piece)
        : engine_(engine), input_(input), piece_(piece) {}

    void talk() {
        discard_output();
        while (!engine_.is_idle() && !input_.empty()) {
            feed(input_.first(std::min(piece_, input_.size())));
            discard_output();
        }
        if (!engine_.is_idle()) engine_.end_of_input();
        ORAXX_FUZZ_REQUIRE(engine_.is_idle(), "the end of the stream ends every call");
    }
    void feed(bytes_view bytes) {
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
    bytes_view input_;
    std::size_t piece_;
};

void connect_and_log_on(session::engine& engine, peer& server) {
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    server.talk();
    if (!engine.is_usable() || engine.outcome() || engine.redirect()) return;
    session::environment world;
    world.random = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{1}); };
    world.time_zone = "+00:00";
    session::logon_call logon(world, engine.accepted(), "scott", base::as_bytes("tiger"), "(DESCRIPTION=)");
    engine.submit(logon, std::nullopt);
    server.talk();
}

void accept(session::engine& engine, peer& server, std::uint32_t flags2) {
    base::byte_buffer packet;
    wire::tns::append_packet(packet, wire::tns::accept{.version = session::highest_version, .flags2 = flags2});
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    server.discard_output();
    server.feed(packet);
}

void check_batch(const oraxx::detail::column_batch& rows) {
    const auto cells = std::size_t{rows.rows} * rows.types.size();
    ORAXX_FUZZ_REQUIRE(rows.cells.size() >= cells, "a batch is rectangular");
    for (const auto& cell : std::span(rows.cells).first(cells)) {
        if (cell.is_null() || cell.size == 0) continue;
        const bool aside = (cell.offset & oraxx::detail::cell::side_bit) != 0;
        const auto begin = std::size_t{cell.offset & ~oraxx::detail::cell::side_bit};
        const auto limit = aside ? rows.side_bytes.size() : rows.bytes.size();
        ORAXX_FUZZ_REQUIRE(begin + cell.size <= limit, "a cell lies inside its batch");
    }
}

void query(session::engine& engine, peer& server, bool interrupt, std::uint32_t flags2) {
    accept(engine, server, flags2);
    if (!engine.is_idle() || !engine.is_usable()) return;
    session::cursor cursor;
    cursor.sql = "select * from t";
    cursor.text = session::scan_sql(cursor.sql);
    oraxx::detail::column_batch rows;
    oraxx::detail::column_batch outs;
    session::execute_call execute(cursor, {}, {.prefetch_rows = 10}, rows, outs);
    engine.submit(execute, start);
    if (interrupt) engine.request_break(start);
    server.talk();
    if (!engine.outcome()) check_batch(rows);
    for (int i = 0; i < 4 && engine.is_usable() && !engine.outcome() && !cursor.at_end; ++i) {
        rows.clear();
        session::fetch_call fetch(cursor, 10, rows);
        engine.submit(fetch, start);
        server.talk();
        if (!engine.outcome()) check_batch(rows);
    }
}

void run(base::bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    session::engine engine;
    peer server(engine, input, std::size_t{1} + std::size_t{32} * (choice >> 3U));
    if ((choice & 1U) == 0) {
        connect_and_log_on(engine, server);
    } else {
        query(engine, server, (choice & 2U) != 0, (choice & 4U) != 0 ? wire::tns::accept_flag2::end_of_response : 0);
    }
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
