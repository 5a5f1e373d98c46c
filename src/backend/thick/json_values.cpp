#include "backend/thick/json_values.hpp"

#include "backend/thick/times.hpp"

namespace oraxx::backend::thick {
namespace {

std::optional<json> scalar_of(const dpiJsonNode& node) {
    const auto& held = *node.value;
    switch (node.oracleTypeNum) {
    case DPI_ORACLE_TYPE_NONE: return json();
    case DPI_ORACLE_TYPE_BOOLEAN: return json(held.asBoolean != 0);
    case DPI_ORACLE_TYPE_VARCHAR: return json(std::string_view(held.asBytes.ptr, held.asBytes.length));
    case DPI_ORACLE_TYPE_RAW: {
        const auto* first = reinterpret_cast<const std::byte*>(held.asBytes.ptr);
        return json(std::vector<std::byte>(first, first + held.asBytes.length));
    }
    case DPI_ORACLE_TYPE_NUMBER: {
        // Binary numbers come by this type, too.
        if (node.nativeTypeNum == DPI_NATIVE_TYPE_DOUBLE) return json(held.asDouble);
        const auto parsed = number::parse({held.asBytes.ptr, held.asBytes.length});
        return parsed ? std::optional<json>(*parsed) : std::nullopt;
    }
    case DPI_ORACLE_TYPE_DATE: return json(timestamp_of(held.asTimestamp).date);
    case DPI_ORACLE_TYPE_TIMESTAMP: return json(timestamp_of(held.asTimestamp));
    case DPI_ORACLE_TYPE_INTERVAL_DS: return json(interval_of(held.asIntervalDS));
    case DPI_ORACLE_TYPE_INTERVAL_YM: return json(interval_of(held.asIntervalYM));
    default: return std::nullopt;
    }
}

}  // namespace

std::optional<json> json_of(const dpiJsonNode& node, int depth) {
    if (depth > json::max_depth) return std::nullopt;
    if (node.nativeTypeNum == DPI_NATIVE_TYPE_JSON_ARRAY) {
        const auto& array = node.value->asJsonArray;
        json_array out;
        for (std::uint32_t at = 0; at < array.numElements; ++at) {
            auto element = json_of(array.elements[at], depth + 1);
            if (!element) return std::nullopt;
            out.push_back(*std::move(element));
        }
        return json(std::move(out));
    }
    if (node.nativeTypeNum != DPI_NATIVE_TYPE_JSON_OBJECT) return scalar_of(node);
    const auto& object = node.value->asJsonObject;
    std::vector<json_member> members;
    for (std::uint32_t at = 0; at < object.numFields; ++at) {
        auto member = json_of(object.fields[at], depth + 1);
        if (!member) return std::nullopt;
        members.push_back({std::string(object.fieldNames[at], object.fieldNameLengths[at]), *std::move(member)});
    }
    auto out = json_object::from_members(std::move(members), json_object::repeated::last_counts);
    return out ? std::optional<json>(*std::move(out)) : std::nullopt;
}

// One for each kind of value; false: ODPI-C has no form for it.
class json_nodes::filler {
public:
    filler(json_nodes& owner, dpiJsonNode& out, int depth) noexcept : owner_(owner), out_(out), depth_(depth) {}

    bool operator()(std::monostate /*null*/) { return set(DPI_ORACLE_TYPE_NONE, DPI_NATIVE_TYPE_NULL); }
    bool operator()(bool held) {
        out_.value->asBoolean = held ? 1 : 0;
        return set(DPI_ORACLE_TYPE_BOOLEAN, DPI_NATIVE_TYPE_BOOLEAN);
    }
    bool operator()(const number& held) {
        return bytes(DPI_ORACLE_TYPE_NUMBER, owner_.texts_.emplace_back(held.to_string())) && !held.is_infinite();
    }
    bool operator()(double held) {
        out_.value->asDouble = held;
        return set(DPI_ORACLE_TYPE_NATIVE_DOUBLE, DPI_NATIVE_TYPE_DOUBLE);
    }
    bool operator()(float held) {
        out_.value->asFloat = held;
        return set(DPI_ORACLE_TYPE_NATIVE_FLOAT, DPI_NATIVE_TYPE_FLOAT);
    }
    bool operator()(const std::string& held) { return bytes(DPI_ORACLE_TYPE_VARCHAR, held); }
    bool operator()(const std::vector<std::byte>& held) {
        return bytes(DPI_ORACLE_TYPE_RAW, {reinterpret_cast<const char*>(held.data()), held.size()});
    }
    bool operator()(const date& held) {
        out_.value->asTimestamp = to_dpi({.date = held});
        return set(DPI_ORACLE_TYPE_DATE, DPI_NATIVE_TYPE_TIMESTAMP);
    }
    bool operator()(const timestamp& held) {
        out_.value->asTimestamp = to_dpi(held);
        return set(DPI_ORACLE_TYPE_TIMESTAMP, DPI_NATIVE_TYPE_TIMESTAMP);
    }
    bool operator()(const interval_ds& held) {
        out_.value->asIntervalDS = to_dpi(held);
        return set(DPI_ORACLE_TYPE_INTERVAL_DS, DPI_NATIVE_TYPE_INTERVAL_DS);
    }
    bool operator()(const interval_ym& held) {
        out_.value->asIntervalYM = to_dpi(held);
        return set(DPI_ORACLE_TYPE_INTERVAL_YM, DPI_NATIVE_TYPE_INTERVAL_YM);
    }
    bool operator()(const json_array& held) {
        if (depth_ == json::max_depth) return false;
        auto& made = owner_.add_container(held.size());
        for (std::size_t at = 0; at < held.size(); ++at) {
            if (!held[at].visit(filler(owner_, made.nodes[at], depth_ + 1))) return false;
        }
        out_.value->asJsonArray = {static_cast<std::uint32_t>(held.size()), made.nodes.data(), made.values.data()};
        return set(DPI_ORACLE_TYPE_JSON_ARRAY, DPI_NATIVE_TYPE_JSON_ARRAY);
    }
    bool operator()(const json_object& held) {
        if (depth_ == json::max_depth) return false;
        const auto members = held.members();
        auto& made = owner_.add_container(members.size());
        for (std::size_t at = 0; at < members.size(); ++at) {
            // ODPI-C reads the names, and has no pointers to const.
            made.names.push_back(const_cast<char*>(members[at].name.data()));
            made.name_sizes.push_back(size32(members[at].name));
            if (!members[at].value.visit(filler(owner_, made.nodes[at], depth_ + 1))) return false;
        }
        out_.value->asJsonObject = {static_cast<std::uint32_t>(members.size()), made.names.data(),
                                    made.name_sizes.data(), made.nodes.data(), made.values.data()};
        return set(DPI_ORACLE_TYPE_JSON_OBJECT, DPI_NATIVE_TYPE_JSON_OBJECT);
    }
    template <class T>
    bool operator()(const T& /*held*/) {
        return false;
    }

private:
    bool set(dpiOracleTypeNum oracle, dpiNativeTypeNum native) noexcept {
        out_.oracleTypeNum = oracle;
        out_.nativeTypeNum = native;
        return true;
    }
    bool bytes(dpiOracleTypeNum oracle, std::string_view held) noexcept {
        out_.value->asBytes = {const_cast<char*>(held.data()), size32(held), nullptr};
        return set(oracle, DPI_NATIVE_TYPE_BYTES);
    }

    json_nodes& owner_;
    dpiJsonNode& out_;
    int depth_;  // containers around it
};

json_nodes::container& json_nodes::add_container(std::size_t size) {
    auto& out = containers_.emplace_back();
    out.nodes.resize(size);
    out.values.resize(size);
    for (std::size_t at = 0; at < size; ++at) out.nodes[at].value = &out.values[at];
    return out;
}

dpiJsonNode* json_nodes::make(const json& document) {
    containers_.clear();
    texts_.clear();
    top_.value = &top_value_;
    return document.visit(filler(*this, top_, 0)) ? &top_ : nullptr;
}

}  // namespace oraxx::backend::thick
