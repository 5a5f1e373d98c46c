// Objects that are bound: dpiObjects from those of the API.
#include <limits>

#include <oraxx/object.hpp>

#include "backend/common/object_failures.hpp"
#include "backend/thick/bind_value.hpp"
#include "backend/thick/connection.hpp"
#include "backend/thick/object_types.hpp"
#include "backend/thick/value_forms.hpp"
#include "values/type_kind.hpp"

namespace oraxx::backend::thick {
namespace {

// A held value as one of a bind, borrowed from it.
struct to_bind {
    bind_data operator()(std::monostate /*null*/) const { return {}; }
    bind_data operator()(const std::string& held) const { return std::string_view(held); }
    bind_data operator()(const std::vector<std::byte>& held) const { return std::span<const std::byte>(held); }
    template <class T>
    bind_data operator()(const detail::shared_value<T>& held) const {
        return &*held;
    }
    template <class T>
    bind_data operator()(const T& held) const {
        return held;
    }
};

class object_maker {
public:
    object_maker(thick_connection& connection, std::vector<backend::lob_handle>& lobs)
        : connection_(connection), lobs_(lobs) {}

    result<object_handle> make(const described_type& type, const object& value) {
        dpiObject* made = nullptr;
        auto done = local([&] { return dpiObjectType_createObject(type.handle.get(), &made); });
        object_handle out(made);
        if (!done) return std::move(done).error();
        for (std::size_t at = 0; at < value.size(); ++at) {
            done = set(type, value, at, out.get());
            if (!done) return at_place(std::move(done).error(), value.type(), at);
        }
        return out;
    }

private:
    template <class Work>
    result<void> local(Work&& work) const {
        return connection_.local(oraxx::phase::execute, std::forward<Work>(work));
    }

    // What data points to lives until this returns.
    result<void> set(const described_type& type, const object& value, std::size_t at, dpiObject* into) {
        const auto& place = type.is_collection() ? type.places.front() : type.places[at];
        const auto& attribute = value.type().description().place(at);
        dpiData data{};
        byte_form bytes;
        object_handle nested;
        auto native = form_of(place.type).native;
        data.isNull = value[at].is_null() ? 1 : 0;
        if (data.isNull == 0) {
            auto done = place.type == db_type::object ? make_nested(place, attribute, value[at], nested, data)
                                                      : make_scalar(attribute, value[at], bytes, data);
            if (!done) return done;
        }
        return local([&] {
            if (!type.is_collection()) return dpiObject_setAttributeValue(into, place.attribute.get(), native, &data);
            if (!type.has_keys()) return dpiObject_appendElement(into, native, &data);
            return dpiObject_setElementValueByIndex(into, value.key_at(at), native, &data);
        });
    }

    result<void> make_nested(const described_place& place, const object_attribute& attribute, const value& held,
                             object_handle& made, dpiData& data) {
        const auto* nested = held.get_if<object>();
        if (nested == nullptr) return cannot_send(attribute);
        if (nested->type() != attribute.object) return wrong_nested_type(attribute, *nested);
        auto object = make(*place.nested, *nested);
        if (!object) return std::move(object).error();
        made = *std::move(object);
        data.value.asObject = made.get();
        return {};
    }

    result<void> make_scalar(const object_attribute& attribute, const value& held, byte_form& bytes, dpiData& data) {
        const auto type = attribute.type;
        const auto given = std::visit(to_bind(), held.alternatives());
        if (values::is_lob(type)) return make_lob(attribute, given, data);
        if (type == db_type::raw && !held.holds<std::vector<std::byte>>()) return cannot_send(attribute);
        if (values::is_character_type(type) && !held.holds<std::string>()) return cannot_send(attribute);
        if (type == db_type::binary_integer && held.holds<number>()) {
            const auto whole = held.get_if<number>()->to_int64();
            if (!whole || *whole < std::numeric_limits<std::int32_t>::min() ||
                *whole > std::numeric_limits<std::int32_t>::max()) {
                return no_image_integer();
            }
        }
        if (form_of(type).native != DPI_NATIVE_TYPE_BYTES) {
            if (!form_of(type).is_supported() || !to_native(type, given, data.value)) return cannot_send(attribute);
            return {};
        }
        if (!bytes.make(type, given)) return cannot_send(attribute);
        if (bytes.bytes().empty()) {  // to Oracle an empty string is NULL
            data.isNull = 1;
            return {};
        }
        // ODPI-C reads what it is given, and has no pointers to const.
        data.value.asBytes = {const_cast<char*>(bytes.bytes().data()), size32(bytes.bytes()), nullptr};
        return {};
    }

    result<void> make_lob(const object_attribute& attribute, const bind_data& given, dpiData& data) {
        byte_form contents;
        const bool fits = attribute.type == db_type::blob ? std::holds_alternative<std::span<const std::byte>>(given)
                                                          : std::holds_alternative<std::string_view>(given);
        if (!fits || attribute.type == db_type::bfile || !contents.make(attribute.type, given)) {
            return cannot_send(attribute);
        }
        auto lob = connection_.large_objects().create_with(attribute.type, contents.bytes());
        if (!lob) return std::move(lob).error();
        data.value.asLOB = connection_.large_objects().registry()->find(lob->locator);
        lobs_.push_back(*std::move(lob));
        return {};
    }

    thick_connection& connection_;
    std::vector<backend::lob_handle>& lobs_;
};

}  // namespace

result<object_handle> make_object(thick_connection& connection, const described_type& type, const object& value,
                                  std::vector<backend::lob_handle>& lobs) {
    return object_maker(connection, lobs).make(type, value);
}

}  // namespace oraxx::backend::thick
