// dpiVar: buffers of values, and how they are filled.
#include "variable.hpp"

#include <oraxx/detail/lob_record.hpp>
#include <oraxx/detail/scratch.hpp>

#include "api/dynamic_value.hpp"
#include "values/type_kind.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

// Longer ones grow with their value.
constexpr std::uint32_t longest_fixed = 32767;

bool is_pair(dpiOracleTypeNum oracle, dpiNativeTypeNum native) noexcept {
    if (native == default_native(oracle)) return true;
    return oracle == DPI_ORACLE_TYPE_NUMBER && (native == DPI_NATIVE_TYPE_BYTES || native == DPI_NATIVE_TYPE_INT64);
}

bool can_be_in_array(dpiOracleTypeNum oracle) noexcept {
    const auto native = default_native(oracle);
    return native != DPI_NATIVE_TYPE_LOB && native != DPI_NATIVE_TYPE_STMT && native != DPI_NATIVE_TYPE_OBJECT &&
           native != DPI_NATIVE_TYPE_JSON && native != DPI_NATIVE_TYPE_BOOLEAN &&
           oracle != DPI_ORACLE_TYPE_LONG_VARCHAR && oracle != DPI_ORACLE_TYPE_LONG_RAW &&
           oracle != DPI_ORACLE_TYPE_LONG_NVARCHAR;
}

bool is_sized(dpiOracleTypeNum oracle) noexcept {
    switch (oracle) {
    case DPI_ORACLE_TYPE_VARCHAR:
    case DPI_ORACLE_TYPE_NVARCHAR:
    case DPI_ORACLE_TYPE_CHAR:
    case DPI_ORACLE_TYPE_NCHAR:
    case DPI_ORACLE_TYPE_RAW: return true;
    default: return false;
    }
}

// A place of a variable of this handle; false: there is none.
bool has_place(entry& call, dpiVar* var, std::uint32_t at) {
    if (!call.uses(var, kind::var)) return false;
    if (at < var->held.data.size()) return true;
    (void)call.violates("array position " + std::to_string(at));
    return false;
}

}  // namespace

dpiVar::dpiVar(dpiConn* of, dpiOracleTypeNum oracle, dpiNativeTypeNum native, std::uint32_t capacity)
    : handle(kind::var), conn(of), oracle_type(oracle), native_type(native) {
    held.resize(capacity);
}

void dpiVar::end() {
    held = {};
    returned.clear();
    object_type.reset();
    conn.reset();
}

void dpiVar::values::resize(std::size_t count) {
    places = std::vector<place>(count);
    data.resize(count);
    for (auto& each : data) each.isNull = 1;
}

namespace oraxx::stand_in {

namespace {

int set_lob(dpiVar& var, dpiVar::place& place, dpiData& data, const detail::cell_ref& cell, entry& call) {
    const auto record = detail::lob_record::parse({cell.data, cell.size});
    if (!record) return call.violates("a LOB cell that is none");
    backend::lob_handle opened{.type = cell.type, .locator = {record->locator.begin(), record->locator.end()}};
    if (cell.batch != nullptr) opened.owner = cell.batch->temporary_lobs;
    place.lob = book::get().keep(std::make_unique<dpiLob>(var.conn.get(), std::move(opened)));
    data.value.asLOB = place.lob.get();
    return DPI_SUCCESS;
}

int set_cursor(dpiVar& var, dpiVar::place& place, dpiData& data, const detail::cell_ref& cell, entry& call) {
    std::uint32_t at = 0;
    if (cell.size != sizeof at || cell.batch == nullptr) return call.violates("a cursor cell that is none");
    std::memcpy(&at, cell.data, sizeof at);
    auto made = std::make_unique<dpiStmt>(var.conn.get(), cell.batch->cursors.at(at), std::string());
    made->was_executed = true;
    place.cursor = book::get().keep(std::move(made));
    data.value.asStmt = place.cursor.get();
    return DPI_SUCCESS;
}

// As ODPI-C does: each place has a handle from the start, and another one with each row.
dpiJson& new_json(dpiVar& var, dpiVar::place& place, dpiData& data) {
    place.json = book::get().keep(std::make_unique<dpiJson>(var.conn.get()));
    data.value.asJson = place.json.get();
    return *place.json.get();
}

}  // namespace

int store(dpiVar& var, dpiVar::values& into, std::size_t at, const detail::cell_ref& cell, entry& call) {
    auto& data = into.data[at];
    auto& place = into.places[at];
    place = {};
    data.isNull = cell.is_null() ? 1 : 0;
    if (cell.is_null()) return DPI_SUCCESS;
    if (var.native_type == DPI_NATIVE_TYPE_LOB) return set_lob(var, place, data, cell, call);
    if (var.native_type == DPI_NATIVE_TYPE_STMT) return set_cursor(var, place, data, cell, call);
    detail::scratch text;
    value held;
    const auto code = detail::read_dynamic(cell, text, held);
    if (code != errc::ok) return call.fail(text.take_failure().value_or(failure{.code = code, .message = "a value"}));
    if (var.native_type == DPI_NATIVE_TYPE_ROWID) {
        place.rowid = book::get().keep(std::make_unique<dpiRowid>(held.to_string()));
        data.value.asRowid = place.rowid.get();
        return DPI_SUCCESS;
    }
    if (var.native_type == DPI_NATIVE_TYPE_JSON) {
        const auto* document = held.get_if<json>();
        if (document == nullptr) return call.violates("a value that is no JSON");
        new_json(var, place, data).document = *document;
        return DPI_SUCCESS;
    }
    if (var.native_type == DPI_NATIVE_TYPE_OBJECT) {
        const auto* object = held.get_if<oraxx::object>();
        if (object == nullptr) return call.violates("a value that is no object");
        place.object = book::get().keep(std::make_unique<dpiObject>(var.object_type.get(), *object));
        data.value.asObject = place.object.get();
        return DPI_SUCCESS;
    }
    if (!to_data(held, var.oracle_type, var.native_type, place.bytes, data)) {
        return call.violates("conversion of type " + std::to_string(var.oracle_type));
    }
    if (var.size != 0 && place.bytes.size() > var.size) {
        return call.violates("a value of " + std::to_string(place.bytes.size()) + " bytes in a buffer of " +
                             std::to_string(var.size));
    }
    return DPI_SUCCESS;
}

}  // namespace oraxx::stand_in

int dpiConn_newVar(dpiConn* conn, dpiOracleTypeNum oracle, dpiNativeTypeNum native, std::uint32_t capacity,
                   std::uint32_t size, int size_is_bytes, int is_array, dpiObjectType* type, dpiVar** var,
                   dpiData** data) {
    entry call("dpiConn_newVar", std::to_string(oracle) + ", " + std::to_string(native) + ", " +
                                     std::to_string(capacity) + ", " + std::to_string(size));
    if (!call.uses(conn, kind::conn)) return DPI_FAILURE;
    if (capacity == 0) return call.violates("no places");
    if (!is_pair(oracle, native))
        return call.violates("type " + std::to_string(oracle) + " by " + std::to_string(native));
    if (is_array != 0 && !can_be_in_array(oracle)) return call.fail_dpi(1013, "not supported");
    if (is_sized(oracle) && (size == 0 || size_is_bytes == 0)) return call.violates("no size in bytes");
    if (oracle == DPI_ORACLE_TYPE_OBJECT && !call.uses(type, kind::object_type)) return DPI_FAILURE;
    auto made = std::make_unique<dpiVar>(conn, oracle, native, capacity);
    if (is_sized(oracle) && size <= longest_fixed) made->size = size;
    made->is_array = is_array != 0;
    if (oracle == DPI_ORACLE_TYPE_OBJECT) made->object_type = reference<dpiObjectType>(type);
    if (oracle == DPI_ORACLE_TYPE_JSON) {
        if (client_version() < 21) return call.fail_dpi(1050, "Oracle Client library is at a version below 21.0");
        for (std::uint32_t at = 0; at < capacity; ++at) new_json(*made, made->held.places[at], made->held.data[at]);
    }
    *data = made->held.data.data();
    *var = book::get().hand_out(std::move(made));
    return DPI_SUCCESS;
}

int dpiVar_release(dpiVar* var) {
    return entry::release("dpiVar_release", var, kind::var);
}

int dpiVar_setFromBytes(dpiVar* var, std::uint32_t at, const char* value, std::uint32_t size) {
    entry call("dpiVar_setFromBytes", std::to_string(at));
    if (!has_place(call, var, at)) return DPI_FAILURE;
    if (var->native_type != DPI_NATIVE_TYPE_BYTES) return call.violates("the variable has no bytes");
    if (var->size != 0 && size > var->size) return call.violates("the buffer is too small");
    auto& bytes = var->held.places[at].bytes;
    bytes.assign(value, size);
    var->held.data[at].isNull = 0;
    var->held.data[at].value.asBytes = {bytes.data(), size, "UTF-8"};
    return DPI_SUCCESS;
}

int dpiVar_setFromLob(dpiVar* var, std::uint32_t at, dpiLob* lob) {
    entry call("dpiVar_setFromLob", std::to_string(at));
    if (!has_place(call, var, at) || !call.uses(lob, kind::lob)) return DPI_FAILURE;
    if (var->native_type != DPI_NATIVE_TYPE_LOB || lob->conn.get() != var->conn.get())
        return call.violates("a LOB of another connection, or no LOB variable");
    var->held.places[at].lob = reference<dpiLob>(lob);
    var->held.data[at].isNull = 0;
    var->held.data[at].value.asLOB = lob;
    return DPI_SUCCESS;
}

int dpiVar_setFromObject(dpiVar* var, std::uint32_t at, dpiObject* object) {
    entry call("dpiVar_setFromObject", std::to_string(at));
    if (!has_place(call, var, at) || !call.uses(object, kind::object)) return DPI_FAILURE;
    if (var->native_type != DPI_NATIVE_TYPE_OBJECT || object->type->type != var->object_type->type) {
        return call.violates("an object of another type than the variable");
    }
    var->held.places[at].object = reference<dpiObject>(object);
    var->held.data[at].isNull = 0;
    var->held.data[at].value.asObject = object;
    return DPI_SUCCESS;
}

int dpiVar_setNumElementsInArray(dpiVar* var, std::uint32_t count) {
    entry call("dpiVar_setNumElementsInArray", std::to_string(count));
    if (!call.uses(var, kind::var)) return DPI_FAILURE;
    if (!var->is_array || count > var->held.data.size()) return call.violates("number of elements");
    var->elements = count;
    return DPI_SUCCESS;
}

int dpiVar_getNumElementsInArray(dpiVar* var, std::uint32_t* count) {
    entry call("dpiVar_getNumElementsInArray");
    if (!call.uses(var, kind::var)) return DPI_FAILURE;
    *count = var->elements;
    return DPI_SUCCESS;
}

int dpiVar_getReturnedData(dpiVar* var, std::uint32_t at, std::uint32_t* count, dpiData** data) {
    entry call("dpiVar_getReturnedData", std::to_string(at));
    if (!has_place(call, var, at)) return DPI_FAILURE;
    const bool is_there = at < var->returned.size();
    *count = is_there ? static_cast<std::uint32_t>(var->returned[at].data.size()) : 0;
    *data = is_there ? var->returned[at].data.data() : nullptr;
    return DPI_SUCCESS;
}
