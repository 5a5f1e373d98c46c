#include "server/session/call_handler.hpp"

#include "server/session/logon.hpp"
#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/version.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

// No attribute of USERENV shows it: Oracle has it in V$SQL_MONITOR.
constexpr std::string_view database_operation = "DBOP_NAME";

template <class Message>
ttc::decode_errc skip_body(ttc::decoder& c) {
    Message ignored;
    return decode(c, ignored);
}

// A logoff, or a session that goes back to the server's pool, and nothing behind it.
bool is_last_call(base::bytes_view message, const ttc::decoder& of) {
    base::arena scratch;
    ttc::decoder c(message, of.caps(), scratch);
    ttc::function_header header;
    c.u8("message type", header.type);
    if (header.type != ttc::message_type::function || decode(c, header) != ttc::decode_errc::ok) return false;
    const bool is_release = header.function == ttc::function_code::session_release;
    if (!is_release && header.function != ttc::function_code::logoff) return false;
    if (is_release && skip_body<ttc::session_release>(c) != ttc::decode_errc::ok) return false;
    return c.reader().remaining() == 0;
}

// The body has no length and its fields are not understood; OCI clients put it before the last call of a session and
// nowhere else.
ttc::decode_errc skip_to_last_call(ttc::decoder& c) {
    constexpr std::size_t longest = 64;  // of a last call: a tag of the program's is the only long thing
    const auto rest = c.reader().rest();
    for (std::size_t size = 1; size <= std::min(longest, rest.size()); ++size) {
        if (!is_last_call(rest.subspan(rest.size() - size), c)) continue;
        c.reader().skip(rest.size() - size);
        return c.error();
    }
    c.fail("feature statistics", ttc::decode_errc::unsupported);
    return c.error();
}

}  // namespace

std::optional<call_failure> call_handler::take_failure() noexcept {
    if (failure_) return std::exchange(failure_, std::nullopt);
    if (auto failure = lobs_.take_failure()) return failure;
    return statements_.take_failure();
}

ttc::decode_errc call_handler::take(ttc::decoder& c) {
    if (statements_.awaits_rows()) return statements_.take_rows(c);
    ttc::function_header header;
    c.u8("message type", header.type);
    if (decode(c, header) != ttc::decode_errc::ok) return c.error();
    switch (header.type) {
    case ttc::message_type::function: return take_function(header, c);
    case ttc::message_type::piggyback: return take_piggyback(header, c);
    case ttc::message_type::one_way_function: return take_one_way(header, c);
    default: c.fail("message type", ttc::decode_errc::bad_value); return c.error();
    }
}

ttc::decode_errc call_handler::take_function(const ttc::function_header& header, ttc::decoder& c) {
    switch (header.function) {
    case ttc::function_code::execute: return statements_.execute(header, c);
    case ttc::function_code::reexecute:
    case ttc::function_code::reexecute_fetch: return statements_.reexecute(header, c);
    case ttc::function_code::fetch: return statements_.fetch(header, c);
    case ttc::function_code::lob_operation: return lobs_.operate(header, c);
    case ttc::function_code::describe_statement: return statements_.describe_only(header, c);
    case ttc::function_code::version: return take_version(header, c);
    case ttc::function_code::auth_phase_two: return take_password_change(header, c);
    case ttc::function_code::commit:
    case ttc::function_code::rollback: end_transaction(header); break;
    case ttc::function_code::logoff:
        (void)engine_->commit();  // as real servers: only a session that ends without is rolled back
        answer_status(header, call_kind::statement);
        break;
    case ttc::function_code::ping: answer_status(header, call_kind::statement); break;
    case ttc::function_code::pipeline_end: {
        const auto code = skip_body<ttc::pipeline_end>(c);
        if (code == ttc::decode_errc::ok) answer_status(header, call_kind::statement);
        return code;
    }
    case ttc::function_code::session_release: {
        const auto code = take_release(c);
        if (code == ttc::decode_errc::ok) answer_status(header, call_kind::statement);
        return code;
    }
    default: refuse(header, "function"); break;
    }
    return ttc::decode_errc::ok;
}

ttc::decode_errc call_handler::take_piggyback(const ttc::function_header& header, ttc::decoder& c) {
    switch (header.function) {
    case ttc::function_code::close_cursors:
    case ttc::function_code::cancel_cursors: {
        ttc::close_cursors message;
        if (decode(c, message) != ttc::decode_errc::ok) return c.error();
        for (const auto id : message.cursor_ids) {
            if (header.function == ttc::function_code::close_cursors) {
                statements_.close_cursor(id);
            } else {
                statements_.cancel_cursor(id);
            }
        }
        return ttc::decode_errc::ok;
    }
    case ttc::function_code::lob_operation: return lobs_.take_piggyback(c);
    case ttc::function_code::end_to_end: return take_end_to_end(c);
    case ttc::function_code::set_schema: {
        ttc::set_schema message;
        if (decode(c, message) == ttc::decode_errc::ok) engine_->set_schema(canonical_user(message.schema));
        return c.error();
    }
    case ttc::function_code::app_context: return take_app_context(c);
    case ttc::function_code::session_switch: return skip_body<ttc::session_switch>(c);
    case ttc::function_code::session_state: return skip_body<ttc::session_state>(c);
    case ttc::function_code::feature_tracking: return skip_body<ttc::feature_tracking>(c);
    case ttc::function_code::feature_statistics: return skip_to_last_call(c);
    case ttc::function_code::pipeline_begin: return skip_body<ttc::pipeline_begin>(c);
    default: refuse(header, "piggyback"); return ttc::decode_errc::ok;
    }
}

ttc::decode_errc call_handler::take_end_to_end(ttc::decoder& c) {
    ttc::end_to_end message;
    if (decode(c, message) != ttc::decode_errc::ok) return c.error();
    namespace flag = ttc::end_to_end_flag;
    // OCI has values, empty ones, without their flags, too: they stay what they were.
    const auto tell = [&](std::string_view attribute, std::uint32_t bit, const ttc::end_to_end::value& value) {
        const bool is_set = value.present && (message.flags & bit) != 0;
        if (is_set) engine_->set_context("USERENV", attribute, value.text);
    };
    tell("CLIENT_IDENTIFIER", flag::client_id, message.client_id);
    tell("MODULE", flag::module, message.module);
    tell("ACTION", flag::action, message.action);
    tell("CLIENT_INFO", flag::client_info, message.client_info);
    tell(database_operation, flag::dbop, message.dbop);
    return ttc::decode_errc::ok;
}

ttc::decode_errc call_handler::take_app_context(ttc::decoder& c) {
    ttc::app_context message;
    if (decode(c, message) != ttc::decode_errc::ok) return c.error();
    if ((message.flags & ttc::app_context::clear) != 0) engine_->clear_context(message.name_space);
    for (const auto& each : message.values) engine_->set_context(message.name_space, each.key, each.value);
    return ttc::decode_errc::ok;
}

// Nothing answers it, whatever becomes of it.
ttc::decode_errc call_handler::take_one_way(const ttc::function_header& header, ttc::decoder& c) {
    if (header.function != ttc::function_code::session_release) {
        c.fail("one-way function", ttc::decode_errc::unsupported);
        return c.error();
    }
    return take_release(c);
}

// OCI clients wait for an answer when the connection ends with it, and only then.
ttc::decode_errc call_handler::take_release(ttc::decoder& c) {
    ttc::session_release message;
    if (decode(c, message) == ttc::decode_errc::ok && owner_ != nullptr) owner_->release_session();
    return c.error();
}

ttc::decode_errc call_handler::take_password_change(const ttc::function_header& header, ttc::decoder& c) {
    ttc::auth_request request;
    if (decode(c, request) != ttc::decode_errc::ok) return c.error();
    const auto error = owner_ != nullptr ? owner_->change_password(request) : ora_insufficient_privileges;
    if (error != 0) {
        failure_ = make_failure(header, static_cast<int>(error), logon_error_text(*config_->persona, error));
        return ttc::decode_errc::ok;
    }
    response answer(*out_, header.token);
    encode(answer.messages(), ttc::auth_parameters{});
    ends_->encode_status(answer.messages(), call_kind::statement, engine_->in_transaction());
    answer.finish();
    return ttc::decode_errc::ok;
}

ttc::decode_errc call_handler::take_version(const ttc::function_header& header, ttc::decoder& c) {
    if (skip_body<ttc::version_request>(c) != ttc::decode_errc::ok) return c.error();
    response answer(*out_, header.token);
    encode(answer.messages(),
           ttc::version_reply{.banner = config_->persona->banner, .number = config_->persona->version_number});
    ends_->encode_status(answer.messages(), call_kind::statement, engine_->in_transaction());
    answer.finish();
    return ttc::decode_errc::ok;
}

void call_handler::end_transaction(const ttc::function_header& header) {
    auto error = header.function == ttc::function_code::commit ? engine_->commit() : engine_->rollback();
    if (error) {
        failure_ = make_failure(header, error->code, error->message);
        return;
    }
    answer_status(header, call_kind::transaction_end);
}

void call_handler::answer_status(const ttc::function_header& header, call_kind kind) {
    response answer(*out_, header.token);
    ends_->encode_status(answer.messages(), kind, engine_->in_transaction());
    answer.finish();
}

void call_handler::refuse(const ttc::function_header& header, std::string_view what) {
    const auto name = name_of(header.function);
    std::string text = "ORA-03115: unsupported network request: ";
    text += what;
    text += " " + std::to_string(static_cast<unsigned>(header.function));
    if (!name.empty()) text += " (" + std::string(name) + ")";
    config_->note(text);
    failure_ = make_failure(header, ora_unknown_request, text);
}

}  // namespace oraxx::sandbox
