// A session of the client behind ACCEPT and logon; the input is what the server answers. First byte: bit 0 runs a
// block with OUT binds instead of a query, bit 1 interrupts the call before the input comes, bit 2 has answers marked
// at their end; the other bits are the size of the pieces.
#include <span>

#include "session/execute_call.hpp"
#include "session/fetch_call.hpp"
#include "session_peer.hpp"
#include "wire/tns/accept.hpp"

namespace oraxx {
namespace {

using oraxx::detail::column_batch;

constexpr session::clock::time_point start{};

void accept(session::engine& engine, fuzz::session_peer& server, std::uint32_t flags2) {
    base::byte_buffer packet;
    wire::tns::append_packet(packet, wire::tns::accept{.version = session::highest_version, .flags2 = flags2});
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    server.discard_output();
    server.feed(packet);
}

void check_cells(const column_batch& rows, std::size_t cells) {
    ORAXX_FUZZ_REQUIRE(rows.cells.size() >= cells, "a batch is rectangular");
    for (const auto& cell : std::span(rows.cells).first(cells)) {
        if (cell.is_null() || cell.size == 0) continue;
        const bool aside = (cell.offset & oraxx::detail::cell::side_bit) != 0;
        const auto begin = std::size_t{cell.offset & ~oraxx::detail::cell::side_bit};
        const auto limit = aside ? rows.side_bytes.size() : rows.bytes.size();
        ORAXX_FUZZ_REQUIRE(begin + cell.size <= limit, "a cell lies inside its batch");
    }
}

void check_batch(const column_batch& rows) {
    check_cells(rows, std::size_t{rows.rows} * rows.types.size());
}

void check_outs(const oraxx::detail::out_values& outs) {
    check_cells(outs.cells, outs.cells.cells.size());
    ORAXX_FUZZ_REQUIRE(outs.runs.size() == outs.iterations() * outs.binds(),
                       "a row of OUT values is whole or not there");
    for (const auto& run : outs.runs) {
        if (run.count == oraxx::detail::out_values::run::nothing) continue;
        ORAXX_FUZZ_REQUIRE(run.first + std::size_t{run.count} <= outs.cells.cells.size(),
                           "a run lies inside its cells");
    }
}

session::cursor cursor_of(std::string_view sql) {
    session::cursor cursor;
    cursor.sql = sql;
    cursor.text = sql::scan_sql(sql);
    return cursor;
}

void query(session::engine& engine, fuzz::session_peer& server, bool interrupt) {
    auto cursor = cursor_of("select * from t");
    column_batch rows;
    oraxx::detail::out_values outs;
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

// Twice, so that the second run goes by the cursor of the first.
void block(session::engine& engine, fuzz::session_peer& server, bool interrupt) {
    auto cursor = cursor_of("begin p(:a, :b); end;");
    std::vector<wire::ttc::bind_metadata> metadata(2);
    metadata[0].type = static_cast<std::uint8_t>(db_type::number);
    metadata[0].buffer_size = 22;
    metadata[1].type = static_cast<std::uint8_t>(db_type::varchar2);
    metadata[1].buffer_size = 4000;
    const std::vector<session::bound_value> values(2);
    for (int i = 0; i < 2 && engine.is_usable() && !engine.outcome(); ++i) {
        column_batch rows;
        oraxx::detail::out_values outs;
        session::execute_call execute(cursor, {metadata, values}, {}, rows, outs);
        engine.submit(execute, start);
        if (interrupt) engine.request_break(start);
        server.talk();
        if (!engine.outcome()) check_outs(outs);
    }
}

void run(base::bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    session::engine engine;
    fuzz::session_peer server(engine, input, std::size_t{1} + std::size_t{32} * (choice >> 3U));
    accept(engine, server, (choice & 4U) != 0 ? wire::tns::accept_flag2::end_of_response : 0);
    if (!engine.is_idle() || !engine.is_usable()) return;
    const bool interrupt = (choice & 2U) != 0;
    (choice & 1U) != 0 ? block(engine, server, interrupt) : query(engine, server, interrupt);
}

}  // namespace
}  // namespace oraxx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::run({data, size});
    return 0;
}
