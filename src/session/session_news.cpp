#include "session/session_news.hpp"

#include "base/utf.hpp"
#include "session/nls.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
namespace keyword = wire::ttc::session_keyword;

// Servers write the value of a setting into either half of a pair.
std::string_view text_of(const ttc::keyword_value& pair) noexcept {
    return pair.text.empty() ? base::as_text(pair.binary) : pair.text;
}

void take_time_zone(base::bytes_view bytes, state& session) {
    auto zone = decode_zone_news(bytes);
    if (!zone) return;
    session.zones.session = zone->offset_minutes;
    session.info.time_zone = std::move(zone->name);
}

void take_session_return(const ttc::server_piggyback& news, state& session) {
    if (news.session_id != 0) session.info.session_id = news.session_id;
    if (news.serial != 0) session.info.serial_number = news.serial;
    if ((news.flags & ttc::server_piggyback::session_changed) != 0) session.forget_cursors();
    session.is_released = false;
}

}  // namespace

void take_session_pairs(std::span<const ttc::keyword_value> pairs, state& session) {
    for (const auto& pair : pairs) {
        const auto text = text_of(pair);
        if (pair.keyword == keyword::time_zone) {
            take_time_zone(pair.binary, session);
        } else if (!base::is_valid_utf8(text)) {
            continue;  // in the database's own character set: nothing to show anyone
        } else if (pair.keyword == keyword::current_schema) {
            session.info.current_schema = std::string(text);
        } else if (pair.keyword == keyword::edition) {
            session.info.edition = std::string(text);
        } else {
            (void)take_nls_keyword(pair.keyword, text, session.info.nls);
        }
    }
}

void take_piggyback(const ttc::server_piggyback& news, state& session) {
    using code = ttc::server_piggyback_code;
    switch (news.code) {
    case code::os_pid: session.info.server_process = base::to_string(news.os_pid); return;
    case code::session_return: take_session_return(news, session); return;
    case code::session_sync: take_session_pairs(news.pairs, session); return;
    case code::logical_transaction_id: {
        const auto* bytes = reinterpret_cast<const std::byte*>(news.context.data());
        session.info.logical_transaction_id.assign(bytes, bytes + news.context.size());
        return;
    }
    case code::query_cache_invalidation:
    case code::trace_event:
    case code::replay_context:
    case code::extended_sync:
    case code::session_signature: return;
    }
}

}  // namespace oraxx::session
