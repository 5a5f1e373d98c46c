// Object types as Oracle's client describes them, in the shape the codecs of images want.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <oraxx/detail/object_description.hpp>
#include <oraxx/object.hpp>

#include "backend/lob_operations.hpp"
#include "backend/thick/handles.hpp"
#include "wire/types/object_shape.hpp"

namespace oraxx::backend::thick {

class thick_connection;
struct described_type;

// An attribute, or the element of a collection.
struct described_place {
    std::string name{};  // empty of elements
    db_type type = db_type::unknown;
    object_attr_handle attribute{};  // null of elements
    std::shared_ptr<const described_type> nested{};
};

struct described_type {
    object_type_handle handle{};
    std::string name{};     // SCHEMA.NAME, for errors
    detail::type_oid id{};  // what cells name it by
    std::vector<described_place> places{};
    std::shared_ptr<const wire::types::object_shape> shape{};

    [[nodiscard]] bool is_collection() const noexcept { return shape->is_collection(); }
    [[nodiscard]] bool has_keys() const noexcept { return shape->form == wire::types::shape_form::index_by; }
};
using described_ptr = std::shared_ptr<const described_type>;

// Those of one connection: each is described once. ODPI-C does not tell the ids of types, so those of columns are
// numbers that stand for names, and are told apart from the server's by their first half.
class object_types {
public:
    explicit object_types(thick_connection& connection) : connection_(connection) {}

    // Of a column; the handle stays its owner's.
    [[nodiscard]] result<described_ptr> of_column(dpiObjectType* type);
    // Of a bind, whose description the API has. ODPI-C does not tell index-by tables from other collections: this
    // does.
    [[nodiscard]] result<described_ptr> of_bind(const object_type& type);

    // The name of a type by an id of ours, as SQL has it; nullopt: it is none.
    [[nodiscard]] std::optional<std::string> name_of(const detail::type_oid& id) const;

    // In a child process nothing of the parent's is given back. The last call.
    void abandon() noexcept;

private:
    using guide_ptr = const detail::object_description*;

    [[nodiscard]] result<described_ptr> describe(dpiObjectType* type, guide_ptr guide, int depth);
    [[nodiscard]] result<void> add_attributes(const dpiObjectTypeInfo& told, guide_ptr guide, int depth,
                                              described_type& out);
    [[nodiscard]] result<void> add_place(const dpiDataTypeInfo& told, guide_ptr guide, int depth,
                                         described_type& out);
    [[nodiscard]] detail::type_oid new_id(const std::string& name);

    thick_connection& connection_;
    using types_by_name = std::map<std::string, described_ptr, std::less<>>;
    // By their names in quotes. Not a plain member: abandon() may not allocate.
    std::unique_ptr<types_by_name> known_ = std::make_unique<types_by_name>();
    std::vector<std::string> names_{};  // of the ids made here
};

// A dpiObject from an oraxx::object, of that type. Locators of LOBs within it stand in `lobs` for as long as they
// are needed. The failure names the attribute, not the bind.
[[nodiscard]] result<object_handle> make_object(thick_connection& connection, const described_type& type,
                                                const object& value, std::vector<backend::lob_handle>& lobs);

}  // namespace oraxx::backend::thick
