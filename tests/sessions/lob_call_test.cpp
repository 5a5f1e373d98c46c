// Operations on LOBs: what rust_xe21_lob and go_oracle_clob_ops recorded of real servers.
#include <gtest/gtest.h>

#include "session/lob_call.hpp"
#include "session/simple_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using session::lob_call;
using session::lob_locator;
namespace ttc = wire::ttc;
namespace operation = wire::ttc::lob_operation;

// What stands behind the header and the data flags of a packet.
base::bytes_view body_of(base::bytes_view packet) {
    constexpr std::size_t header_and_flags = 10;
    return packet.subspan(header_and_flags);
}

base::byte_buffer packet_of(base::bytes_view body) {
    net::frame_writer writer;
    writer.use_form(wire::tns::length_form::large);
    auto& payload = writer.begin_data();
    payload.insert(payload.end(), body.begin(), body.end());
    writer.end_data({});
    const auto bytes = writer.pending();
    return {bytes.begin(), bytes.end()};
}

struct lob_session {
    lob_session() {
        auto caps = read_exchanges("py_free23_26_failed_stmt").caps;
        caps.version = ttc::field_version::v21_1;
        caps.end_of_response = false;
        open_session(engine, caps);
    }

    // Runs one operation against a recorded answer; the body of the request.
    std::string run(lob_call& work, base::bytes_view answer) {
        engine.submit(work, std::nullopt);
        auto request = take_output(engine);
        feed(engine, packet_of(answer));
        EXPECT_TRUE(engine.is_idle());
        EXPECT_FALSE(engine.outcome()) << engine.outcome()->to_string();
        return base::hex_lower(body_of(request));
    }

    session::engine engine;
};

class rust_lob : public ::testing::Test {
protected:
    rust_lob() {
        // The recorded calls are number 3 and following.
        (void)session.engine.session().next_sequence();
        (void)session.engine.session().next_sequence();
    }
    [[nodiscard]] std::string recorded_request(std::size_t at) const {
        return base::hex_lower(body_of(recording.packets.at(at).bytes));
    }
    [[nodiscard]] base::bytes_view recorded_answer(std::size_t at) const {
        return body_of(recording.packets.at(at).bytes);
    }

    capture recording = read_capture("rust_xe21_lob");
    lob_session session{};
};

TEST_F(rust_lob, is_created_written_and_read_as_recorded) {
    lob_locator locator(ttc::new_locator_size);
    lob_call create(locator,
                    {.destination_length = 10,
                     .has_charset = true,
                     .wants_flag = true,
                     .operation = operation::create_temporary,
                     .source_offset = 1,
                     .destination_offset = 113,
                     .charset = 873},
                    {}, nullptr, 0);
    EXPECT_EQ(session.run(create, recorded_answer(1)), recorded_request(0));
    const std::string_view made = "00260001810800010001a2b900000043000000010000000a000000010000a62b6539000000010000";
    EXPECT_EQ(base::hex_lower(locator), made);

    const std::string_view payload = "rust-oracledb cassette blob payload";
    lob_call write(locator, {.operation = operation::write, .source_offset = 1}, base::as_bytes(payload), nullptr, 0);
    EXPECT_EQ(session.run(write, recorded_answer(3)), recorded_request(2));

    std::vector<std::uint8_t> data;
    lob_call read(locator, {.operation = operation::read, .source_offset = 1, .has_amount = true, .amount = 4000}, {},
                  &data, 4000);
    EXPECT_EQ(session.run(read, recorded_answer(5)), recorded_request(4));
    EXPECT_EQ(base::as_text(data), payload);
    EXPECT_EQ(read.amount(), 35);
}

TEST_F(rust_lob, cut_after_any_byte_is_a_lost_connection) {
    struct answered {
        std::size_t packet;
        ttc::lob_request request;
        std::size_t most;  // of the data it brings
    };
    const answered calls[] = {
        {1, {.destination_length = 10, .wants_flag = true, .operation = operation::create_temporary}, 0},
        {3, {.operation = operation::write, .source_offset = 1}, 0},
        {5, {.operation = operation::read, .source_offset = 1, .has_amount = true, .amount = 4000}, 4000},
    };
    for (const auto& each : calls) {
        const auto& answer = recording.packets.at(each.packet).bytes;
        for (std::size_t count = 0; count < answer.size(); ++count) {
            lob_session fresh;
            lob_locator locator(40);
            std::vector<std::uint8_t> data;
            lob_call work(locator, each.request, {}, each.most == 0 ? nullptr : &data, each.most);
            fresh.engine.submit(work, std::nullopt);
            (void)take_output(fresh.engine);
            feed(fresh.engine, base::bytes_view(answer).first(count));
            fresh.engine.end_of_input();
            const auto why = fresh.engine.take_outcome();
            ASSERT_TRUE(why) << "packet " << each.packet << ", cut after " << count;
            ASSERT_EQ(why->code, errc::connection_lost) << why->to_string();
            ASSERT_LE(data.size(), count) << "no more than came";
        }
    }
}

TEST_F(rust_lob, that_sends_more_than_was_asked_for_is_refused) {
    lob_locator locator(ttc::new_locator_size);
    std::vector<std::uint8_t> data;
    lob_call read(locator, {.operation = operation::read, .source_offset = 1, .has_amount = true, .amount = 34}, {},
                  &data, 34);
    session.engine.submit(read, std::nullopt);
    feed(session.engine, recording.packets.at(5).bytes);
    ASSERT_TRUE(session.engine.outcome());
    EXPECT_EQ(session.engine.outcome()->code, errc::protocol_violation);
    EXPECT_TRUE(data.empty());
}

TEST(lob_call, tells_sizes_and_answers_of_go_recordings) {
    const auto recording = read_capture("go_oracle_clob_ops");
    const auto locator_in = [&](std::size_t packet, std::size_t offset, std::size_t size) {
        const auto& bytes = recording.packets.at(packet).bytes;
        return lob_locator(bytes.begin() + static_cast<std::ptrdiff_t>(offset),
                           bytes.begin() + static_cast<std::ptrdiff_t>(offset + size));
    };
    // The recording lacks the type byte of the answers.
    const auto answer = [&](std::size_t packet) {
        base::byte_buffer out{8};
        const auto& bytes = recording.packets.at(packet).bytes;
        out.insert(out.end(), bytes.begin(), bytes.end());
        return out;
    };
    lob_session session;
    auto locator = locator_in(10, 0, 114);
    lob_call length(locator, {.operation = operation::get_length, .has_amount = true}, {}, nullptr, 0);
    (void)session.run(length, answer(10));
    EXPECT_EQ(length.amount(), 30);
    lob_call open(locator, {.wants_flag = true, .operation = operation::is_open}, {}, nullptr, 0);
    (void)session.run(open, answer(8));
    EXPECT_FALSE(open.flag());
    auto temporary = locator_in(14, 0, 40);
    lob_call chunk(temporary, {.operation = operation::chunk_size, .has_amount = true}, {}, nullptr, 0);
    (void)session.run(chunk, answer(14));
    EXPECT_EQ(chunk.amount(), 8132);
}

// What a server is expected to say behind the end of a LOB; no recording has it.
TEST(lob_call, takes_no_data_found_for_the_end) {
    lob_session session;
    lob_locator locator(ttc::new_locator_size);
    std::vector<std::uint8_t> data;
    base::byte_buffer answer;
    ttc::encoder out(answer, session.engine.session().caps);
    ttc::encode(out, ttc::error_info{.short_error = 1403, .error_number = 1403});
    lob_call read(locator, {.operation = operation::read, .source_offset = 9, .has_amount = true, .amount = 1}, {},
                  &data, 1);
    (void)session.run(read, answer);
    EXPECT_TRUE(data.empty());
}

TEST(freed_lobs, leave_with_the_next_request) {
    lob_session session;
    auto& state = session.engine.session();
    state.lobs_to_free->locators = {{0, 2, 1, 1}, {0, 2, 2, 2}};
    session::simple_call commit(ttc::function_code::commit, oraxx::phase::commit);
    session.engine.submit(commit, std::nullopt);
    // Piggyback of function 96: both locators back to back, operation 0x80111.
    EXPECT_EQ(base::hex_lower(body_of(take_output(session.engine))),
              "11600101"
              "0108"
              "00"
              "00"
              "00"
              "00"
              "00"
              "00"
              "00"
              "0400"
              "080111"
              "00"
              "00"
              "00"
              "00"
              "00"
              "000000000000"
              "0002010100020202"
              "030e02");
    EXPECT_TRUE(state.lobs_to_free->locators.empty());
}

}  // namespace
}  // namespace oraxx::test
