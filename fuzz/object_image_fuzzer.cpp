// Object images. First byte: which shape; the last of them takes a type descriptor behind its length. What is read
// from an image can be written, and reads the same again.
#include <algorithm>

#include "fuzzer.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/type_descriptor.hpp"

namespace oraxx::wire::types {
namespace {

using oraxx::fuzz::take_choice;
using event_kind = object_image_reader::event_kind;

value_shape scalar() {
    return {.type = db_type::number};
}

value_shape of(object_shape shape) {
    return {.type = db_type::object, .nested = std::make_shared<const object_shape>(std::move(shape))};
}

object_shape collection(shape_form form, value_shape element) {
    return {.form = form, .values = {std::move(element)}};
}

object_shape take_shape(bytes_view& input) {
    const object_shape point = {.values = {scalar(), scalar()}};
    const auto numbers = collection(shape_form::varray, scalar());
    switch (take_choice(input) % 7) {  // tools/fuzz_seeds.py knows these numbers
    case 0: return {.values = std::vector<value_shape>(11, scalar())};
    case 1: return numbers;
    case 2: return collection(shape_form::index_by, scalar());
    case 3: return {.values = {scalar(), of(point), of(numbers), scalar()}};
    case 4: return collection(shape_form::nested_table, of(point));
    case 5: return collection(shape_form::nested_table, of(numbers));
    default: break;
    }
    const std::size_t length = take_choice(input);
    object_shape out;
    const auto descriptor = input.first(std::min(length, input.size()));
    input = input.subspan(descriptor.size());
    const auto error = decode_type_descriptor(descriptor, out);
    byte_buffer encoded;
    if (error == decode_errc::ok && encode_type_descriptor(out, descriptor_kind::sql_type, encoded)) {
        object_shape again;
        ORAXX_FUZZ_REQUIRE(decode_type_descriptor(encoded, again) == decode_errc::ok, "what we encode decodes");
        ORAXX_FUZZ_REQUIRE(again.values.size() == out.values.size(), "encoding keeps the attributes");
    }
    return out;
}

bool copy(bytes_view image, const object_shape& shape, byte_buffer& out) {
    object_image_reader in(image, shape);
    object_image_writer writer(out, shape);
    std::size_t events = 0;
    while (in.next()) {
        // A descriptor has 255 bytes here: that many embedded types may need no byte of the image.
        ORAXX_FUZZ_REQUIRE(++events <= 1000 + 4 * image.size(), "events need bytes");
        if (in.key() && in.event() != event_kind::end) writer.key(*in.key());
        switch (in.event()) {
        case event_kind::begin: writer.begin(in.count()); break;
        case event_kind::end: writer.end(); break;
        case event_kind::null: writer.null(); break;
        case event_kind::scalar: writer.scalar(in.bytes()); break;
        }
    }
    return in.error() == decode_errc::ok && writer.finish();
}

void run(bytes_view input) {
    const auto shape = take_shape(input);
    byte_buffer once;
    if (!copy(input, shape, once)) return;
    byte_buffer twice;
    ORAXX_FUZZ_REQUIRE(copy(once, shape, twice), "what we write can be read");
    ORAXX_FUZZ_REQUIRE(once == twice, "what is read and written again is the same");
}

}  // namespace
}  // namespace oraxx::wire::types

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wire::types::run({data, size});
    return 0;
}
