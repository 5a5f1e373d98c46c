#include "session/piggybacks.hpp"

#include <algorithm>

#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/end_to_end.hpp"
#include "wire/ttc/function_header.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/session_functions.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;

template <class Message>
void write(ttc::encoder& out, state& session, ttc::function_code function, const Message& message) {
    ttc::encode(out,
                ttc::function_header{
                    .type = ttc::message_type::piggyback, .function = function, .sequence = session.next_sequence()});
    ttc::encode(out, message);
}

ttc::end_to_end message_of(const session_tags& tags) {
    namespace flag = ttc::end_to_end_flag;
    ttc::end_to_end out;
    const auto take = [&out](const std::optional<std::string>& tag, std::uint32_t bit,
                             ttc::end_to_end::value& value) {
        if (!tag) return;
        out.flags |= bit;
        value.present = true;
        value.text = *tag;
    };
    take(tags.client_id, flag::client_id, out.client_id);
    take(tags.module, flag::module, out.module);
    take(tags.action, flag::action, out.action);
    take(tags.client_info, flag::client_info, out.client_info);
    take(tags.operation, flag::dbop, out.dbop);
    return out;
}

ttc::app_context message_of(const context_changes::change& change) {
    ttc::app_context out;
    out.name_space = change.name_space;
    out.flags = change.clears ? ttc::app_context::clear : 0;
    if (!change.values.empty()) out.flags |= ttc::app_context::set;
    for (const auto& [attribute, value] : change.values) out.values.push_back({.key = attribute, .value = value});
    return out;
}

void free_lobs(ttc::encoder& out, state& session) {
    constexpr std::size_t most_in_one = 25'000;  // as much as another driver is known to send
    const auto locators = std::exchange(session.lobs_to_free->locators, {});
    base::byte_buffer joined;
    for (std::size_t next = 0; next < locators.size();) {
        joined.clear();
        const auto end = std::min(locators.size(), next + most_in_one);
        for (; next < end; ++next) joined.insert(joined.end(), locators[next].begin(), locators[next].end());
        write(out, session, ttc::lob_request::function,
              ttc::lob_request{.source = joined,
                               .operation = ttc::lob_operation::free_temporary | ttc::lob_operation::array});
    }
}

}  // namespace

void write_piggybacks(ttc::encoder& out, state& session) {
    if (const auto schema = std::exchange(session.schema_to_set, std::nullopt)) {
        session.info.current_schema = *schema;
        write(out, session, ttc::set_schema::function, ttc::set_schema{.schema = *schema});
    }
    for (const auto& change : session.contexts_to_set.take()) {
        write(out, session, ttc::app_context::function, message_of(change));
    }
    if (!session.cursors_to_close.empty() && !session.is_released) {
        write(out, session, ttc::function_code::close_cursors,
              ttc::close_cursors{.cursor_ids = std::exchange(session.cursors_to_close, {})});
    }
    const auto tags = std::exchange(session.tags_to_set, {});
    if (const auto message = message_of(tags); message.flags != 0) {
        write(out, session, ttc::end_to_end::function, message);
    }
    if (!session.is_released) free_lobs(out, session);
}

}  // namespace oraxx::session
