// A byte that changes in a recorded message never passes unnoticed: a named field changes, or the message is refused.
#include <gmock/gmock.h>

#include <cstdlib>
#include <random>

#include "support/recorded_traces.hpp"
#include "trace/document.hpp"
#include "trace/message_reader.hpp"

namespace oraxx::test {
namespace {

using base::byte_buffer;
using trace::document_builder;
using trace::document_field;
using trace::document_record;
using trace::field_kind;

// Enough for every run of the tests; ORAXX_FLIPS=100000 asks for more.
constexpr unsigned long default_flips = 20'000;
constexpr unsigned seed = 20261123;

struct recorded_turn {
    std::string capture{};
    bool from_client = false;
    trace::session_state known;
    trace::stated_body stated{};
    byte_buffer bytes{};
};

struct read_turn {
    std::vector<document_record> records{};
    std::size_t undecoded_bytes = 0;
};

class turn_collector final : public trace::quiet_printer {
public:
    turn_collector(std::string capture, std::vector<recorded_turn>& out) : capture_(std::move(capture)), out_(&out) {}

    void begin_turn(bool from_client, const trace::session_state& known, const trace::stated_body& stated,
                    base::bytes_view bytes) override {
        out_->push_back({capture_, from_client, known, stated, {bytes.begin(), bytes.end()}});
    }

private:
    std::string capture_;
    std::vector<recorded_turn>* out_;
};

read_turn read(const recorded_turn& turn, base::bytes_view bytes) {
    read_turn out;
    document_builder builder;
    trace::trace_summary summary;
    auto state = turn.known;
    trace::order_judge order(builder, summary);
    trace::message_reader(state, order, builder, summary).read_turn(bytes, turn.from_client, turn.stated);
    out.records = builder.take();
    out.undecoded_bytes = summary.undecoded_bytes;
    return out;
}

// Turns of all captures that can be read at least in part, with what is read.
const std::vector<std::pair<recorded_turn, read_turn>>& recorded_turns() {
    static const auto all = [] {
        std::vector<recorded_turn> turns;
        for (const auto& name : capture_names()) {
            turn_collector collector(name, turns);
            (void)trace::decode_trace(parsed_trace(name), collector);
        }
        std::vector<std::pair<recorded_turn, read_turn>> out;
        for (auto& turn : turns) {
            auto now = read(turn, turn.bytes);
            if (now.undecoded_bytes < turn.bytes.size()) out.emplace_back(std::move(turn), std::move(now));
        }
        return out;
    }();
    return all;
}

bool holds_unnamed_bytes(const std::vector<document_record>& records) {
    for (const auto& record : records) {
        for (const auto& field : record.fields) {
            if (field.kind == field_kind::undecoded && field.reason == trace::unnamed_bytes) return true;
        }
    }
    return false;
}

// Names and values alone, without the ways in which the same value may stand.
void append_plain(const document_field& field, std::string& out) {
    out += field.name + '=' + (field.is_negative ? "-" : "") + std::to_string(field.magnitude) + ',';
    out.append(field.value.begin(), field.value.end());
    out += ';';
    for (const auto& each : field.fields) append_plain(each, out);
}

std::string plain(const std::vector<document_record>& records) {
    std::string out;
    for (const auto& record : records) {
        out += record.name + ':';
        for (const auto& field : record.fields) append_plain(field, out);
    }
    return out;
}

struct flip_counts {
    std::size_t changed_value = 0;   // a field has another value
    std::size_t changed_length = 0;  // a field has the same value, and says that its length stands otherwise
    std::size_t refused = 0;
};

// Empty when the flip was noticed.
std::string judge(const read_turn& before, const read_turn& now, flip_counts& counts) {
    if (holds_unnamed_bytes(now.records)) return "bytes without a name";
    if (now.undecoded_bytes > before.undecoded_bytes) {
        ++counts.refused;
    } else if (plain(now.records) != plain(before.records)) {
        ++counts.changed_value;
    } else if (now.records != before.records) {
        ++counts.changed_length;
    } else {
        return "unnoticed";
    }
    return {};
}

std::string place(const std::string& capture, bool from_client, std::size_t at, std::size_t size) {
    return capture + (from_client ? ", client" : ", server") + ", byte " + std::to_string(at) + " of " +
           std::to_string(size) + ": ";
}

unsigned long wanted_flips() {
    const auto* wanted = std::getenv("ORAXX_FLIPS");
    return wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : default_flips;
}

// `flip(random, counts)` changes one byte somewhere, reads again and judges; empty when the change was noticed.
template <class Flip>
void flip_and_expect_notice(const char* what, unsigned long flips, Flip flip) {
    std::mt19937 random(seed);
    flip_counts counts;
    std::vector<std::string> unnoticed;
    for (unsigned long i = 0; i < flips; ++i) {
        auto problem = flip(random, counts);
        if (!problem.empty()) unnoticed.push_back(std::move(problem));
    }
    EXPECT_THAT(unnoticed, testing::IsEmpty());
    std::printf("%s: flips=%lu changed_value=%zu changed_length=%zu refused=%zu\n", what, flips, counts.changed_value,
                counts.changed_length, counts.refused);
    EXPECT_GT(counts.changed_value, flips / 4);
}

TEST(flipped_bytes_of_messages, change_a_named_field_or_are_refused) {
    const auto& turns = recorded_turns();
    ASSERT_GT(turns.size(), 500U);
    flip_and_expect_notice("messages", wanted_flips(), [&](std::mt19937& random, flip_counts& counts) {
        const auto& [turn, before] = turns[random() % turns.size()];
        auto bytes = turn.bytes;
        const auto at = random() % (bytes.size() - before.undecoded_bytes);
        bytes[at] ^= static_cast<std::uint8_t>(1 + random() % 255);
        const auto problem = judge(before, read(turn, bytes), counts);
        return problem.empty() ? problem : place(turn.capture, turn.from_client, at, bytes.size()) + problem;
    });
}

// Packets that hold no messages: connect, accept, refuse, redirect, resend, marker, control, native services.
TEST(flipped_bytes_of_packets, change_a_named_field_or_are_refused) {
    struct packet {
        std::string capture{};
        trace::trace_file file{};  // it alone
        read_turn before{};
    };
    const auto read_alone = [](const trace::trace_file& file) {
        auto document = trace::take_apart(file);
        return read_turn{std::move(document.records), document.summary.undecoded_bytes};
    };
    std::vector<packet> packets;
    for (const auto& name : capture_names()) {
        const auto file = parsed_trace(name);
        if (file.layer != trace::trace_layer::tns) continue;
        for (const auto& line : file.lines) {
            packet alone{name, {}, {}};
            alone.file.lines.push_back(line);
            alone.before = read_alone(alone.file);
            const auto& records = alone.before.records;
            const bool has_messages = records.size() > 2;
            if (alone.before.undecoded_bytes == 0 && !has_messages) packets.push_back(std::move(alone));
        }
    }
    ASSERT_GT(packets.size(), 200U);
    flip_and_expect_notice("packets", wanted_flips() / 10, [&](std::mt19937& random, flip_counts& counts) {
        const auto& packet = packets[random() % packets.size()];
        auto flipped = packet.file;
        auto& bytes = flipped.lines[0].bytes;
        const auto at = random() % bytes.size();
        bytes[at] ^= static_cast<std::uint8_t>(1 + random() % 255);
        const auto problem = judge(packet.before, read_alone(flipped), counts);
        return problem.empty() ? problem
                               : place(packet.capture, flipped.lines[0].from_client, at, bytes.size()) + problem;
    });
}

}  // namespace
}  // namespace oraxx::test
