#include "trace/turn_reader.hpp"

#include <algorithm>
#include <array>

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

// Shows nothing, counts the messages that do not come out of the encoder as they went in: they were misread.
class silent_printer final : public quiet_printer {
public:
    [[nodiscard]] bool wants_reencoding() const override { return true; }
    void reencoded(bool, std::string_view, bytes_view wire, bytes_view encoded) override {
        if (!std::equal(wire.begin(), wire.end(), encoded.begin(), encoded.end())) ++misread;
    }

    std::size_t misread = 0;
};

// Every release that changed a layout, newest first.
constexpr field_version releases[] = {field_version::v23_4,      field_version::v23_1_ext3, field_version::v21_1,
                                      field_version::v18_1_ext1, field_version::v12_2_ext1, field_version::v11_2};

// Adds each way clients of a release ask for text, signed bytes and errors.
void add_capabilities(field_version version, bool has_machine_structures, const stated_session& stated,
                      std::vector<capabilities>& all) {
    capabilities caps;
    caps.version = version;
    caps.big_chunks = version > field_version::v11_2;
    caps.max_string_size = stated.max_string_size.value_or(caps.max_string_size);
    caps.dialect.machine_structures = has_machine_structures;
    if (stated.is_wide) {
        caps.dialect.integers = integer_form::fixed_little;
        caps.dialect.oci = true;
    }
    for (const bool error_has_sql_type : {true, false}) {
        if (error_has_sql_type && version < field_version::v20_1) continue;
        caps.error_has_sql_type = error_has_sql_type;
        for (const bool text_has_length : {true, false}) {
            caps.request_text_has_length = text_has_length;
            for (const bool universal_sb1 : {false, true}) {
                if (universal_sb1 && stated.is_wide) continue;
                caps.dialect.universal_sb1 = universal_sb1;
                all.push_back(caps);
            }
        }
    }
}

std::vector<capabilities> possible_capabilities(const stated_session& stated) {
    std::vector<capabilities> all;
    for (const bool has_machine_structures : {false, true}) {
        if (has_machine_structures && !stated.is_wide) continue;
        if (stated.version) {
            add_capabilities(*stated.version, has_machine_structures, stated, all);
        } else {
            for (const auto version : releases) add_capabilities(version, has_machine_structures, stated, all);
        }
    }
    return all;
}

// Calls that an answer without its request may belong to. Only what decides the answer's layout counts.
std::vector<pending_call> possible_calls() {
    std::vector<pending_call> all(1);  // an execute, or a logon if its keys say so
    all.emplace_back().lobs_as_long = true;
    for (const bool has_charset : {false, true}) {
        for (const bool has_amount : {false, true}) {
            for (const bool has_flag : {false, true}) {
                auto& call = all.emplace_back();
                call.function = function_code::lob_operation;
                call.lob_answer = {.has_charset = has_charset, .has_amount = has_amount, .has_flag = has_flag};
            }
        }
    }
    return all;
}

}  // namespace

turn_reader::turn_reader(const stated_session& stated, order_judge& order, trace_printer& out, trace_summary& summary)
    : stated_(stated),
      order_(&order),
      out_(&out),
      summary_(&summary),
      state_(possible_capabilities(stated).front()) {}

void turn_reader::forget() {
    state_ = session_state(possible_capabilities(stated_).front());
}

void turn_reader::assume(const assumption& chosen) {
    state_.caps = chosen.caps;
    state_.unasked = chosen.unasked;
}

void turn_reader::read(bytes_view turn, bool from_client, const stated_body& stated) {
    if (turn.empty()) return;
    if (from_client) {
        state_.calls.clear();
    } else {
        std::erase_if(state_.calls, [](const pending_call& call) { return !call.is_known; });
    }
    assume(best_assumption(turn, from_client, stated));
    out_->begin_turn(from_client, state_, stated, turn);
    message_reader(state_, *order_, *out_, *summary_).read_turn(turn, from_client, stated);
}

turn_reader::assumption turn_reader::best_assumption(bytes_view turn, bool from_client,
                                                     const stated_body& stated) const {
    // What held so far comes first: a session does not change its mind.
    std::vector<capabilities> all_caps{state_.caps};
    // An OCI client on the server's own platform: no type list.
    if (turn[0] == static_cast<std::uint8_t>(message_type::data_types)) {
        all_caps.push_back(state_.caps);
        all_caps.back().data_types_list = false;
    }
    if (!state_.is_negotiated() || stated_.single_turns) {
        for (const auto& caps : possible_capabilities(stated_)) all_caps.push_back(caps);
    }
    std::vector<pending_call> all_calls{state_.unasked};
    if (!from_client && state_.calls.empty()) {
        for (auto& call : possible_calls()) all_calls.push_back(call);
    }
    assumption best{state_.caps, state_.unasked};
    if (all_caps.size() == 1 && all_calls.size() == 1) return best;
    // What is unread, what is unread with the message it belongs to, messages that were misread.
    using cost_type = std::array<std::size_t, 3>;
    std::optional<cost_type> least;
    for (const auto& call : all_calls) {
        for (const auto& caps : all_caps) {
            auto state = state_;
            state.caps = caps;
            state.unasked = call;
            silent_printer silent;
            trace_summary summary;
            order_judge unheard(silent, summary);
            message_reader messages(state, unheard, silent, summary);
            messages.read_turn(turn, from_client, stated);
            const cost_type cost{messages.unread_bytes(), summary.undecoded_bytes, silent.misread};
            if (least && cost >= *least) continue;
            least = cost;
            best = {caps, call};
            if (cost == cost_type{}) return best;
        }
    }
    return best;
}

}  // namespace oraxx::trace
