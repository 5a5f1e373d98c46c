#include "backend/thick/object_cells.hpp"

#include <array>

#include "backend/thick/failures.hpp"
#include "backend/thick/value_forms.hpp"

namespace oraxx::backend::thick {
namespace {

// What ODPI-C gives out of objects. Of intervals and ROWIDs it says DPI-1014.
bool is_readable(db_type type) noexcept {
    switch (type) {
    case db_type::interval_ds:
    case db_type::interval_ym:
    case db_type::rowid:
    case db_type::urowid:
    case db_type::long_text:
    case db_type::long_nvarchar:
    case db_type::long_raw:
    case db_type::cursor:
    case db_type::xmltype: return false;
    default: return form_of(type).is_supported();
    }
}

failure cannot_read(const described_type& type, const described_place& place, std::size_t at) {
    return {.code = errc::unsupported,
            .message = (place.name.empty() ? "element " + std::to_string(at) : "attribute " + place.name) + " (" +
                       to_string(place.type) + ") of " + type.name + " cannot be read in thick mode",
            .advice = "select the attribute by itself, or use driver_mode::thin"};
}

}  // namespace

failure object_reader::last() const {
    return last_failure(context_, oraxx::phase::fetch);
}

std::optional<failure> object_reader::read(const described_type& type, dpiObject* object) {
    if (type.is_collection()) return read_elements(type, object);
    out_.begin();
    for (std::size_t at = 0; at < type.places.size(); ++at) {
        auto* attribute = type.places[at].attribute.get();
        auto why = read_place(type, type.places[at], at, [&](dpiNativeTypeNum native, dpiData* data) {
            return dpiObject_getAttributeValue(object, attribute, native, data);
        });
        if (why) return why;
    }
    out_.end();
    return std::nullopt;
}

std::optional<failure> object_reader::read_elements(const described_type& type, dpiObject* object) {
    // Nested tables may have gaps: dpiObject_getSize() counts them.
    std::vector<std::int32_t> places;
    std::int32_t index = 0;
    int exists = 0;
    int code = dpiObject_getFirstIndex(object, &index, &exists);
    while (code == DPI_SUCCESS && exists != 0) {
        places.push_back(index);
        code = dpiObject_getNextIndex(object, places.back(), &index, &exists);
    }
    if (code != DPI_SUCCESS) return last();
    out_.begin(static_cast<std::uint32_t>(places.size()));
    for (std::size_t at = 0; at < places.size(); ++at) {
        if (type.has_keys()) out_.key(places[at]);
        auto why = read_place(type, type.places.front(), at, [&](dpiNativeTypeNum native, dpiData* data) {
            return dpiObject_getElementValueByIndex(object, places[at], native, data);
        });
        if (why) return why;
    }
    out_.end();
    return std::nullopt;
}

template <class Get>
std::optional<failure> object_reader::read_place(const described_type& type, const described_place& place,
                                                 std::size_t at, Get&& get) {
    if (!is_readable(place.type)) return cannot_read(type, place, at);
    constexpr std::size_t longest_number = 200;  // ODPI-C needs 172 at most
    std::array<char, longest_number> digits{};
    dpiData data{};
    if (place.type == db_type::number) data.value.asBytes = {digits.data(), digits.size(), nullptr};
    if (get(form_of(place.type).native, &data) != DPI_SUCCESS) return last();
    if (data.isNull != 0) {
        out_.null();
        return std::nullopt;
    }
    return write(place, data);
}

std::optional<failure> object_reader::write(const described_place& place, const dpiData& data) {
    if (place.type == db_type::object) {
        const object_handle owner(data.value.asObject);
        return read(*place.nested, owner.get());
    }
    const lob_pointer owner(form_of(place.type).native == DPI_NATIVE_TYPE_LOB ? data.value.asLOB : nullptr);
    if (auto why = scalars_.write_payload(place.type, data, payload_)) return why;
    payload_.empty() ? out_.null() : out_.scalar(payload_);
    return std::nullopt;
}

}  // namespace oraxx::backend::thick
