// Objects, collections and PL/SQL records as images, read and written value by value: no values are built here, so
// that client and server can each build their own.
//
//     u8 flags, u8 version, length of the whole image, prefix segment unless flagged
//     object: its attributes; objects within it follow without a header of their own
//     collection: u8 flags, count, the elements; of index-by tables each behind its key (i32)
//     a value: its length and payload; objects in collections and collections: length and an image of their own
//
// Lengths: one byte up to 245, else FE and a u32. FF is NULL, FD a NULL object. An object within an object that
// starts with a NULL object has the bytes of a NULL itself; it is read as that, as python-oracledb does.
#pragma once

#include <optional>

#include "base/byte_reader.hpp"
#include "wire/types/object_shape.hpp"
#include "wire/types/scalar_buffer.hpp"

namespace oraxx::wire::types {

inline constexpr std::size_t max_image_depth = 100;  // images and objects within one another

// BOOLEAN, PLS_INTEGER and BINARY_INTEGER have these payloads in images; all other types those of rows.
decode_errc decode_image_integer(bytes_view payload, std::int32_t& out) noexcept;
decode_errc decode_image_boolean(bytes_view payload, bool& out) noexcept;
[[nodiscard]] std::size_t encode_image_integer(std::int32_t value, scalar_out out) noexcept;

// Reads an image from its start to its end, one event a call:
//
//     object_image_reader in(image, shape);
//     while (in.next()) switch (in.event()) ...
//     return in.error();
//
// The image and the shape have to stay as long as the reader. Every length is checked before it is used; memory is
// bounded by the depth of nesting.
class object_image_reader {
public:
    enum class event_kind : std::uint8_t {
        begin,   // of an object, collection or record: first the whole, then those within it
        end,     // of the same
        null,    // a value, object or collection that is NULL
        scalar,  // a value: bytes()
    };

    object_image_reader(bytes_view image, const object_shape& shape);

    // Moves to the next event. False: the image was read to its end, or is bad: error() tells.
    bool next();
    [[nodiscard]] event_kind event() const noexcept { return event_; }
    [[nodiscard]] decode_errc error() const noexcept { return error_; }

    // Where the value of this event belongs: attribute or element; null for the whole.
    [[nodiscard]] const value_shape* place() const noexcept { return place_; }
    // begin: what begins.
    [[nodiscard]] const object_shape* shape() const noexcept { return shape_; }
    // begin of a collection: how many elements it has.
    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
    // Of an element of an index-by table.
    [[nodiscard]] std::optional<std::int32_t> key() const noexcept { return key_; }
    // scalar: the payload, never empty (an empty one is NULL).
    [[nodiscard]] bytes_view bytes() const noexcept { return bytes_; }

private:
    // An object or collection that has begun.
    struct frame {
        const object_shape* shape = nullptr;
        const value_shape* place = nullptr;
        std::optional<std::int32_t> key{};
        std::uint32_t left = 0;  // values to come
        bool has_keys = false;
        bool has_image = false;  // of its own: its end is that of a reader
    };

    bool begin_image(bytes_view image, const object_shape& shape, const value_shape* place);
    bool begin(const object_shape& shape, const value_shape* place, bool has_image);
    bool read_value(frame& parent);
    bool read_nested(const value_shape& place, bool within_object);
    bool finish_frame();
    [[nodiscard]] base::byte_reader& reader() noexcept { return readers_.back(); }
    bool fail(decode_errc error) noexcept;
    bool emit(event_kind kind, const value_shape* place) noexcept;

    std::vector<base::byte_reader> readers_{};
    std::vector<frame> frames_{};
    bytes_view image_;
    const object_shape* root_;  // until it has begun

    event_kind event_ = event_kind::null;
    decode_errc error_ = decode_errc::ok;
    const value_shape* place_ = nullptr;
    const object_shape* shape_ = nullptr;
    std::uint32_t count_ = 0;
    std::optional<std::int32_t> key_{};
    bytes_view bytes_{};
};

// Writes an image in the same order: begin(), then each attribute or element by one of null(), scalar() and
// begin() ... end(), then end(). What does not fit the shape makes finish() false.
class object_image_writer {
public:
    // Appends to `out`. Both have to stay as long as the writer.
    object_image_writer(byte_buffer& out, const object_shape& shape) : out_(out), root_(&shape) {}

    // `count`: elements of a collection; objects know how many attributes they have.
    void begin(std::uint32_t count = 0);
    void end();
    // `as_value`: an object with the mark of other values, the only one ojdbc reads in collections.
    void null(bool as_value = false);
    void scalar(bytes_view payload);
    // Before each element of an index-by table; ascending.
    void key(std::int32_t value);

    // True: the image is whole.
    [[nodiscard]] bool finish() const noexcept { return good_ && root_ == nullptr && frames_.empty(); }

private:
    struct frame {
        const object_shape* shape = nullptr;
        std::size_t start = 0;   // of its image
        std::uint32_t left = 0;  // values to come
        bool has_image = false;
        bool is_nested = false;  // its image stands behind a length
        bool has_key = false;    // the one of the next element was written
    };

    [[nodiscard]] const value_shape* take_place();  // of the next value; null for the whole, or when there is none
    void open_image(const object_shape& shape, std::uint32_t count);

    byte_buffer& out_;
    const object_shape* root_;  // until it has begun
    std::vector<frame> frames_{};
    bool good_ = true;
};

}  // namespace oraxx::wire::types
