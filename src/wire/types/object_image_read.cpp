#include "wire/types/big_endian.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/object_image_format.hpp"

namespace oraxx::wire::types {

decode_errc decode_image_integer(bytes_view payload, std::int32_t& out) noexcept {
    if (const auto error = check_size(payload.size(), sizeof out); error != decode_errc::ok) return error;
    out = static_cast<std::int32_t>(load_be<std::uint32_t>(payload.data()));
    return decode_errc::ok;
}

decode_errc decode_image_boolean(bytes_view payload, bool& out) noexcept {
    std::int32_t value = 0;
    if (const auto error = decode_image_integer(payload, value); error != decode_errc::ok) return error;
    if (value != 0 && value != 1) return decode_errc::bad_value;
    out = value == 1;
    return decode_errc::ok;
}

object_image_reader::object_image_reader(bytes_view image, const object_shape& shape)
    : image_(image), root_(&shape) {}

bool object_image_reader::next() {
    if (error_ != decode_errc::ok) return false;
    key_.reset();
    bytes_ = {};
    if (root_ != nullptr) {
        const auto* shape = root_;
        root_ = nullptr;
        return begin_image(image_, *shape, nullptr);
    }
    if (frames_.empty()) return false;
    auto& top = frames_.back();
    return top.left == 0 ? finish_frame() : read_value(top);
}

bool object_image_reader::fail(decode_errc error) noexcept {
    error_ = error;
    return false;
}

bool object_image_reader::emit(event_kind kind, const value_shape* place) noexcept {
    if (!reader().ok()) return fail(reader().error());
    event_ = kind;
    place_ = place;
    return true;
}

bool object_image_reader::begin_image(bytes_view image, const object_shape& shape, const value_shape* place) {
    base::byte_reader in(image);
    const auto flags = image::read_header(in);
    if (!in.ok()) return fail(in.error());
    if (((flags & image::is_collection) != 0) != shape.is_collection()) return fail(decode_errc::bad_value);
    readers_.push_back(in);
    return begin(shape, place, true);
}

bool object_image_reader::begin(const object_shape& shape, const value_shape* place, bool has_image) {
    if (frames_.size() == max_image_depth) return fail(decode_errc::limit_exceeded);
    frame next{.shape = &shape,
               .place = place,
               .key = key_,
               .left = static_cast<std::uint32_t>(shape.values.size()),
               .has_keys = false,
               .has_image = has_image};
    if (shape.is_collection()) {
        if (shape.values.size() != 1) return fail(decode_errc::unsupported);  // of a type that was not described
        next.has_keys = (reader().u8() & image::collection_has_keys) != 0;
        next.left = image::read_length(reader());
        // Each element has a byte at least.
        if (next.left > reader().remaining()) reader().fail(decode_errc::incomplete);
    }
    count_ = next.left;
    shape_ = &shape;
    frames_.push_back(next);
    return emit(event_kind::begin, place);
}

bool object_image_reader::finish_frame() {
    const auto done = frames_.back();
    frames_.pop_back();
    shape_ = done.shape;
    key_ = done.key;
    if (!done.has_image) return emit(event_kind::end, done.place);
    const auto error = reader().finish();
    readers_.pop_back();
    if (error != decode_errc::ok) return fail(error);
    event_ = event_kind::end;
    place_ = done.place;
    return true;
}

bool object_image_reader::read_value(frame& parent) {
    auto& in = reader();
    const auto& shape = *parent.shape;
    const auto& place =
        shape.is_collection() ? shape.values.front() : shape.values[shape.values.size() - parent.left];
    --parent.left;
    if (parent.has_keys) key_ = static_cast<std::int32_t>(in.u32be());
    if (place.type == db_type::object) return read_nested(place, !shape.is_collection());
    if (in.peek() == image::null_value) {
        in.skip(1);
        return emit(event_kind::null, &place);
    }
    bytes_ = in.take(image::read_length(in));
    return emit(bytes_.empty() ? event_kind::null : event_kind::scalar, &place);
}

bool object_image_reader::read_nested(const value_shape& place, bool within_object) {
    if (place.nested == nullptr) return fail(decode_errc::unsupported);
    auto& in = reader();
    const bool is_inline = within_object && !place.nested->is_collection();
    // Inside an object FF is the first attribute of an object that is not NULL.
    if (in.peek() == image::null_object || (!is_inline && in.peek() == image::null_value)) {
        in.skip(1);
        return emit(event_kind::null, &place);
    }
    if (is_inline) return begin(*place.nested, &place, false);
    const auto image = in.take(image::read_length(in));
    if (!in.ok()) return fail(in.error());
    return begin_image(image, *place.nested, &place);
}

}  // namespace oraxx::wire::types
