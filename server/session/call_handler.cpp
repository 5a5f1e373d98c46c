#include "server/session/call_handler.hpp"

#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/version.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

void record(std::string& fact, const ttc::end_to_end::value& value) {
    if (value.present) fact = value.text;
}

template <class Message>
ttc::decode_errc skip_body(ttc::decoder& c) {
    Message ignored;
    return decode(c, ignored);
}

}  // namespace

std::optional<call_failure> call_handler::take_failure() noexcept {
    if (failure_) return std::exchange(failure_, std::nullopt);
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
    default: c.fail("message type", ttc::decode_errc::bad_value); return c.error();
    }
}

ttc::decode_errc call_handler::take_function(const ttc::function_header& header, ttc::decoder& c) {
    switch (header.function) {
    case ttc::function_code::execute: return statements_.execute(header, c);
    case ttc::function_code::reexecute:
    case ttc::function_code::reexecute_fetch: return statements_.reexecute(header, c);
    case ttc::function_code::fetch: return statements_.fetch(header, c);
    case ttc::function_code::version: return take_version(header, c);
    case ttc::function_code::commit:
    case ttc::function_code::rollback: end_transaction(header); break;
    case ttc::function_code::ping:
    case ttc::function_code::logoff: answer_status(header, call_kind::statement); break;
    case ttc::function_code::pipeline_end: {
        const auto code = skip_body<ttc::pipeline_end>(c);
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
    case ttc::function_code::end_to_end: return take_end_to_end(c);
    case ttc::function_code::set_schema: {
        ttc::set_schema message;
        if (decode(c, message) == ttc::decode_errc::ok) facts_.schema = message.schema;
        return c.error();
    }
    case ttc::function_code::session_state: return skip_body<ttc::session_state>(c);
    case ttc::function_code::feature_tracking: return skip_body<ttc::feature_tracking>(c);
    case ttc::function_code::pipeline_begin: return skip_body<ttc::pipeline_begin>(c);
    default: refuse(header, "piggyback"); return ttc::decode_errc::ok;
    }
}

ttc::decode_errc call_handler::take_end_to_end(ttc::decoder& c) {
    ttc::end_to_end message;
    if (decode(c, message) != ttc::decode_errc::ok) return c.error();
    record(facts_.client_id, message.client_id);
    record(facts_.module, message.module);
    record(facts_.action, message.action);
    record(facts_.client_info, message.client_info);
    record(facts_.database_operation, message.dbop);
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
