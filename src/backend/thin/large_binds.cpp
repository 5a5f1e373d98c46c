#include "backend/thin/large_binds.hpp"

#include <algorithm>
#include <variant>

#include <oraxx/detail/object_description.hpp>
#include <oraxx/json.hpp>
#include <oraxx/vector.hpp>

#include "backend/common/string_limits.hpp"
#include "values/lob_text.hpp"
#include "values/type_kind.hpp"
#include "wire/ttc/row_data.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::backend::thin {
namespace {

namespace ttc = wire::ttc;
namespace types = wire::types;

// What every release takes as VARCHAR2 or RAW, whatever its MAX_STRING_SIZE.
constexpr std::size_t sql_string_limit = 4000;
constexpr std::size_t sql_raw_limit = 2000;

failure cannot_send(db_type type) {
    return {.code = errc::type_mismatch, .message = "the value cannot be sent as " + to_string(type)};
}

std::optional<failure> append_json(const json& document, const ttc::capabilities& caps, base::byte_buffer& image) {
    const auto longest =
        caps.at_least(ttc::field_version::v23_1) ? types::longest_oson_name : types::longest_short_oson_name;
    const auto refused = types::encode_oson(document, image, longest);
    if (refused == types::oson_refusal::none) return std::nullopt;
    return failure{.code = errc::value_out_of_range,
                   .message = std::string("the JSON document cannot be sent: ") + types::to_string(refused)};
}

std::optional<failure> append_vector(const vector& value, base::byte_buffer& image) {
    if (types::encode_vector_image(value, image)) return std::nullopt;
    return failure{.code = errc::value_out_of_range,
                   .message = "a sparse vector of more than 65535 numbers cannot be sent"};
}

vector vector_of(const detail::bound_numbers& numbers) {
    return std::visit([](const auto& held) { return vector(held); }, numbers);
}

std::optional<failure> append_image(db_type type, const bind_data& value, const ttc::capabilities& caps,
                                    base::byte_buffer& image) {
    if (const auto* document = std::get_if<const json*>(&value); document != nullptr && type == db_type::json) {
        return append_json(**document, caps, image);
    }
    if (const auto* text = std::get_if<std::string_view>(&value); text != nullptr && type == db_type::json) {
        auto parsed = json::try_parse(*text);
        if (!parsed) return std::move(parsed).error();
        return append_json(*parsed, caps, image);
    }
    if (type != db_type::vector) return cannot_send(type);
    if (const auto* numbers = std::get_if<const vector*>(&value)) return append_vector(**numbers, image);
    if (const auto* numbers = std::get_if<detail::bound_numbers>(&value)) {
        return append_vector(vector_of(*numbers), image);
    }
    return cannot_send(type);
}

}  // namespace

bool is_large(db_type type) noexcept {
    return values::is_lob(type) || values::is_image_type(type);
}

std::optional<failure> append_large(db_type type, const bind_data& value, const ttc::capabilities& caps,
                                    base::byte_buffer& out) {
    ttc::encoder frame(out, caps);
    if (values::is_lob(type)) {
        const auto* lob = std::get_if<detail::bound_lob>(&value);
        if (lob == nullptr) return cannot_send(type);
        frame.dalc("locator", lob->locator);
        return std::nullopt;
    }
    base::byte_buffer image;
    if (auto why = append_image(type, value, caps, image)) return why;
    const auto locator = ttc::quasi_locator(image.size());
    ttc::wire_value wire;
    wire.is_null = false;
    wire.locator = locator;
    wire.bytes = image;
    ttc::encode_value(frame, ttc::value_role::bind, ttc::value_form::quasi_locator_image, wire);
    return std::nullopt;
}

namespace {

// The LOB type a value has to be written to first; unknown: none.
db_type lob_type_of(const bind_item& item, bool is_plsql) noexcept {
    const auto* text = std::get_if<std::string_view>(&item.value);
    const auto* bytes = std::get_if<std::span<const std::byte>>(&item.value);
    if (item.direction == bind_direction::out || (text == nullptr && bytes == nullptr)) return db_type::unknown;
    if (values::is_lob(item.type)) return item.type;
    const auto size = text != nullptr ? text->size() : bytes->size();
    if (!is_plsql || item.direction != bind_direction::in || size <= plsql_string_limit) return db_type::unknown;
    if (text == nullptr) return db_type::blob;
    return item.type == db_type::nvarchar2 || item.type == db_type::nchar ? db_type::nclob : db_type::clob;
}

db_type plain_type_of(db_type lob) noexcept {
    switch (lob) {
    case db_type::clob: return db_type::varchar2;
    case db_type::nclob: return db_type::nvarchar2;
    case db_type::blob: return db_type::raw;
    default: return db_type::unknown;
    }
}

// Bytes that go as they are for a LOB: a change or a block makes the LOB by itself. A query would have another type.
std::size_t plain_limit(db_type lob, statement_kind kind) noexcept {
    if (kind == statement_kind::plsql) return plsql_string_limit;
    if (kind != statement_kind::dml) return 0;
    return lob == db_type::blob ? sql_raw_limit : sql_string_limit;
}

// An empty value would be NULL.
bool is_short(const bind_item& item, std::size_t limit) noexcept {
    if (item.direction != bind_direction::in) return false;
    if (std::holds_alternative<std::monostate>(item.value)) return true;
    if (const auto* bytes = std::get_if<std::span<const std::byte>>(&item.value)) {
        return item.type == db_type::blob && !bytes->empty() && bytes->size() <= limit;
    }
    const auto* text = std::get_if<std::string_view>(&item.value);
    if (text == nullptr || item.type == db_type::blob || text->empty()) return false;
    return text->size() * (item.type == db_type::nclob ? 2U : 1U) <= limit;
}

// Which type the values of one bind go as instead of LOBs; unknown: as LOBs. All rows alike, as they are declared
// once.
db_type plain_type_of(std::span<const bind_item> items, std::size_t bind, std::size_t width, statement_kind kind) {
    const auto type = plain_type_of(items[bind].type);
    if (type == db_type::unknown) return type;
    const auto limit = plain_limit(items[bind].type, kind);
    for (auto at = bind; at < items.size(); at += width) {
        if (items[at].type != items[bind].type || !is_short(items[at], limit)) return db_type::unknown;
    }
    return type;
}

std::optional<std::vector<std::uint8_t>> contents_of(const bind_data& value, detail::lob_text encoding) {
    if (const auto* bytes = std::get_if<std::span<const std::byte>>(&value)) {
        const auto* first = reinterpret_cast<const std::uint8_t*>(bytes->data());
        return std::vector<std::uint8_t>(first, first + bytes->size());
    }
    return detail::utf8_to_lob_text(encoding, std::get<std::string_view>(value));
}

// What a LOB is made of; monostate: neither text nor bytes.
bind_data lob_contents_of(const value& held) {
    if (const auto* text = held.get_if<std::string>()) return std::string_view(*text);
    if (const auto* bytes = held.get_if<std::vector<std::byte>>()) return std::span<const std::byte>(*bytes);
    return {};
}

}  // namespace

result<std::span<const bind_item>> call_lobs::prepare(lob_operations& lobs, std::span<const bind_item> items,
                                                      std::size_t iterations, statement_kind kind) {
    const auto width = items.size() / std::max(iterations, std::size_t{1});
    std::vector<db_type> plain;
    for (std::size_t bind = 0; bind < width; ++bind) plain.push_back(plain_type_of(items, bind, width, kind));
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (const auto* held = std::get_if<const object*>(&items[at].value)) {
            if (auto done = prepare_object(lobs, **held); !done) return std::move(done).error();
            continue;
        }
        const auto type = lob_type_of(items[at], kind == statement_kind::plsql);
        if (type == db_type::unknown) continue;
        if (const auto as = plain[at % width]; as != db_type::unknown) {
            if (items_.empty()) items_.assign(items.begin(), items.end());
            items_[at].type = as;
            continue;
        }
        auto lob = make(lobs, type, items[at].value);
        if (!lob) return std::move(lob).error();
        if (items_.empty()) items_.assign(items.begin(), items.end());
        items_[at].type = type;
        items_[at].value = detail::bound_lob{(*lob)->locator};
    }
    if (items_.empty()) return items;
    return std::span<const bind_item>(items_);
}

result<const lob_handle*> call_lobs::make(lob_operations& lobs, db_type type, const bind_data& contents) {
    const bool has_text = std::holds_alternative<std::string_view>(contents);
    const bool has_bytes = std::holds_alternative<std::span<const std::byte>>(contents);
    const bool fits = type == db_type::blob ? has_bytes : has_text;
    if (!fits || type == db_type::bfile) return cannot_send(type);
    auto lob = lobs.create_temporary(type);
    if (!lob) return std::move(lob).error();
    const auto bytes = contents_of(contents, lobs.text_of(*lob));
    if (!bytes) {
        return failure{.code = errc::value_out_of_range, .message = "a text that is bound is not valid UTF-8"};
    }
    if (auto written = lobs.write(*lob, 0, *bytes); !written) return std::move(written).error();
    made_.push_back(*std::move(lob));
    return &made_.back();
}

result<void> call_lobs::prepare_object(lob_operations& lobs, const object& of) {
    if (!of.type()) return {};
    const auto& type = of.type().description();
    for (std::size_t at = 0; at < of.size(); ++at) {
        const auto& held = of[at];
        const auto place = type.place(at).type;
        if (const auto* nested = held.get_if<object>()) {
            if (auto done = prepare_object(lobs, *nested); !done) return done;
        } else if (values::is_lob(place) && !held.is_null()) {
            auto lob = make(lobs, place, lob_contents_of(held));
            if (!lob) return std::move(lob).error();
            of_values_.emplace(&held, *lob);
        }
    }
    return {};
}

base::bytes_view call_lobs::locator_of(const value& held) const noexcept {
    const auto found = of_values_.find(&held);
    return found == of_values_.end() ? base::bytes_view() : base::bytes_view(found->second->locator);
}

}  // namespace oraxx::backend::thin
