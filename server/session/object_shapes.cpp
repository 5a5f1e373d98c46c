#include "server/session/object_shapes.hpp"

namespace oraxx::sandbox {

namespace types = wire::types;

namespace {

types::shape_form form_of(engine::type_form form) noexcept {
    switch (form) {
    case engine::type_form::index_by: return types::shape_form::index_by;
    case engine::type_form::nested_table: return types::shape_form::nested_table;
    case engine::type_form::varray: return types::shape_form::varray;
    default: return types::shape_form::object;
    }
}

types::value_shape shape_of(const engine::type_attribute& attribute) {
    types::value_shape out;
    out.type = attribute.is_pls_integer ? db_type::binary_integer : attribute.type;
    out.precision = attribute.precision;
    out.scale = attribute.scale;
    out.size = static_cast<std::uint16_t>(attribute.size_bytes <= 0xFFFF ? attribute.size_bytes : 0xFFFF);
    out.is_float = attribute.is_float;
    if (attribute.object_type != nullptr) out.nested = sandbox::shape_of(*attribute.object_type);
    return out;
}

}  // namespace

std::shared_ptr<const types::object_shape> shape_of(const engine::object_type& type) {
    auto out = std::make_shared<types::object_shape>();
    out->form = form_of(type.form);
    out->max_elements = type.max_elements;
    if (type.is_collection()) {
        out->values.push_back(shape_of(type.element));
    } else {
        for (const auto& attribute : type.attributes) out->values.push_back(shape_of(attribute));
    }
    return out;
}

}  // namespace oraxx::sandbox
