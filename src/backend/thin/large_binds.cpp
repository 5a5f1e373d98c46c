#include "backend/thin/large_binds.hpp"

#include <variant>

#include <oraxx/json.hpp>
#include <oraxx/vector.hpp>

#include "values/lob_text.hpp"
#include "wire/ttc/row_data.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::backend::thin {
namespace {

namespace ttc = wire::ttc;
namespace types = wire::types;

constexpr std::size_t plsql_string_limit = 32767;

bool is_lob(db_type type) noexcept {
    return type == db_type::clob || type == db_type::nclob || type == db_type::blob || type == db_type::bfile;
}

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
    return is_lob(type) || type == db_type::json || type == db_type::vector;
}

std::optional<failure> append_large(db_type type, const bind_data& value, const ttc::capabilities& caps,
                                    base::byte_buffer& out) {
    ttc::encoder frame(out, caps);
    if (is_lob(type)) {
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
    if (is_lob(item.type)) return item.type;
    const auto size = text != nullptr ? text->size() : bytes->size();
    if (!is_plsql || item.direction != bind_direction::in || size <= plsql_string_limit) return db_type::unknown;
    if (text == nullptr) return db_type::blob;
    return item.type == db_type::nvarchar2 || item.type == db_type::nchar ? db_type::nclob : db_type::clob;
}

std::optional<std::vector<std::uint8_t>> contents_of(const bind_item& item, detail::lob_text encoding) {
    if (const auto* bytes = std::get_if<std::span<const std::byte>>(&item.value)) {
        const auto* first = reinterpret_cast<const std::uint8_t*>(bytes->data());
        return std::vector<std::uint8_t>(first, first + bytes->size());
    }
    return detail::utf8_to_lob_text(encoding, std::get<std::string_view>(item.value));
}

}  // namespace

result<std::span<const bind_item>> call_lobs::prepare(lob_operations& lobs, std::span<const bind_item> items,
                                                      bool is_plsql) {
    for (std::size_t at = 0; at < items.size(); ++at) {
        const auto type = lob_type_of(items[at], is_plsql);
        if (type == db_type::unknown) continue;
        const bool has_text = std::holds_alternative<std::string_view>(items[at].value);
        if (has_text != (type != db_type::blob)) return cannot_send(type);
        auto lob = lobs.create_temporary(type);
        if (!lob) return std::move(lob).error();
        const auto contents = contents_of(items[at], lobs.text_of(*lob));
        if (!contents) {
            return failure{.code = errc::value_out_of_range, .message = "a text that is bound is not valid UTF-8"};
        }
        if (auto written = lobs.write(*lob, 0, *contents); !written) return std::move(written).error();
        if (items_.empty()) items_.assign(items.begin(), items.end());
        made_.push_back(*std::move(lob));
        items_[at].type = type;
        items_[at].value = detail::bound_lob{made_.back().locator};
    }
    if (items_.empty()) return items;
    return std::span<const bind_item>(items_);
}

}  // namespace oraxx::backend::thin
