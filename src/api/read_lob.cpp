#include "api/read_lob.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <oraxx/detail/convert.hpp>
#include <oraxx/detail/value_link.hpp>
#include <oraxx/lob.hpp>

#include "values/lob_text.hpp"
#include "values/type_kind.hpp"

namespace oraxx::detail {
namespace {

errc no_connection(scratch& text) {
    return text.fail({.code = errc::wrong_state,
                      .message = "the rest of the LOB cannot be read: the value has no connection",
                      .advice = "read LOBs before the connection is closed"});
}

bool is_complete(const lob_record& record) noexcept {
    return record.size != lob_record::unknown_size && lob_units(record.text, record.data) == record.size;
}

std::span<char> keep(scratch& text, std::span<const std::uint8_t> bytes) {
    const auto room = text.allocate(bytes.size());
    if (!bytes.empty()) std::memcpy(room.data(), bytes.data(), bytes.size());
    return room;
}

errc text_of(lob_text encoding, std::span<const std::uint8_t> bytes, scratch& text, std::string_view& out) {
    const auto made = lob_text_to_utf8(encoding, bytes);
    if (!made) return errc::protocol_violation;
    const auto room = keep(text, {reinterpret_cast<const std::uint8_t*>(made->data()), made->size()});
    out = {room.data(), room.size()};
    return errc::ok;
}

}  // namespace

errc read_lob_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    const auto record = lob_record::parse({cell.data, cell.size});
    if (!record) return errc::protocol_violation;
    if (is_complete(*record)) return text_of(record->text, record->data, text, out);
    if (cell.link == nullptr) return no_connection(text);
    auto whole = cell.link->read_lob(*record, cell.type);
    if (!whole) return text.fail(std::move(whole).error());
    return text_of(whole->text, whole->bytes, text, out);
}

errc read_located_text(std::span<const std::uint8_t> locator, const cell_ref& cell, scratch& text,
                       std::string_view& out) {
    if (cell.link == nullptr) return no_connection(text);
    auto whole = cell.link->read_lob({.locator = locator}, db_type::clob);
    if (!whole) return text.fail(std::move(whole).error());
    return text_of(whole->text, whole->bytes, text, out);
}

errc read_lob_bytes(const cell_ref& cell, scratch& text, std::span<const std::byte>& out) {
    const auto record = lob_record::parse({cell.data, cell.size});
    if (!record) return errc::protocol_violation;
    if (is_complete(*record)) {
        out = std::as_bytes(record->data);
        return errc::ok;
    }
    if (cell.link == nullptr) return no_connection(text);
    auto whole = cell.link->read_lob(*record, cell.type);
    if (!whole) return text.fail(std::move(whole).error());
    out = std::as_bytes(keep(text, whole->bytes));
    return errc::ok;
}

errc read_value(const cell_ref& cell, scratch& text, lob& out) {
    if (!values::is_lob(cell.type)) return errc::type_mismatch;
    const auto record = lob_record::parse({cell.data, cell.size});
    if (!record) return errc::protocol_violation;
    if (cell.link == nullptr) return no_connection(text);
    auto opened =
        cell.link->open_lob(*record, cell.type, cell.batch != nullptr ? cell.batch->temporary_lobs : nullptr);
    if (!opened) return text.fail(std::move(opened).error());
    out = make_lob(*std::move(opened));
    return errc::ok;
}

}  // namespace oraxx::detail
