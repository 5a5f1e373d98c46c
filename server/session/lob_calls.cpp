#include "server/session/lob_calls.hpp"

#include <cstdint>

#include "server/session/lob_text.hpp"
#include "wire/ttc/lob_data.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;
namespace operation = wire::ttc::lob_operation;

namespace {

constexpr std::uint32_t usual_chunk = 8132;
constexpr std::uint64_t open_read_only = 1;
constexpr std::uint64_t file_open_read_only = 0x0B;
constexpr std::uint64_t type_blob = 113;
constexpr std::uint64_t form_national = 2;

engine::sql_error failed(int code, const char* text) {
    return {.code = code, .message = text, .position = 0};
}
engine::sql_error unknown_lob() {
    return failed(22275, "ORA-22275: invalid LOB locator specified");
}
engine::sql_error not_open(const char* doing) {
    return {.code = 22289,
            .message = "ORA-22289: cannot perform " + std::string(doing) + " operation on an unopened file or LOB",
            .position = 0};
}

// Takes the value of an outcome or keeps its error.
template <class T>
bool taken(engine::lob_store::outcome<T> from, T& out, std::optional<engine::sql_error>& error) {
    if (auto* failure = std::get_if<engine::sql_error>(&from)) {
        error = std::move(*failure);
        return false;
    }
    out = std::move(std::get<T>(from));
    return true;
}

}  // namespace

ttc::decode_errc lob_calls::operate(const ttc::function_header& header, ttc::decoder& c) {
    ttc::lob_request request;
    if (const auto code = decode(c, request); code != ttc::decode_errc::ok) return code;
    ttc::lob_data data;
    if (request.operation == operation::write) {
        std::uint8_t type = 0;
        c.u8("message type", type);
        if (c.ok() && type != static_cast<std::uint8_t>(ttc::lob_data::type)) {
            c.fail("message type", ttc::decode_errc::bad_value);
        }
        if (decode(c, data) != ttc::decode_errc::ok) return c.error();
    }
    outcome done;
    run(request, data.bytes, done);
    if (done.error) {
        failure_ = make_failure(header, done.error->code, done.error->message);
    } else {
        answer(header, done);
    }
    return ttc::decode_errc::ok;
}

ttc::decode_errc lob_calls::take_piggyback(ttc::decoder& c) {
    ttc::lob_request request;
    if (decode(c, request) != ttc::decode_errc::ok) return c.error();
    if ((request.operation & ~operation::array) == operation::free_temporary) free(request.source);
    return ttc::decode_errc::ok;
}

void lob_calls::free(base::bytes_view locators) {
    while (true) {
        const auto one = first_locator(locators);
        if (one.empty()) return;
        locators_->free(one);
        locators = locators.subspan(one.size());
    }
}

void lob_calls::run(const ttc::lob_request& request, base::bytes_view data, outcome& out) {
    out.reply.shape = answer_shape(request);
    out.reply.source = request.source;
    out.reply.destination = request.destination;
    switch (request.operation) {
    case operation::create_temporary: create(request, out); return;
    case operation::free_temporary:
    case operation::free_temporary | operation::array: free(request.source); return;
    default: break;
    }
    auto* const target = locators_->find(request.source);
    if (target == nullptr) {
        out.error = unknown_lob();
    } else {
        run_on(*target, request, data, out);
    }
}

void lob_calls::run_on(known_lob& target, const ttc::lob_request& request, base::bytes_view data, outcome& out) {
    auto& store = *target.lob.store;
    std::uint64_t size = 0;
    bool exists = false;
    switch (request.operation) {
    case operation::get_length:
        if (taken(store.size(), size, out.error)) out.reply.amount = static_cast<std::int64_t>(size);
        return;
    case operation::chunk_size: out.reply.amount = usual_chunk; return;
    case operation::read: read(target, request, out); return;
    case operation::write: write(target, request, data, out); return;
    case operation::trim:
        out.error = store.trim(request.amount);
        out.reply.amount = static_cast<std::int64_t>(request.amount);
        return;
    case operation::open:
    case operation::file_open: open(target, request, out); return;
    case operation::close:
    case operation::file_close:
        if (!target.is_open) out.error = not_open("CLOSE");
        target.is_open = false;
        return;
    case operation::is_open:
    case operation::file_is_open: out.reply.flag = target.is_open ? 1 : 0; return;
    case operation::file_exists:
        if (taken(store.exists(), exists, out.error)) out.reply.flag = exists ? 1 : 0;
        return;
    default:
        out.error = failed(ora_unimplemented_feature, "ORA-03001: unimplemented feature: LOB operation");
        out.error->message += " " + std::to_string(request.operation);
    }
}

void lob_calls::read(known_lob& target, const ttc::lob_request& request, outcome& out) const {
    if (target.lob.type == db_type::bfile && !target.is_open) {
        out.error = not_open("FILEREAD");
        return;
    }
    if (request.source_offset == 0) {
        out.error = failed(24801, "ORA-24801: illegal parameter value in OCI lob function");
        return;
    }
    base::byte_buffer data;
    // go-ora reads all of a LOB with the amount 0.
    const auto amount = request.amount == 0 ? UINT64_MAX : request.amount;
    if (!taken(target.lob.store->read(request.source_offset - 1, amount), data, out.error)) return;
    out.reply.amount = static_cast<std::int64_t>(is_character_lob(target.lob) ? data.size() / 2 : data.size());
    out.data = lob_to_client(target.lob, std::move(data), *locators_, out_->text());
    out.has_data = !out.data.empty();
}

void lob_calls::write(known_lob& target, const ttc::lob_request& request, base::bytes_view data, outcome& out) const {
    if (target.lob.type == db_type::bfile || (target.is_open && target.is_read_only)) {
        out.error = failed(22294, "ORA-22294: cannot update a LOB opened in read-only mode");
        return;
    }
    if (request.source_offset == 0) {
        out.error = failed(24801, "ORA-24801: illegal parameter value in OCI lob function");
        return;
    }
    const auto stored = lob_from_client(target.lob, data, *locators_, out_->text());
    out.error = target.lob.store->write(request.source_offset - 1, stored);
    out.reply.amount = static_cast<std::int64_t>(is_character_lob(target.lob) ? stored.size() / 2 : stored.size());
}

void lob_calls::open(known_lob& target, const ttc::lob_request& request, outcome& out) {
    if (target.is_open) {
        out.error = failed(22293, "ORA-22293: LOB already opened in the same transaction");
        return;
    }
    if (target.lob.type == db_type::bfile) {
        bool exists = false;
        if (!taken(target.lob.store->exists(), exists, out.error)) return;
        if (!exists) {
            out.error = failed(22288, "ORA-22288: file or LOB operation FILEOPEN failed: no such file");
            return;
        }
    }
    target.is_open = true;
    target.is_read_only = request.amount == open_read_only || request.amount == file_open_read_only;
    out.reply.amount = static_cast<std::int64_t>(request.amount);
}

void lob_calls::create(const ttc::lob_request& request, outcome& out) {
    // The locator takes the whole room that the client made for it; OCI makes room for more than it takes.
    const auto room = request.source.size();
    if (room < locator_table::usual_temporary_size || room > locator_table::longest_temporary_size) {
        out.error = unknown_lob();
        return;
    }
    auto type = request.source_offset == form_national ? db_type::nclob : db_type::clob;
    if (request.destination_offset == type_blob) type = db_type::blob;
    locators_->add(engine_->create_temporary_lob(type), out.locator,
                   out_->caps().dialect.oci ? locator_table::usual_temporary_size : room);
    out.locator.resize(room);
    out.reply.source = out.locator;
    out.reply.charset = type == db_type::nclob ? out_->text().national_id() : out_->text().client_id();
}

void lob_calls::answer(const ttc::function_header& header, const outcome& done) {
    response reply(*out_, header.token);
    if (done.has_data) encode(reply.messages(), ttc::lob_data{.bytes = done.data});
    encode(reply.messages(), done.reply);
    ends_->encode_plain(reply.messages(), header, engine_->in_transaction());
    reply.finish();
}

}  // namespace oraxx::sandbox
