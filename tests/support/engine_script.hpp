// Drives a session engine by hand: bytes in, bytes out, no socket.
#pragma once

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "session/engine.hpp"
#include "session/execute_call.hpp"
#include "support/captures.hpp"

namespace oraxx::test {

// Packets every script needs, from py_free23_26_failed_stmt (protocol 319, end of response negotiated).
namespace recorded {
inline constexpr std::string_view commit_answer = "00000012060000002000090301000501441d";
inline constexpr std::string_view break_marker = "0000000b0c200000010001";
inline constexpr std::string_view reset_marker = "0000000b0c200000010002";
inline constexpr std::string_view mark_alone = "0000000b0600000020001d";  // the last byte of an answer by itself
inline constexpr std::string_view client_reset = "0000000b0c000000010002";
inline constexpr std::string_view client_interrupt = "0000000b0c000000010003";
}  // namespace recorded

inline void feed(session::engine& engine, base::bytes_view bytes) {
    const auto space = engine.input_space(bytes.size());
    std::copy(bytes.begin(), bytes.end(), space.begin());
    engine.received(bytes.size());
}
inline void feed(session::engine& engine, std::string_view hex) {
    const auto bytes = base::parse_hex(hex);
    ASSERT_TRUE(bytes) << hex;
    feed(engine, *bytes);
}

inline base::byte_buffer take_output(session::engine& engine) {
    const auto pending = engine.pending_output();
    base::byte_buffer out(pending.begin(), pending.end());
    engine.consumed(out.size());
    return out;
}
inline std::string take_output_hex(session::engine& engine) {
    return base::hex_lower(take_output(engine));
}

// Past ACCEPT of a recorded session, logged on as far as the engine is concerned.
inline void open_session(session::engine& engine, const wire::ttc::capabilities& caps) {
    engine.start_connect({.connect_data = "(DESCRIPTION=)"}, std::nullopt);
    static const auto accept = read_capture("py_free23_26_fetch_df").packets.at(2).bytes;
    feed(engine, accept);
    ASSERT_TRUE(engine.is_idle());
    ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    engine.session().caps = caps;
    (void)take_output(engine);
}

// One statement on an engine with an open session; its request has been written and taken.
struct running_statement {
    running_statement(std::string text, const wire::ttc::capabilities& caps, const session::wire_binds& binds = {},
                      session::execute_options options = {})
        : call(cursor, binds, options, rows, outs) {
        open_session(engine, caps);
        cursor.sql = std::move(text);
        cursor.text = sql::scan_sql(cursor.sql);
        engine.submit(call, std::nullopt);
        (void)take_output(engine);
    }

    session::engine engine{};
    session::cursor cursor{};
    oraxx::detail::column_batch rows{};
    oraxx::detail::out_values outs{};
    session::execute_call call;
};

}  // namespace oraxx::test
