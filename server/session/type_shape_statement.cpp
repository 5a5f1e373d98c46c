#include "server/session/type_shape_statement.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "base/ascii.hpp"
#include "server/session/object_codec.hpp"
#include "server/session/object_shapes.hpp"
#include "wire/types/type_descriptor.hpp"

namespace oraxx::sandbox {
namespace {

using engine::bind_slot;
using engine::value;

constexpr std::string_view asked_function = "DBMS_PICKLER.GET_TYPE_SHAPE";
constexpr std::string_view bind_names[] = {"RET_VAL",  "FULL_NAME",    "OID",    "VERSION", "TDS",
                                           "ATTRS_RC", "PACKAGE_NAME", "SCHEMA", "NAME"};
constexpr std::string_view xml_name = R"("SYS"."XMLTYPE")";
// The function's own order: ojdbc calls it alone, its binds are called 1 to 10.
constexpr std::string_view roles_by_position[] = {
    "RET_VAL",         "FULL_NAME",      "OID",      "VERSION",    "TDS", "INSTANTIABLE",
    "SUPERTYPE_OWNER", "SUPERTYPE_NAME", "ATTRS_RC", "SUBTYPES_RC"};
// Its form of 11.2, by owner and name, which ojdbc uses with databases of that release.
constexpr std::string_view roles_by_owner[] = {"RET_VAL", "OWNER", "TYPE", "OID", "VERSION", "TDS", "LDS"};
constexpr int found = 0;
constexpr int not_found = 1;

bool is_name_character(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The distinct names behind colons, in upper case; the block has no quotes around colons.
std::vector<std::string> binds_in(std::string_view block) {
    std::vector<std::string> out;
    for (std::size_t at = block.find(':'); at != std::string_view::npos; at = block.find(':', at + 1)) {
        const auto* start = block.data() + at + 1;
        const auto* end = std::find_if_not(start, block.data() + block.size(), is_name_character);
        const std::string name(start, end);
        if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    }
    return out;
}

// What the binds of a call by itself stand for, which are called 1, 2, ...; empty: it is none.
std::span<const std::string_view> roles_of(const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] != std::to_string(i + 1)) return {};
    }
    if (names.size() == std::size(roles_by_position)) return roles_by_position;
    if (names.size() == std::size(roles_by_owner)) return roles_by_owner;
    return {};
}

bool is_only_input(std::string_view role) noexcept {
    return role == "OWNER" || role == "TYPE";
}

// What ALL_TYPE_ATTRS calls the type of an attribute.
std::string type_name_of(const engine::type_attribute& attribute) {
    if (attribute.is_pls_integer) return "PL/SQL PLS INTEGER";
    if (attribute.type == db_type::binary_integer) return "PL/SQL BINARY INTEGER";
    if (attribute.is_float) return "FLOAT";
    if (attribute.object_type != nullptr) return attribute.object_type->name;
    switch (attribute.type) {
    case db_type::timestamp_tz: return "TIMESTAMP WITH TZ";
    case db_type::timestamp_ltz: return "TIMESTAMP WITH LOCAL TZ";
    default: return to_string(attribute.type);
    }
}

value text_or_null(const std::string& text) {
    return text.empty() ? value{} : value{text};
}

engine::raw_bytes bytes_of(const engine::type_oid& oid) {
    return {oid.begin(), oid.end()};
}

// Clients describe it like any object type, and then read its values as XML: it has no attributes to tell.
engine::object_type_ref xml_type() {
    static const auto type = [] {
        auto out = std::make_shared<engine::object_type>();
        out->schema = "SYS";
        out->name = "XMLTYPE";
        out->oid = xmltype_oid;
        return out;
    }();
    return type;
}

// The cursor over the attributes, with the columns real servers send.
class attribute_rows final : public engine::statement {
public:
    explicit attribute_rows(const engine::object_type& type) {
        const auto add = [this](const char* name, db_type kind, std::uint32_t size) {
            columns_.push_back({.name = name, .type = kind, .size_bytes = size, .size_chars = size});
        };
        add("1", db_type::number, 22);
        add("NAME", db_type::varchar2, 128);
        add("ATTRIBUTE#", db_type::number, 22);
        add("TYPE_NAME", db_type::varchar2, 136);
        add("TYPE_OWNER", db_type::varchar2, 128);
        add("TYPE_PACKAGE", db_type::varchar2, 128);
        add("ATTR_TOID", db_type::raw, 16);
        add("INSTANTIABLE", db_type::varchar2, 3);
        add("SUPERTYPE_OWNER", db_type::varchar2, 128);
        add("SUPERTYPE_NAME", db_type::varchar2, 128);
        for (const auto& attribute : type.attributes) add_row(attribute);
    }

    [[nodiscard]] engine::statement_kind kind() const noexcept override { return engine::statement_kind::query; }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept override { return columns_; }
    [[nodiscard]] const std::vector<engine::object_type_ref>& object_types() const noexcept override {
        return no_types_;
    }
    [[nodiscard]] const std::vector<bind_slot>& binds() const noexcept override { return no_binds_; }
    std::variant<engine::execute_result, engine::sql_error> execute(const std::vector<engine::bind_value>&) override {
        next_ = 0;
        return engine::execute_result{};
    }
    std::variant<bool, engine::sql_error> fetch(std::vector<value>& row) override {
        if (next_ == rows_.size()) return false;
        row = rows_[next_++];
        return true;
    }

private:
    void add_row(const engine::type_attribute& attribute) {
        const auto* nested = attribute.object_type.get();
        const auto position = static_cast<std::int64_t>(rows_.size() + 1);
        rows_.push_back({number(1), attribute.name, number(position), type_name_of(attribute),
                         nested == nullptr ? value{} : value{nested->schema},
                         nested == nullptr ? value{} : text_or_null(nested->package),
                         nested == nullptr ? value{} : value{bytes_of(nested->oid)}, std::string("YES"), value{},
                         value{}});
    }

    std::vector<column_info> columns_;
    std::vector<engine::object_type_ref> no_types_;
    std::vector<bind_slot> no_binds_;
    std::vector<std::vector<value>> rows_;
    std::size_t next_ = 0;
};

class type_shape_statement final : public engine::statement {
public:
    // `roles`: what each bind stands for.
    type_shape_statement(const std::vector<std::string>& names, std::vector<std::string> roles,
                         engine::session& session)
        : session_(&session), roles_(std::move(roles)) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const bool is_input = is_only_input(roles_[i]) || roles_[i] == "FULL_NAME" || roles_[i] == "OID";
            binds_.push_back({.name = names[i], .is_output = !is_only_input(roles_[i]), .is_input = is_input});
        }
    }

    [[nodiscard]] engine::statement_kind kind() const noexcept override { return engine::statement_kind::plsql; }
    [[nodiscard]] const std::vector<column_info>& columns() const noexcept override { return no_columns_; }
    [[nodiscard]] const std::vector<engine::object_type_ref>& object_types() const noexcept override {
        return no_types_;
    }
    [[nodiscard]] const std::vector<bind_slot>& binds() const noexcept override { return binds_; }
    std::variant<engine::execute_result, engine::sql_error> execute(
        const std::vector<engine::bind_value>& given) override {
        std::map<std::string, value, std::less<>> answer;
        const auto type = find(given);
        answer["RET_VAL"] = number(type == nullptr ? not_found : found);
        if (type != nullptr) describe(*type, answer);
        engine::execute_result out;
        for (const auto& role : roles_) out.out_values.push_back(answer[role]);
        return out;
    }
    std::variant<bool, engine::sql_error> fetch(std::vector<value>&) override { return false; }

private:
    [[nodiscard]] const value* given_as(std::string_view role, const std::vector<engine::bind_value>& given) const {
        for (std::size_t i = 0; i < roles_.size() && i < given.size(); ++i) {
            if (roles_[i] == role) return &given[i].data;
        }
        return nullptr;
    }
    [[nodiscard]] engine::object_type_ref find(const std::vector<engine::bind_value>& given) const {
        if (const auto* name = std::get_if<std::string>(given_as("FULL_NAME", given))) {
            return *name == xml_name ? xml_type() : session_->find_type(*name);
        }
        const auto* owner = std::get_if<std::string>(given_as("OWNER", given));
        const auto* type = std::get_if<std::string>(given_as("TYPE", given));
        if (owner != nullptr && type != nullptr) return session_->find_type('"' + *owner + "\".\"" + *type + '"');
        const auto* oid = std::get_if<engine::raw_bytes>(given_as("OID", given));
        engine::type_oid key{};
        if (oid == nullptr || oid->size() != key.size()) return nullptr;
        std::copy(oid->begin(), oid->end(), key.begin());
        return key == xmltype_oid ? xml_type() : session_->find_type(key);
    }
    static void describe(const engine::object_type& type, std::map<std::string, value, std::less<>>& answer) {
        const bool is_plsql = !type.package.empty() || type.form == engine::type_form::record;
        base::byte_buffer descriptor;
        (void)wire::types::encode_type_descriptor(
            *shape_of(type),
            is_plsql ? wire::types::descriptor_kind::plsql_record : wire::types::descriptor_kind::sql_type,
            descriptor);
        answer["FULL_NAME"] = type.schema + "." + (type.package.empty() ? "" : type.package + ".") + type.name;
        answer["OID"] = bytes_of(type.oid);
        answer["VERSION"] = number(static_cast<std::int64_t>(type.version));
        answer["TDS"] = engine::raw_bytes(descriptor.begin(), descriptor.end());
        answer["ATTRS_RC"] = engine::result_cursor(std::make_shared<attribute_rows>(type));
        answer["INSTANTIABLE"] = std::string("YES");
        answer["PACKAGE_NAME"] = text_or_null(type.package);
        answer["SCHEMA"] = type.schema;
        answer["NAME"] = type.name;
    }

    engine::session* session_;
    std::vector<std::string> roles_;
    std::vector<bind_slot> binds_;
    std::vector<column_info> no_columns_;
    std::vector<engine::object_type_ref> no_types_;
};

}  // namespace

std::shared_ptr<engine::statement> make_type_shape_statement(std::string_view sql, engine::session& session) {
    const auto block = base::upper_case(sql);
    if (block.find(asked_function) == std::string::npos) return nullptr;
    const auto names = binds_in(block);
    if (const auto roles = roles_of(names); !roles.empty()) {
        return std::make_shared<type_shape_statement>(names, std::vector<std::string>(roles.begin(), roles.end()),
                                                      session);
    }
    if (!std::is_permutation(names.begin(), names.end(), std::begin(bind_names), std::end(bind_names)))
        return nullptr;
    return std::make_shared<type_shape_statement>(names, names, session);
}

}  // namespace oraxx::sandbox
