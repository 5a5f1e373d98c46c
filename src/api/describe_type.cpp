#include "api/describe_type.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "api/call_text.hpp"
#include "base/ascii.hpp"
#include "wire/types/type_descriptor.hpp"

namespace oraxx::detail {
namespace {

namespace types = wire::types;

// Names the type by its id where only that is known, asks for its shape, and tells how the dictionary calls it: one
// round trip. The binds stand in the order of their first occurrence.
constexpr std::string_view ask_for_shape = R"(declare
  instantiable varchar2(3);
  supertype_owner varchar2(128);
  supertype_name varchar2(128);
  subtypes sys_refcursor;
begin
  if :full_name is null then
    begin
      select '"' || owner || '"."' || type_name || '"' into :full_name from all_types where type_oid = :oid;
    exception when no_data_found then
      begin
        select '"' || owner || '"."' || package_name || '"."' || type_name || '"' into :full_name
          from all_plsql_types where type_oid = :oid;
      exception when no_data_found then null;
      end;
    end;
  end if;
  :ret_val := dbms_pickler.get_type_shape(:full_name, :oid, :version, :tds, instantiable, supertype_owner,
                                          supertype_name, :attrs_rc, subtypes);
  :schema := null;
  :package_name := null;
  :name := null;
  begin
    select owner, type_name into :schema, :name from all_types where type_oid = :oid;
  exception when no_data_found then
    begin
      select owner, package_name, type_name into :schema, :package_name, :name
        from all_plsql_types where type_oid = :oid;
    exception when no_data_found then null;
    end;
  end;
end;)";

// Owner, package and name of what a collection consists of: descriptors do not tell that of objects, nor tell CLOB
// from NCLOB and BOOLEAN from integers.
constexpr std::string_view ask_for_element =
    "select elem_type_owner, null, elem_type_name from all_coll_types where owner = :1 and type_name = :2";
constexpr std::string_view ask_for_packaged_element =
    "select elem_type_owner, elem_type_package, elem_type_name from all_plsql_coll_types "
    "where owner = :1 and package_name = :2 and type_name = :3";

constexpr std::string_view row_type_suffix = "%ROWTYPE";
constexpr int undeclared_scale = -127;

struct named_type {
    std::string_view name;
    db_type type;
    int precision = 0;
    int scale = 0;
};

// What the data dictionary calls types; NUMBER and its kin with what their names imply.
constexpr std::array named_types = {
    named_type{"NUMBER", db_type::number},
    named_type{"INTEGER", db_type::number, 38},
    named_type{"SMALLINT", db_type::number, 38},
    named_type{"DECIMAL", db_type::number},
    named_type{"REAL", db_type::number, 63, undeclared_scale},
    named_type{"DOUBLE PRECISION", db_type::number, 126, undeclared_scale},
    named_type{"FLOAT", db_type::number, 126, undeclared_scale},
    named_type{"VARCHAR2", db_type::varchar2},
    named_type{"VARCHAR", db_type::varchar2},
    named_type{"CHAR", db_type::char_},
    named_type{"NVARCHAR2", db_type::nvarchar2},
    named_type{"NCHAR", db_type::nchar},
    named_type{"RAW", db_type::raw},
    named_type{"DATE", db_type::date},
    named_type{"TIMESTAMP", db_type::timestamp},
    named_type{"TIMESTAMP WITH TZ", db_type::timestamp_tz},
    named_type{"TIMESTAMP WITH TIME ZONE", db_type::timestamp_tz},
    named_type{"TIMESTAMP WITH LOCAL TZ", db_type::timestamp_ltz},
    named_type{"TIMESTAMP WITH LOCAL TIME ZONE", db_type::timestamp_ltz},
    named_type{"INTERVAL YEAR TO MONTH", db_type::interval_ym},
    named_type{"INTERVAL DAY TO SECOND", db_type::interval_ds},
    named_type{"BINARY_FLOAT", db_type::binary_float},
    named_type{"BINARY_DOUBLE", db_type::binary_double},
    named_type{"BOOLEAN", db_type::boolean},
    named_type{"PL/SQL BOOLEAN", db_type::boolean},
    named_type{"PL/SQL PLS INTEGER", db_type::binary_integer},
    named_type{"PL/SQL BINARY INTEGER", db_type::binary_integer},
    named_type{"PLS_INTEGER", db_type::binary_integer},
    named_type{"BINARY_INTEGER", db_type::binary_integer},
    named_type{"CLOB", db_type::clob},
    named_type{"NCLOB", db_type::nclob},
    named_type{"BLOB", db_type::blob},
    named_type{"BFILE", db_type::bfile},
    named_type{"ROWID", db_type::rowid},
    named_type{"UROWID", db_type::urowid},
};

void set_named_type(std::string_view name, object_attribute& out) noexcept {
    const auto* found =
        std::find_if(named_types.begin(), named_types.end(), [name](auto& each) { return each.name == name; });
    if (found == named_types.end()) return;
    out.type = found->type;
    out.precision = found->precision;
    out.scale = found->scale;
}

// Descriptors tell sizes; what names imply is better known than that.
void add_sizes(const types::value_shape& told, object_attribute& out) noexcept {
    out.size_bytes = told.size;
    if (out.precision != 0 || (told.precision == 0 && told.scale == 0)) return;
    out.precision = told.precision;
    out.scale = told.scale;
}

types::value_shape shape_of(const object_attribute& place) {
    return {.type = place.type,
            .precision = place.precision,
            .scale = place.scale,
            .size = static_cast<std::uint16_t>(
                std::min<std::uint32_t>(place.size_bytes, std::numeric_limits<std::uint16_t>::max())),
            .nested = place.object ? place.object.description().shape : nullptr};
}

std::shared_ptr<const types::object_shape> shape_of(const object_description& type) {
    auto out = std::make_shared<types::object_shape>();
    out->form = static_cast<types::shape_form>(type.form);
    out->max_elements = type.max_elements;
    for (const auto& each : type.attributes) out->values.push_back(shape_of(each));
    return out;
}

std::string quoted_name(const std::string& owner, const std::string& package, const std::string& name) {
    return '"' + owner + "\".\"" + (package.empty() ? "" : package + "\".\"") + name + '"';
}

type_oid oid_of(const std::vector<std::byte>& bytes) noexcept {
    type_oid out{};
    if (bytes.size() == out.size()) std::memcpy(out.data(), bytes.data(), out.size());
    return out;
}

struct told_attribute {
    std::string name{};
    std::string type{};
    std::string owner{};
    std::string package{};
    std::vector<std::byte> oid{};
};

// The columns of the cursor, in their order.
result<std::vector<told_attribute>> read_attributes(result_set& rows) {
    std::vector<told_attribute> out;
    for (;;) {
        auto more = rows.try_next();
        if (!more) return std::move(more).error();
        if (!*more) return out;
        const auto row = rows.current();
        const auto text_at = [&row](int column) { return row.get<std::optional<std::string>>(column); };
        auto name = text_at(1);
        if (!name) continue;  // the row of a collection
        out.push_back({.name = *std::move(name),
                       .type = text_at(3).value_or(""),
                       .owner = text_at(4).value_or(""),
                       .package = text_at(5).value_or(""),
                       .oid = row.get<std::optional<std::vector<std::byte>>>(6).value_or(std::vector<std::byte>())});
    }
}

failure not_found(const std::string& what) {
    return {.code = errc::invalid_argument,
            .message = "the server knows no object type " + what,
            .advice =
                "it may not exist, or the user may not be allowed to see it; names are in upper case unless quoted"};
}

}  // namespace

std::optional<std::string> name_to_ask(std::string_view name) {
    std::string suffix;
    if (name.size() > row_type_suffix.size() &&
        base::equal_ignoring_case(name.substr(name.size() - row_type_suffix.size()), row_type_suffix)) {
        name.remove_suffix(row_type_suffix.size());
        suffix = row_type_suffix;
    }
    std::string out;
    for (;;) {
        const auto size = identifier_size(name);
        if (size == 0) return std::nullopt;
        const auto part = name.substr(0, size);
        out += part.front() == '"' ? std::string(part) : '"' + base::upper_case(part) + '"';
        name.remove_prefix(size);
        if (name.empty()) return out + suffix;
        if (name.front() != '.') return std::nullopt;
        out += '.';
        name.remove_prefix(1);
    }
}

struct type_question::answer {
    std::string schema{};
    std::string package{};
    std::string name{};
    type_oid oid{};
    std::uint32_t version = 0;
    std::vector<std::byte> descriptor{};
    std::vector<told_attribute> attributes{};
};

result<object_type> type_question::by_oid(const type_oid& oid) {
    const auto found = known_.by_oid.find(oid);
    return found != known_.by_oid.end() ? found->second : ask(std::nullopt, &oid);
}

result<object_type> type_question::by_name(const std::string& asked_name) {
    const auto found = known_.by_name.find(asked_name);
    if (found != known_.by_name.end()) return found->second;
    auto asked = ask(asked_name, nullptr);
    if (asked) known_.by_name.emplace(asked_name, *asked);
    return asked;
}

result<object_type> type_question::ask(const std::optional<std::string>& name, const type_oid* oid) {
    constexpr std::size_t deepest = 50;
    auto told = ask_shape(name, oid);
    if (!told) return std::move(told).error();
    if (const auto found = known_.by_oid.find(told->oid); found != known_.by_oid.end()) return found->second;
    const bool is_within_itself = std::find(under_way_.begin(), under_way_.end(), told->oid) != under_way_.end();
    if (is_within_itself || under_way_.size() == deepest) {
        return failure{.code = errc::unsupported,
                       .message = "the object type " + told->schema + "." + told->name +
                                  (is_within_itself ? " contains itself" : " is nested too deeply")};
    }
    under_way_.push_back(told->oid);
    auto made = describe(*told);
    under_way_.pop_back();
    if (made) known_.by_oid.emplace(told->oid, *made);
    return made;
}

result<type_question::answer> type_question::ask_shape(std::optional<std::string> name, const type_oid* oid) {
    int status = 0;
    std::optional<std::vector<std::byte>> id;
    std::optional<int> version;
    std::optional<std::vector<std::byte>> descriptor;
    std::optional<result_set> attributes;
    std::optional<std::string> schema;
    std::optional<std::string> package;
    std::optional<std::string> type_name;
    const auto asked = name ? *name : std::string("with the id that a value names");
    if (oid != nullptr) {
        const auto bytes = std::as_bytes(std::span(*oid));
        id.emplace(bytes.begin(), bytes.end());
    }
    auto done = conn_.try_execute(ask_for_shape, in_out("FULL_NAME", name), in_out("OID", id), out("RET_VAL", status),
                                  out("VERSION", version), out("TDS", descriptor), out("ATTRS_RC", attributes),
                                  out("SCHEMA", schema), out("PACKAGE_NAME", package), out("NAME", type_name));
    if (!done) return std::move(done).error();
    if (status != 0 || !id || !attributes || !type_name) return not_found(asked);
    auto rows = read_attributes(*attributes);
    if (!rows) return std::move(rows).error();
    return answer{.schema = schema.value_or(""),
                  .package = package.value_or(""),
                  .name = *type_name,
                  .oid = oid_of(*id),
                  .version = static_cast<std::uint32_t>(version.value_or(0)),
                  .descriptor = std::move(descriptor).value_or(std::vector<std::byte>()),
                  .attributes = *std::move(rows)};
}

result<object_type> type_question::describe(const answer& told) {
    auto out = std::make_shared<object_description>();
    out->schema = told.schema;
    out->package = told.package;
    out->name = told.name;
    out->oid = told.oid;
    out->version = told.version;
    auto done = told.attributes.empty() ? add_element(told, *out) : add_attributes(told, *out);
    if (!done) return std::move(done).error();
    out->shape = shape_of(*out);
    return object_type(std::move(out));
}

result<void> type_question::add_attributes(const answer& told, object_description& out) {
    // Without a descriptor that can be read there are no sizes, which nobody needs to read values.
    types::object_shape sizes;
    const base::bytes_view descriptor{reinterpret_cast<const std::uint8_t*>(told.descriptor.data()),
                                      told.descriptor.size()};
    const bool has_sizes = types::decode_type_descriptor(descriptor, sizes) == base::decode_errc::ok &&
                           sizes.values.size() == told.attributes.size();
    for (std::size_t at = 0; at < told.attributes.size(); ++at) {
        const auto& each = told.attributes[at];
        object_attribute place{.name = each.name};
        if (!each.owner.empty()) {
            auto done = set_own_type(each.owner, each.package, each.type, each.oid, place);
            if (!done) return done;
        } else {
            set_named_type(each.type, place);
            if (has_sizes) add_sizes(sizes.values[at], place);
        }
        out.attributes.push_back(std::move(place));
    }
    return {};
}

result<void> type_question::add_element(const answer& told, object_description& out) {
    types::object_shape described;
    const base::bytes_view descriptor{reinterpret_cast<const std::uint8_t*>(told.descriptor.data()),
                                      told.descriptor.size()};
    const auto error = types::decode_type_descriptor(descriptor, described);
    if (error != base::decode_errc::ok || !described.is_collection() || described.values.size() != 1) {
        return failure{.code = errc::unsupported,
                       .message = "the object type " + told.schema + "." + told.name +
                                  " has a descriptor that this build does not read",
                       .advice =
                           "its elements may be of a type that collections are not read with: select them as "
                           "rows, with TABLE()"};
    }
    out.form = static_cast<object_form>(described.form);
    out.max_elements = described.max_elements;
    const auto& element = described.values.front();
    object_attribute place{
        .type = element.type, .precision = element.precision, .scale = element.scale, .size_bytes = element.size};
    const bool is_ambiguous =
        element.type == db_type::object || element.type == db_type::clob || element.type == db_type::boolean;
    if (is_ambiguous) {
        if (auto done = name_element(out, place); !done) return done;
    }
    out.attributes.push_back(std::move(place));
    return {};
}

result<void> type_question::name_element(const object_description& of, object_attribute& element) {
    auto rows = of.package.empty() ? conn_.try_query(ask_for_element, of.schema, of.name)
                                   : conn_.try_query(ask_for_packaged_element, of.schema, of.package, of.name);
    if (!rows) return std::move(rows).error();
    auto found = rows->try_next();
    if (!found) return std::move(found).error();
    if (!*found) return not_found(of.schema + "." + of.name + " in its dictionary of collections");
    const auto text_at = [row = rows->current()](int column) {
        return row.get<std::optional<std::string>>(column).value_or("");
    };
    const auto name = text_at(2);
    if (element.type == db_type::object) return set_own_type(text_at(0), text_at(1), name, {}, element);
    set_named_type(name, element);
    return {};
}

result<void> type_question::set_own_type(const std::string& owner, const std::string& package,
                                         const std::string& name, const std::vector<std::byte>& oid,
                                         object_attribute& place) {
    if (owner == "SYS" && name == "XMLTYPE") {
        place.type = db_type::xmltype;
        return {};
    }
    const auto id = oid_of(oid);
    auto type = known_.by_oid.contains(id) ? by_oid(id) : by_name(quoted_name(owner, package, name));
    if (type) {
        place.type = db_type::object;
        place.object = *std::move(type);
        return {};
    }
    // The others can be read without it.
    place.type = db_type::unknown;
    if (type.error().code == errc::invalid_argument) return {};
    return std::move(type).error();
}

}  // namespace oraxx::detail
