// dpiObjectType, dpiObjectAttr, dpiObject.
#include <oraxx/detail/object_description.hpp>

#include "handles.hpp"
#include "values/type_kind.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

// ODPI-C 4.6 has no conversions for these in objects: DPI-1014.
bool is_convertible(dpiOracleTypeNum type) noexcept {
    switch (type) {
    case 0:
    case DPI_ORACLE_TYPE_INTERVAL_DS:
    case DPI_ORACLE_TYPE_INTERVAL_YM:
    case DPI_ORACLE_TYPE_ROWID:
    case DPI_ORACLE_TYPE_UROWID:
    case DPI_ORACLE_TYPE_LONG_VARCHAR: return false;
    default: return true;
    }
}

bool is_native_of(dpiOracleTypeNum type, dpiNativeTypeNum native) noexcept {
    return native == default_native(type) || (type == DPI_ORACLE_TYPE_NUMBER && native == DPI_NATIVE_TYPE_BYTES) ||
           (type == DPI_ORACLE_TYPE_NUMBER && native == DPI_NATIVE_TYPE_INT64);
}

// Types within a type are handles that its own keeps.
dpiDataTypeInfo place_info(dpiObjectType* of, const object_attribute& place) {
    auto out = info_of(place.type, place.precision, place.scale, place.size_bytes, place.size_bytes);
    if (place.type != db_type::object) return out;
    of->nested.push_back(book::get().keep(std::make_unique<dpiObjectType>(of->conn.get(), place.object)));
    out.objectType = of->nested.back().get();
    return out;
}

// Something of an object's, in a form that is handed out.
int get(entry& call, dpiObject* object, const object_attribute& place, const value& held, dpiNativeTypeNum native,
        dpiData* data) {
    const auto type = oracle_type(place.type);
    if (held.is_null()) {
        data->isNull = 1;
        return DPI_SUCCESS;
    }
    if (!is_convertible(type)) return call.fail_dpi(1014, "conversion between types is not supported");
    if (!is_native_of(type, native))
        return call.violates("type " + std::to_string(type) + " by " + std::to_string(native));
    data->isNull = 0;
    if (const auto* nested = held.get_if<oraxx::object>()) {
        const auto type_of_nested =
            book::get().keep(std::make_unique<dpiObjectType>(object->type->conn.get(), nested->type()));
        data->value.asObject = book::get().hand_out(std::make_unique<dpiObject>(type_of_nested.get(), *nested));
        return DPI_SUCCESS;
    }
    if (values::is_lob(place.type)) {
        // The API has its contents; ODPI-C hands out a locator of them.
        dpiLob* lob = nullptr;
        const auto* text = held.get_if<std::string>();
        const auto* bytes = held.get_if<std::vector<std::byte>>();
        const std::string_view contents =
            text != nullptr ? std::string_view(*text)
                            : std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        if (dpiConn_newTempLob(object->type->conn.get(), type, &lob) != DPI_SUCCESS ||
            dpiLob_setFromBytes(lob, contents.data(), contents.size()) != DPI_SUCCESS) {
            return DPI_FAILURE;
        }
        data->value.asLOB = lob;
        return DPI_SUCCESS;
    }
    // NUMBERs as text go into the caller's memory, everything else stands in the object's.
    const auto given = data->value.asBytes;
    std::string& room = object->texts.emplace_back();
    if (!to_data(held, type, native, room, *data)) return call.violates("conversion of type " + std::to_string(type));
    if (type == DPI_ORACLE_TYPE_NUMBER && native == DPI_NATIVE_TYPE_BYTES) {
        if (given.ptr == nullptr || given.length < room.size()) return call.violates("no room for the digits");
        room.copy(given.ptr, room.size());
        data->value.asBytes.ptr = given.ptr;
    }
    return DPI_SUCCESS;
}

// A value that is set; nullopt: it cannot be, and the error says why.
std::optional<value> take(entry& call, const object_attribute& place, dpiNativeTypeNum native, const dpiData* data) {
    if (data->isNull != 0) return value();
    const auto type = oracle_type(place.type);
    if (!is_convertible(type)) {
        (void)call.fail_dpi(1014, "conversion between types is not supported");
        return std::nullopt;
    }
    if (!is_native_of(type, native)) {
        (void)call.violates("type " + std::to_string(type) + " by " + std::to_string(native));
        return std::nullopt;
    }
    if (native == DPI_NATIVE_TYPE_OBJECT) {
        auto* nested = data->value.asObject;
        if (!call.uses(nested, kind::object)) return std::nullopt;
        if (nested->value.type() == place.object) return value(nested->value);
        (void)call.fail_dpi(1056, "found object of another type than the attribute");
        return std::nullopt;
    }
    if (native == DPI_NATIVE_TYPE_LOB) {
        auto* lob = data->value.asLOB;
        if (!call.uses(lob, kind::lob)) return std::nullopt;
        std::uint64_t units = 0;
        std::uint64_t room = 0;
        if (dpiLob_getSize(lob, &units) != DPI_SUCCESS || dpiLob_getBufferSize(lob, units, &room) != DPI_SUCCESS) {
            return std::nullopt;
        }
        std::string contents(room, '\0');
        if (dpiLob_readBytes(lob, 1, units, contents.data(), &room) != DPI_SUCCESS) return std::nullopt;
        contents.resize(room);
        dpiData text{};
        text.value.asBytes = {contents.data(), static_cast<std::uint32_t>(contents.size()), nullptr};
        return from_data(text, place.type == db_type::blob ? DPI_ORACLE_TYPE_RAW : DPI_ORACLE_TYPE_VARCHAR,
                         DPI_NATIVE_TYPE_BYTES);
    }
    auto out = from_data(*data, type, native);
    if (!out) (void)call.violates("a value of type " + std::to_string(type));
    return out;
}

bool is_object(entry& call, dpiObject* object, bool collection) {
    if (!call.uses(object, kind::object)) return false;
    if (object->value.type().is_collection() == collection) return true;
    (void)call.violates(collection ? "no collection" : "no attributes");
    return false;
}

bool has_keys(const dpiObject* object) {
    return object->value.type().form() == object_form::index_by;
}

// Where the element of an index stands; the size when there is none. Collections without keys count from 0.
std::size_t position_of(const dpiObject* object, std::int32_t index) {
    const auto size = object->value.size();
    if (!has_keys(object))
        return index >= 0 && static_cast<std::size_t>(index) < size ? static_cast<std::size_t>(index) : size;
    for (std::size_t at = 0; at < size; ++at) {
        if (object->value.key_at(at) == index) return at;
    }
    return size;
}

void tell_index(const dpiObject* object, std::size_t at, std::int32_t* index, int* exists) {
    *exists = at < object->value.size() ? 1 : 0;
    if (*exists != 0) *index = has_keys(object) ? object->value.key_at(at) : static_cast<std::int32_t>(at);
}

}  // namespace

dpiObjectType::dpiObjectType(dpiConn* of, oraxx::object_type described)
    : handle(kind::object_type), conn(of), type(std::move(described)) {}
void dpiObjectType::end() {
    nested.clear();
    conn.reset();
}

dpiObjectAttr::dpiObjectAttr(dpiObjectType* of, std::size_t at) : handle(kind::object_attr), type(of), place(at) {}
void dpiObjectAttr::end() {
    type.reset();
}

dpiObject::dpiObject(dpiObjectType* of, oraxx::object held)
    : handle(kind::object), type(of), value(std::move(held)) {}
void dpiObject::end() {
    value = {};
    texts.clear();
    type.reset();
}

int dpiObjectType_addRef(dpiObjectType* type) {
    return entry::add_reference("dpiObjectType_addRef", type, kind::object_type);
}
int dpiObjectType_release(dpiObjectType* type) {
    return entry::release("dpiObjectType_release", type, kind::object_type);
}

int dpiObjectType_getInfo(dpiObjectType* type, dpiObjectTypeInfo* info) {
    entry call("dpiObjectType_getInfo");
    if (!call.uses(type, kind::object_type)) return DPI_FAILURE;
    const auto& told = type->type.description();
    *info = {};
    info->schema = told.schema.data();
    info->schemaLength = static_cast<std::uint32_t>(told.schema.size());
    info->name = told.name.data();
    info->nameLength = static_cast<std::uint32_t>(told.name.size());
    info->packageName = told.package.empty() ? nullptr : told.package.data();
    info->packageNameLength = static_cast<std::uint32_t>(told.package.size());
    info->isCollection = told.is_collection() ? 1 : 0;
    if (told.is_collection()) {
        info->elementTypeInfo = place_info(type, told.attributes.front());
    } else {
        info->numAttributes = static_cast<std::uint16_t>(told.attributes.size());
    }
    return DPI_SUCCESS;
}

int dpiObjectType_getAttributes(dpiObjectType* type, std::uint16_t count, dpiObjectAttr** attributes) {
    entry call("dpiObjectType_getAttributes", std::to_string(count));
    if (!call.uses(type, kind::object_type)) return DPI_FAILURE;
    if (type->type.is_collection() || count < type->type.attributes().size())
        return call.violates("number of attributes");
    for (std::size_t at = 0; at < type->type.attributes().size(); ++at) {
        attributes[at] = book::get().hand_out(std::make_unique<dpiObjectAttr>(type, at));
        attributes[at]->info = place_info(type, type->type.attributes()[at]);
    }
    return DPI_SUCCESS;
}

int dpiObjectType_createObject(dpiObjectType* type, dpiObject** object) {
    entry call("dpiObjectType_createObject");
    if (!call.uses(type, kind::object_type)) return DPI_FAILURE;
    *object = book::get().hand_out(std::make_unique<dpiObject>(type, oraxx::object(type->type)));
    return DPI_SUCCESS;
}

int dpiObjectAttr_getInfo(dpiObjectAttr* attribute, dpiObjectAttrInfo* info) {
    entry call("dpiObjectAttr_getInfo");
    if (!call.uses(attribute, kind::object_attr)) return DPI_FAILURE;
    const auto& name = attribute->type->type.attributes()[attribute->place].name;
    *info = {.name = name.data(), .nameLength = static_cast<std::uint32_t>(name.size()), .typeInfo = attribute->info};
    return DPI_SUCCESS;
}
int dpiObjectAttr_release(dpiObjectAttr* attribute) {
    return entry::release("dpiObjectAttr_release", attribute, kind::object_attr);
}

int dpiObject_release(dpiObject* object) {
    return entry::release("dpiObject_release", object, kind::object);
}

int dpiObject_getAttributeValue(dpiObject* object, dpiObjectAttr* attribute, dpiNativeTypeNum native, dpiData* data) {
    entry call("dpiObject_getAttributeValue", std::to_string(native));
    if (!is_object(call, object, false) || !call.uses(attribute, kind::object_attr)) return DPI_FAILURE;
    if (attribute->type->type != object->value.type()) return call.violates("an attribute of another type");
    const auto at = attribute->place;
    return get(call, object, object->value.type().attributes()[at], object->value[at], native, data);
}

int dpiObject_setAttributeValue(dpiObject* object, dpiObjectAttr* attribute, dpiNativeTypeNum native, dpiData* data) {
    entry call("dpiObject_setAttributeValue", std::to_string(native));
    if (!is_object(call, object, false) || !call.uses(attribute, kind::object_attr)) return DPI_FAILURE;
    if (attribute->type->type != object->value.type()) return call.violates("an attribute of another type");
    auto held = take(call, object->value.type().attributes()[attribute->place], native, data);
    if (!held) return DPI_FAILURE;
    object->value.set(attribute->place, *std::move(held));
    return DPI_SUCCESS;
}

int dpiObject_appendElement(dpiObject* object, dpiNativeTypeNum native, dpiData* data) {
    entry call("dpiObject_appendElement", std::to_string(native));
    if (!is_object(call, object, true)) return DPI_FAILURE;
    auto held = take(call, object->value.type().element(), native, data);
    if (!held) return DPI_FAILURE;
    object->value.append(*std::move(held));
    return DPI_SUCCESS;
}

int dpiObject_setElementValueByIndex(dpiObject* object, std::int32_t index, dpiNativeTypeNum native, dpiData* data) {
    entry call("dpiObject_setElementValueByIndex", std::to_string(index));
    if (!is_object(call, object, true)) return DPI_FAILURE;
    auto held = take(call, object->value.type().element(), native, data);
    if (!held) return DPI_FAILURE;
    if (!has_keys(object)) return call.violates("a new index of a collection without keys");
    object->value.set_key(index, *std::move(held));
    return DPI_SUCCESS;
}

int dpiObject_getElementValueByIndex(dpiObject* object, std::int32_t index, dpiNativeTypeNum native, dpiData* data) {
    entry call("dpiObject_getElementValueByIndex", std::to_string(index));
    if (!is_object(call, object, true)) return DPI_FAILURE;
    const auto at = position_of(object, index);
    if (at == object->value.size()) return call.violates("no such element");  // DPI-1024
    return get(call, object, object->value.type().element(), object->value[at], native, data);
}

int dpiObject_getFirstIndex(dpiObject* object, std::int32_t* index, int* exists) {
    entry call("dpiObject_getFirstIndex");
    if (!is_object(call, object, true)) return DPI_FAILURE;
    tell_index(object, 0, index, exists);
    return DPI_SUCCESS;
}

int dpiObject_getNextIndex(dpiObject* object, std::int32_t index, std::int32_t* next, int* exists) {
    entry call("dpiObject_getNextIndex", std::to_string(index));
    if (!is_object(call, object, true)) return DPI_FAILURE;
    tell_index(object, position_of(object, index) + 1, next, exists);
    return DPI_SUCCESS;
}
