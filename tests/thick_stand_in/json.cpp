// dpiJson: documents as trees of nodes.
#include "handles.hpp"

using namespace oraxx;
using namespace oraxx::stand_in;

namespace {

// A scalar as ODPI-C tells it; nullopt: it is none.
struct to_value {
    std::optional<value> operator()(const json_array& /*held*/) const { return std::nullopt; }
    std::optional<value> operator()(const json_object& /*held*/) const { return std::nullopt; }
    std::optional<value> operator()(const json_id& held) const { return value(held.bytes); }
    std::optional<value> operator()(float held) const { return value(static_cast<double>(held)); }
    std::optional<value> operator()(const timestamp_tz& held) const { return value(held.utc); }
    template <class T>
    std::optional<value> operator()(const T& held) const {
        return value(held);
    }
};

// The types ODPI-C gives nodes of each kind. Both kinds of binary numbers come as double.
struct to_types {
    using types = std::pair<dpiOracleTypeNum, dpiNativeTypeNum>;
    types operator()(bool /*held*/) const { return {DPI_ORACLE_TYPE_BOOLEAN, DPI_NATIVE_TYPE_BOOLEAN}; }
    types operator()(const number& /*held*/) const { return {DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_BYTES}; }
    types operator()(double /*held*/) const { return {DPI_ORACLE_TYPE_NUMBER, DPI_NATIVE_TYPE_DOUBLE}; }
    types operator()(const std::string& /*held*/) const { return {DPI_ORACLE_TYPE_VARCHAR, DPI_NATIVE_TYPE_BYTES}; }
    types operator()(const std::vector<std::byte>& /*held*/) const {
        return {DPI_ORACLE_TYPE_RAW, DPI_NATIVE_TYPE_BYTES};
    }
    types operator()(const date& /*held*/) const { return {DPI_ORACLE_TYPE_DATE, DPI_NATIVE_TYPE_TIMESTAMP}; }
    types operator()(const timestamp& /*held*/) const {
        return {DPI_ORACLE_TYPE_TIMESTAMP, DPI_NATIVE_TYPE_TIMESTAMP};
    }
    types operator()(const interval_ds& /*held*/) const {
        return {DPI_ORACLE_TYPE_INTERVAL_DS, DPI_NATIVE_TYPE_INTERVAL_DS};
    }
    types operator()(const interval_ym& /*held*/) const {
        return {DPI_ORACLE_TYPE_INTERVAL_YM, DPI_NATIVE_TYPE_INTERVAL_YM};
    }
    template <class T>
    types operator()(const T& /*held*/) const {
        return {DPI_ORACLE_TYPE_NONE, DPI_NATIVE_TYPE_NULL};
    }
};

dpiJson::container& add_container(dpiJson& json, std::size_t size) {
    auto& out = json.containers.emplace_back();
    out.nodes.resize(size);
    out.values.resize(size);
    for (std::size_t at = 0; at < size; ++at) out.nodes[at].value = &out.values[at];
    return out;
}

void tell(dpiJson& owner, const json& document, dpiJsonNode& out) {
    if (const auto* array = document.get_if<json_array>()) {
        auto& made = add_container(owner, array->size());
        for (std::size_t at = 0; at < array->size(); ++at) tell(owner, (*array)[at], made.nodes[at]);
        out.oracleTypeNum = DPI_ORACLE_TYPE_JSON_ARRAY;
        out.nativeTypeNum = DPI_NATIVE_TYPE_JSON_ARRAY;
        out.value->asJsonArray = {static_cast<std::uint32_t>(array->size()), made.nodes.data(), made.values.data()};
        return;
    }
    if (const auto* object = document.get_if<json_object>()) {
        auto& made = add_container(owner, object->size());
        for (std::size_t at = 0; at < object->size(); ++at) {
            const auto& member = object->members()[at];
            made.names.push_back(owner.texts.emplace_back(member.name).data());
            made.name_sizes.push_back(static_cast<std::uint32_t>(member.name.size()));
            tell(owner, member.value, made.nodes[at]);
        }
        out.oracleTypeNum = DPI_ORACLE_TYPE_JSON_OBJECT;
        out.nativeTypeNum = DPI_NATIVE_TYPE_JSON_OBJECT;
        out.value->asJsonObject = {static_cast<std::uint32_t>(object->size()), made.names.data(),
                                   made.name_sizes.data(), made.nodes.data(), made.values.data()};
        return;
    }
    const auto held = document.visit(to_value()).value();
    const auto types = std::visit(to_types(), held.alternatives());
    dpiData data{};
    (void)to_data(held, types.first, types.second, owner.texts.emplace_back(), data);
    *out.value = data.value;
    out.oracleTypeNum = types.first;
    out.nativeTypeNum = types.second;
}

// nullopt: ODPI-C has no conversion for a node.
std::optional<json> take(const dpiJsonNode& node) {
    if (node.oracleTypeNum == DPI_ORACLE_TYPE_JSON_ARRAY && node.nativeTypeNum == DPI_NATIVE_TYPE_JSON_ARRAY) {
        json_array out;
        for (std::uint32_t at = 0; at < node.value->asJsonArray.numElements; ++at) {
            auto element = take(node.value->asJsonArray.elements[at]);
            if (!element) return std::nullopt;
            out.push_back(*std::move(element));
        }
        return json(std::move(out));
    }
    if (node.oracleTypeNum == DPI_ORACLE_TYPE_JSON_OBJECT && node.nativeTypeNum == DPI_NATIVE_TYPE_JSON_OBJECT) {
        const auto& object = node.value->asJsonObject;
        json_object out;
        for (std::uint32_t at = 0; at < object.numFields; ++at) {
            auto member = take(object.fields[at]);
            if (!member) return std::nullopt;
            out.set(std::string(object.fieldNames[at], object.fieldNameLengths[at]), *std::move(member));
        }
        return json(std::move(out));
    }
    if (node.oracleTypeNum == DPI_ORACLE_TYPE_NONE && node.nativeTypeNum == DPI_NATIVE_TYPE_NULL) return json();
    const bool is_number_as_text =
        node.oracleTypeNum == DPI_ORACLE_TYPE_NUMBER && node.nativeTypeNum == DPI_NATIVE_TYPE_BYTES;
    if (node.nativeTypeNum != default_native(node.oracleTypeNum) && !is_number_as_text) return std::nullopt;
    dpiData data{};
    data.value = *node.value;
    const auto held = from_data(data, node.oracleTypeNum, node.nativeTypeNum);
    if (!held) return std::nullopt;
    return std::visit(
        []<class T>(const T& scalar) -> std::optional<json> {
            if constexpr (detail::json_scalar<T>) return json(scalar);
            return std::nullopt;
        },
        held->alternatives());
}

}  // namespace

void dpiJson::end() {
    document = oraxx::json();
    containers.clear();
    texts.clear();
    conn.reset();
}

int dpiJson_getValue(dpiJson* json, std::uint32_t options, dpiJsonNode** top) {
    entry call("dpiJson_getValue", std::to_string(options));
    if (!call.uses(json, kind::json)) return DPI_FAILURE;
    if (options != DPI_JSON_OPT_NUMBER_AS_STRING) return call.violates("numbers would lose digits");
    json->containers.clear();
    json->texts.clear();
    json->top.value = &json->top_value;
    tell(*json, json->document, json->top);
    *top = &json->top;
    return DPI_SUCCESS;
}

int dpiJson_setValue(dpiJson* json, dpiJsonNode* top) {
    entry call("dpiJson_setValue");
    if (!call.uses(json, kind::json)) return DPI_FAILURE;
    auto taken = take(*top);
    if (!taken) return call.violates("a node of a kind that ODPI-C does not take");
    json->document = *std::move(taken);
    return DPI_SUCCESS;
}
