#include <utility>

#include "wire/types/big_endian.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/object_image_format.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::size_t length_position = 3;  // in an image: behind flags, version and the mark of a long length

}  // namespace

std::size_t encode_image_integer(std::int32_t value, scalar_out out) noexcept {
    store_be(static_cast<std::uint32_t>(value), out.data());
    return sizeof value;
}

const value_shape* object_image_writer::take_place() {
    if (frames_.empty() || frames_.back().left == 0) {
        good_ = false;
        return nullptr;
    }
    auto& top = frames_.back();
    if (top.shape->form == shape_form::index_by) good_ &= std::exchange(top.has_key, false);
    const auto& values = top.shape->values;
    const auto* place = top.shape->is_collection() ? values.data() : &values[values.size() - top.left];
    --top.left;
    return place;
}

void object_image_writer::begin(std::uint32_t count) {
    if (root_ != nullptr) {
        const auto* shape = root_;
        root_ = nullptr;
        return open_image(*shape, count);
    }
    const auto* place = take_place();
    if (place == nullptr || place->nested == nullptr) {
        good_ = false;
        return;
    }
    const auto& shape = *place->nested;
    if (frames_.back().shape->is_collection() || shape.is_collection()) return open_image(shape, count);
    frames_.push_back({.shape = &shape,
                       .start = out_.size(),
                       .left = static_cast<std::uint32_t>(shape.values.size()),
                       .has_image = false,
                       .is_nested = true});
}

void object_image_writer::open_image(const object_shape& shape, std::uint32_t count) {
    const auto left = shape.is_collection() ? count : static_cast<std::uint32_t>(shape.values.size());
    if (shape.is_collection() && shape.values.size() != 1) good_ = false;
    frames_.push_back(
        {.shape = &shape, .start = out_.size(), .left = left, .has_image = true, .is_nested = !frames_.empty()});
    base::byte_writer out(out_);
    out.u8(image::is_image | (shape.is_collection() ? image::is_collection : image::no_prefix_segment));
    out.u8(image::version);
    out.u8(image::long_length);
    out.u32be(0);  // end() knows it
    if (!shape.is_collection()) return;
    out.u8(1);  // the prefix segment: one byte, as all drivers write it
    out.u8(1);
    out.u8(shape.form == shape_form::index_by ? image::collection_has_keys : 0);
    image::write_length(out, count);
}

void object_image_writer::end() {
    if (frames_.empty() || frames_.back().left != 0) {
        good_ = false;
        return;
    }
    const auto done = frames_.back();
    frames_.pop_back();
    if (!done.has_image) return;
    const auto size = out_.size() - done.start;
    store_be(static_cast<std::uint32_t>(size), out_.data() + done.start + length_position);
    if (!done.is_nested) return;
    byte_buffer length;
    base::byte_writer writer(length);
    image::write_length(writer, size);
    out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(done.start), length.begin(), length.end());
}

void object_image_writer::null(bool as_value) {
    const auto* place = take_place();
    if (place == nullptr) return;
    const bool is_object =
        place->type == db_type::object && place->nested != nullptr && !place->nested->is_collection();
    out_.push_back(is_object && !as_value ? image::null_object : image::null_value);
}

void object_image_writer::scalar(bytes_view payload) {
    const auto* place = take_place();
    if (place == nullptr || place->type == db_type::object) {
        good_ = false;
        return;
    }
    base::byte_writer out(out_);
    image::write_length(out, payload.size());
    out.raw(payload);
}

void object_image_writer::key(std::int32_t value) {
    if (frames_.empty() || frames_.back().left == 0 || frames_.back().shape->form != shape_form::index_by) {
        good_ = false;
        return;
    }
    good_ &= !std::exchange(frames_.back().has_key, true);
    base::byte_writer(out_).u32be(static_cast<std::uint32_t>(value));
}

}  // namespace oraxx::wire::types
