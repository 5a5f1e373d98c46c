#include "backend/thick/cell_writer.hpp"

#include <cstring>

#include <oraxx/detail/lob_record.hpp>
#include <oraxx/number.hpp>

#include "backend/thick/failures.hpp"
#include "backend/thick/json_values.hpp"
#include "backend/thick/object_cells.hpp"
#include "backend/thick/times.hpp"
#include "base/bytes.hpp"
#include "base/utf.hpp"
#include "values/type_kind.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/scalar.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::backend::thick {
namespace {

namespace types = wire::types;

std::string_view text_of(const dpiBytes& bytes) noexcept {
    return {bytes.ptr, bytes.length};
}

failure strange_value(db_type type) {
    return {.code = errc::protocol_violation,
            .message = "Oracle's client gave a value that is no " + to_string(type),
            .advice = "please report this with the statement and the versions of client and server"};
}

template <class Value>
std::size_t encode_scalar(const Value& value, types::scalar_out out) {
    if constexpr (std::is_same_v<Value, float>) {
        return types::encode_binary_float(value, out);
    } else if constexpr (std::is_same_v<Value, double>) {
        return types::encode_binary_double(value, out);
    } else if constexpr (std::is_same_v<Value, bool>) {
        return types::encode_boolean(value, out);
    } else {
        return types::encode(value, out);
    }
}

}  // namespace

cell_writer::cell_writer(detail::column_batch& out, std::shared_ptr<lob_registry> lobs, const dpiContext* context,
                         open_cursor open)
    : out_(out), lobs_(std::move(lobs)), context_(context), open_cursor_(std::move(open)) {}

template <class Value>
std::optional<failure> cell_writer::write_scalar(const Value& value) {
    types::scalar_buffer buffer;
    const auto size = encode_scalar(value, buffer);
    out_.bytes.insert(out_.bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
    return std::nullopt;
}

std::optional<failure> cell_writer::write(db_type type, const dpiData& value, const described_type* object,
                                          detail::cell& cell) {
    cell = {};
    if (value.isNull != 0) return std::nullopt;
    const auto start = out_.bytes.size();
    if (auto why = object != nullptr ? write_object(*object, value.value.asObject) : write_value(type, value)) {
        return why;
    }
    const auto size = out_.bytes.size() - start;
    if (out_.bytes.size() >= detail::cell::side_bit) {
        return failure{.code = errc::value_out_of_range,
                       .message = "the rows of one fetch are longer than 2 GiB",
                       .advice = "fetch fewer rows at once: fetch_options::array_rows"};
    }
    cell = {.offset = static_cast<std::uint32_t>(start), .size = static_cast<std::uint32_t>(size)};
    return std::nullopt;
}

std::optional<failure> cell_writer::write_value(db_type type, const dpiData& value) {
    const auto& held = value.value;
    switch (type) {
    case db_type::number: return write_number(text_of(held.asBytes));
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar: return write_national(text_of(held.asBytes));
    case db_type::binary_integer: return write_scalar(number(held.asInt64));
    case db_type::binary_float: return write_scalar(held.asFloat);
    case db_type::binary_double: return write_scalar(held.asDouble);
    case db_type::boolean: return write_scalar(held.asBoolean != 0);
    case db_type::date:
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz: return write_time(type, held.asTimestamp);
    case db_type::interval_ds: return write_scalar(interval_of(held.asIntervalDS));
    case db_type::interval_ym: return write_scalar(interval_of(held.asIntervalYM));
    case db_type::rowid:
    case db_type::urowid: return write_rowid(type, held.asRowid);
    case db_type::clob:
    case db_type::nclob:
    case db_type::blob:
    case db_type::bfile: return write_lob(type, held.asLOB);
    case db_type::cursor: return write_cursor(held.asStmt);
    case db_type::json: return write_json(held.asJson);
    case db_type::xmltype: return write_xml(text_of(held.asBytes));
    default: {
        const auto bytes = text_of(held.asBytes);
        out_.bytes.insert(out_.bytes.end(), bytes.begin(), bytes.end());
        return std::nullopt;
    }
    }
}

std::optional<failure> cell_writer::write_number(std::string_view text) {
    // An infinity, which only old servers' data holds, comes as '~' with its sign.
    if (!text.empty() && text.back() == '~') return write_scalar(number::infinity(text.front() == '-'));
    const auto value = number::parse(text);
    if (!value) return strange_value(db_type::number);
    return write_scalar(*value);
}

std::optional<failure> cell_writer::write_national(std::string_view text) {
    const auto units = base::utf8_to_utf16be(text);
    if (!units) return strange_value(db_type::nvarchar2);
    out_.bytes.insert(out_.bytes.end(), units->begin(), units->end());
    return std::nullopt;
}

// ODPI-C gives the fields as the value's own zone shows them; those of TIMESTAMP WITH LOCAL TIME ZONE in the
// session's.
std::optional<failure> cell_writer::write_time(db_type type, const dpiTimestamp& value) {
    const auto fields = timestamp_of(value);
    if (!fields.is_valid()) return strange_value(type);
    if (type == db_type::date) return write_scalar(fields.date);
    if (type == db_type::timestamp) return write_scalar(fields);
    if (type == db_type::timestamp_ltz) return write_scalar(timestamp_ltz{.value = fields});
    const int offset = value.tzHourOffset * 60 + value.tzMinuteOffset;
    return write_scalar(timestamp_tz::from_local(fields, static_cast<std::int16_t>(offset)));
}

std::optional<failure> cell_writer::write_rowid(db_type type, dpiRowid* value) {
    const char* text = nullptr;
    std::uint32_t size = 0;
    if (dpiRowid_getStringValue(value, &text, &size) != DPI_SUCCESS) return strange_value(type);
    if (type == db_type::urowid) {
        if (!types::encode_urowid_text({text, size}, out_.bytes)) return strange_value(type);
        return std::nullopt;
    }
    out_.bytes.insert(out_.bytes.end(), text, text + size);
    return std::nullopt;
}

std::optional<failure> cell_writer::write_json(dpiJson* held) {
    dpiJsonNode* top = nullptr;
    if (dpiJson_getValue(held, DPI_JSON_OPT_NUMBER_AS_STRING, &top) != DPI_SUCCESS) {
        return last_failure(context_, oraxx::phase::fetch);
    }
    const auto document = json_of(*top);
    if (!document) return strange_value(db_type::json);
    const auto refused = types::encode_oson(*document, out_.bytes, types::longest_oson_name);
    if (refused == types::oson_refusal::none) return std::nullopt;
    return failure{.code = errc::value_out_of_range,
                   .message = std::string("the JSON document cannot be read: ") + types::to_string(refused)};
}

// Behind the id of their type, as objects are; nobody asks for that of XMLTYPE.
std::optional<failure> cell_writer::write_xml(std::string_view text) {
    out_.bytes.resize(out_.bytes.size() + std::tuple_size_v<detail::type_oid>);
    types::encode_xml_text(base::as_bytes(text), out_.bytes);
    return std::nullopt;
}

std::optional<failure> cell_writer::write_object(const described_type& type, dpiObject* value) {
    out_.bytes.insert(out_.bytes.end(), type.id.begin(), type.id.end());
    base::byte_buffer image;
    types::object_image_writer writer(image, *type.shape);
    if (auto why = object_reader(*this, context_, writer).read(type, value)) return why;
    if (!writer.finish()) return strange_value(db_type::object);
    out_.bytes.insert(out_.bytes.end(), image.begin(), image.end());
    return std::nullopt;
}

std::optional<failure> cell_writer::write_payload(db_type type, const dpiData& value, base::byte_buffer& payload) {
    const auto start = out_.bytes.size();
    auto why = write_image_value(type, value);
    payload.assign(out_.bytes.begin() + static_cast<std::ptrdiff_t>(start), out_.bytes.end());
    out_.bytes.resize(start);
    return why;
}

std::optional<failure> cell_writer::write_image_value(db_type type, const dpiData& value) {
    const bool is_integer = type == db_type::binary_integer || type == db_type::boolean;
    if (is_integer) {
        const auto held = type == db_type::boolean ? (value.value.asBoolean != 0 ? 1 : 0) : value.value.asInt64;
        types::scalar_buffer buffer;
        const auto size = types::encode_image_integer(static_cast<std::int32_t>(held), buffer);
        out_.bytes.insert(out_.bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
        return std::nullopt;
    }
    if (!values::is_lob(type)) return write_value(type, value);
    if (!write_locator(value.value.asLOB)) return strange_value(type);
    return std::nullopt;
}

// Appends the locator that the handle is kept by, as long as the batch.
bool cell_writer::write_locator(dpiLob* lob) {
    auto kept = share(lob);
    if (!kept) return false;
    if (kept_lobs_ == nullptr) {
        kept_lobs_ = std::make_shared<std::vector<std::shared_ptr<void>>>();
        out_.temporary_lobs = kept_lobs_;
    }
    std::vector<std::uint8_t> locator;
    kept_lobs_->push_back(lobs_->keep(std::move(kept), false, locator));
    out_.bytes.insert(out_.bytes.end(), locator.begin(), locator.end());
    return true;
}

std::optional<failure> cell_writer::write_lob(db_type type, dpiLob* lob) {
    detail::lob_record record;
    record.text =
        type == db_type::clob || type == db_type::nclob ? detail::lob_text::utf16be : detail::lob_text::bytes;
    // The length came with the row. Where it did not, it is asked for with the value.
    std::uint64_t size = 0;
    if (type != db_type::bfile && dpiLob_getSize(lob, &size) == DPI_SUCCESS) record.size = size;
    const auto start = out_.bytes.size();
    detail::lob_record::begin(out_.bytes);
    const auto place = out_.bytes.size();
    if (!write_locator(lob)) return strange_value(type);
    record.finish(out_.bytes, start, 0, static_cast<std::uint32_t>(out_.bytes.size() - place));
    return std::nullopt;
}

std::optional<failure> cell_writer::write_cursor(dpiStmt* cursor) {
    auto opened = open_cursor_(cursor);
    if (opened == nullptr) return strange_value(db_type::cursor);
    const auto place = static_cast<std::uint32_t>(out_.cursors.size());
    out_.cursors.push_back(std::move(opened));
    const auto start = out_.bytes.size();
    out_.bytes.resize(start + sizeof place);
    std::memcpy(out_.bytes.data() + start, &place, sizeof place);
    return std::nullopt;
}

}  // namespace oraxx::backend::thick
