// What the server told of an object type. No promise is made about this header: it exists because public classes
// share it (oraxx::object_type).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <oraxx/object_type.hpp>

namespace oraxx::wire::types {
struct object_shape;
}

namespace oraxx::detail {

using type_oid = std::array<std::uint8_t, 16>;

struct object_description {
    std::string schema{};
    std::string package{};  // of the types of packages
    std::string name{};
    object_form form = object_form::object;
    std::vector<object_attribute> attributes{};  // of a collection: its element, without a name
    std::uint32_t max_elements = 0;
    type_oid oid{};
    std::uint32_t version = 0;
    std::shared_ptr<const wire::types::object_shape> shape{};  // the same for the codecs of images

    [[nodiscard]] bool is_collection() const noexcept { return form != object_form::object; }
    // Of an attribute by its position, or of every element.
    [[nodiscard]] const object_attribute& place(std::size_t position) const {
        return is_collection() ? attributes.front() : attributes[position];
    }
};

}  // namespace oraxx::detail
