// What the bytes of recorded values mean, for people who read a decoded recording.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "trace/document.hpp"
#include "wire/types/object_shape.hpp"

namespace oraxx::cli {

// Learns from the fields it is shown, in the order of the recording: a type descriptor that comes behind the id of
// its type tells how objects of that type are read from then on.
class value_readings {
public:
    // The field's value in the type of the group around it (0: none), without control characters; nullopt where the
    // bytes are all there is to say, or are no value of the type.
    [[nodiscard]] std::optional<std::string> of(const trace::document_field& field, std::uint8_t value_type);

private:
    [[nodiscard]] std::optional<std::string> raw(const base::byte_buffer& value);
    [[nodiscard]] std::optional<std::string> image(const base::byte_buffer& value) const;

    std::map<base::byte_buffer, wire::types::object_shape> shapes_{};  // by the id of the type
    base::byte_buffer latest_id_{};    // a value as long as an id: a descriptor may follow
    base::byte_buffer object_type_{};  // id of the type of the image that follows
};

}  // namespace oraxx::cli
