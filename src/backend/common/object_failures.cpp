#include "backend/common/object_failures.hpp"

#include <oraxx/detail/object_description.hpp>

#include "backend/common/bind_slots.hpp"

namespace oraxx::backend {

failure no_object_type(const bind_item& item, std::size_t slot) {
    auto why = bind_failure(errc::bind_mismatch, bind_name(item, slot) + " is of no object type");
    why.advice = "bind_as(type, value) and out(variable, type) tell it";
    return why;
}

failure other_object_type(const bind_item& item, std::size_t slot, const object_type& type,
                          const object_type& before) {
    return bind_failure(errc::bind_mismatch, bind_name(item, slot) + " is of type " + type.full_name() +
                                                 ", in rows before it of " + before.full_name());
}

failure cannot_send(const object_attribute& place) {
    return {.code = errc::type_mismatch,
            .message = place.type == db_type::unknown ? "attributes of its type cannot be sent"
                                                      : "the value cannot be sent as " + to_string(place.type)};
}

failure wrong_nested_type(const object_attribute& place, const object& nested) {
    return {.code = errc::type_mismatch,
            .message = "an object of " + place.object.full_name() + " is wanted, and one of " +
                       (nested.type() ? nested.type().full_name() : "no type") + " is given"};
}

failure no_image_integer() {
    return {.code = errc::value_out_of_range, .message = "the value is no integer of 32 bits"};
}

failure at_place(failure why, const object_type& type, std::size_t at) {
    const auto& name = type.description().place(at).name;
    why.message =
        (name.empty() ? "element " + std::to_string(at) : name) + " of " + type.full_name() + ": " + why.message;
    return why;
}

}  // namespace oraxx::backend
