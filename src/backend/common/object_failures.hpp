// What both backends say of objects that cannot be bound.
#pragma once

#include <oraxx/object.hpp>

#include "backend/backend.hpp"

namespace oraxx::backend {

// A NULL whose type nobody named.
[[nodiscard]] failure no_object_type(const bind_item& item, std::size_t slot);
// Rows of one batch with objects of different types.
[[nodiscard]] failure other_object_type(const bind_item& item, std::size_t slot, const object_type& type,
                                        const object_type& before);

[[nodiscard]] failure cannot_send(const object_attribute& place);
[[nodiscard]] failure wrong_nested_type(const object_attribute& place, const object& nested);
// PLS_INTEGER and its kin.
[[nodiscard]] failure no_image_integer();
// Names the attribute or element; `at`: the place in the object.
[[nodiscard]] failure at_place(failure why, const object_type& type, std::size_t at);

}  // namespace oraxx::backend
