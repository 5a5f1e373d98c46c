#include <algorithm>

#include "base/byte_reader.hpp"
#include "base/utf.hpp"
#include "wire/types/big_endian.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/oson_format.hpp"
#include "wire/types/scalar.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::wire::types {
namespace {

using base::byte_reader;

std::uint32_t read_width(byte_reader& in, std::size_t width) noexcept {
    return width == 1 ? in.u8() : width == 2 ? in.u16be() : in.u32be();
}

// Bytes behind their length. An error of the reader's shows when the scalar is done.
bytes_view take_counted(byte_reader& in, std::size_t width) noexcept {
    return in.take(read_width(in, width));
}

// Numbers of one width, one behind the other.
struct number_table {
    bytes_view bytes{};
    std::size_t width = 1;

    [[nodiscard]] std::size_t size() const noexcept { return bytes.size() / width; }
    [[nodiscard]] std::uint32_t operator[](std::size_t index) const noexcept {
        const auto* at = bytes.data() + index * width;
        return width == 1 ? *at : width == 2 ? load_be<std::uint16_t>(at) : load_be<std::uint32_t>(at);
    }
};

// A table of `count` numbers, all there or none.
number_table take_table(byte_reader& in, std::uint64_t count, std::size_t width) noexcept {
    return {in.take(count <= in.remaining() ? static_cast<std::size_t>(count) * width : SIZE_MAX), width};
}

// One of the two segments of names.
struct name_segment {
    number_table offsets{};
    bytes_view bytes{};
    std::size_t length_width = 1;
};

struct oson_header {
    std::uint16_t flags = 0;
    std::size_t id_width = 1;  // of the numbers of names
    name_segment short_names{};
    name_segment long_names{};
    bytes_view tree{};

    [[nodiscard]] bool has(std::uint16_t flag) const noexcept { return (flags & flag) != 0; }
    [[nodiscard]] std::size_t hash_width() const noexcept {
        return has(oson::hash_u8) ? 1 : has(oson::hash_u16) ? 2 : 4;
    }
};

struct segment_sizes {
    std::uint32_t names;
    std::uint32_t bytes;
};

name_segment read_segment(byte_reader& in, segment_sizes sizes, std::size_t hash_width, std::size_t offset_width,
                          std::size_t length_width) noexcept {
    (void)take_table(in, sizes.names, hash_width);  // they serve to find names; we find them by number
    const auto offsets = take_table(in, sizes.names, offset_width);
    return {offsets, in.take(sizes.bytes), length_width};
}

void read_names(byte_reader& in, std::uint8_t version, oson_header& out) noexcept {
    out.id_width = out.has(oson::name_count_u32) ? 4 : out.has(oson::name_count_u16) ? 2 : 1;
    const segment_sizes short_sizes = {read_width(in, out.id_width),
                                       read_width(in, out.has(oson::names_size_u32) ? 4 : 2)};
    segment_sizes long_sizes = {0, 0};
    std::uint16_t second_flags = 0;
    if (version == oson::version_long_names) {
        second_flags = in.u16be();
        long_sizes.names = in.u32be();
        long_sizes.bytes = in.u32be();
    }
    const auto tree_size = read_width(in, out.has(oson::tree_size_u32) ? 4 : 2);
    (void)in.u16be();  // count of tiny nodes: they are read like others
    out.short_names = read_segment(in, short_sizes, out.hash_width(), out.has(oson::names_size_u32) ? 4 : 2, 1);
    out.long_names = read_segment(in, long_sizes, 2, (second_flags & oson::long_offsets_u16) != 0 ? 2 : 4, 2);
    out.tree = in.take(tree_size);
}

decode_errc read_header(bytes_view image, oson_header& out) noexcept {
    byte_reader in(image);
    const auto magic = in.take(oson::magic.size());
    if (in.ok() && !std::equal(magic.begin(), magic.end(), oson::magic.begin())) return decode_errc::bad_value;
    const auto version = in.u8();
    if (in.ok() && version != oson::version_short_names && version != oson::version_long_names) {
        return decode_errc::unsupported;
    }
    out.flags = in.u16be();
    if (out.has(oson::is_scalar)) {
        out.tree = in.take(read_width(in, out.has(oson::tree_size_u32) ? 4 : 2));
    } else {
        read_names(in, version, out);
    }
    return in.finish();
}

class tree_decoder {
public:
    tree_decoder(const oson_header& header, std::size_t image_size) noexcept
        : header_(header), nodes_left_(image_size), bytes_left_((std::size_t{1} << 20U) + oson_growth * image_size) {}

    decode_errc decode(json& out) { return decode_node(0, 0, out); }

private:
    // A container's first byte taken apart, and its tables.
    struct container_view {
        number_table ids{};  // objects only
        number_table offsets{};
        std::size_t base = 0;  // what offsets count from
    };

    decode_errc decode_node(std::size_t offset, int depth, json& out);
    decode_errc decode_container(std::size_t offset, int depth, json& out);
    decode_errc decode_object(const container_view& view, int depth, json& out);
    decode_errc decode_array(const container_view& view, int depth, json& out);
    decode_errc decode_child(const container_view& view, std::size_t index, int depth, json& out);
    decode_errc decode_scalar(byte_reader& in, std::uint8_t code, json& out);
    decode_errc decode_inline(byte_reader& in, std::uint8_t code, json& out);
    decode_errc decode_extended(byte_reader& in, json& out);

    decode_errc read_container(std::size_t offset, container_view& out) const noexcept;
    decode_errc read_shared_ids(std::size_t owner, number_table& out) const noexcept;
    decode_errc find_name(std::uint32_t id, std::string_view& out);

    decode_errc make_number(bytes_view payload, json& out);
    decode_errc make_text(bytes_view payload, json& out);
    decode_errc make_bytes(bytes_view payload, json& out);
    decode_errc make_id(bytes_view payload, json& out);
    template <class T>
    decode_errc make_fixed(byte_reader& in, std::size_t size, json& out);

    // Accounts for memory that the document takes.
    [[nodiscard]] bool spend(std::size_t bytes) noexcept {
        if (bytes > bytes_left_) return false;
        bytes_left_ -= bytes;
        return true;
    }

    const oson_header& header_;
    std::size_t nodes_left_;
    std::size_t bytes_left_;
};

// The tree is there as a whole: what ends too early inside it is wrong, not incomplete.
decode_errc inside(decode_errc error) noexcept {
    return error == decode_errc::incomplete || error == decode_errc::trailing_bytes ? decode_errc::bad_value : error;
}

decode_errc tree_decoder::decode_node(std::size_t offset, int depth, json& out) {
    if (nodes_left_ == 0) return decode_errc::limit_exceeded;
    --nodes_left_;
    if (offset >= header_.tree.size()) return decode_errc::bad_value;
    const auto code = header_.tree[offset];
    if ((code & oson::container) != 0) return decode_container(offset, depth, out);
    byte_reader in(header_.tree.subspan(offset + 1));
    const auto error = decode_scalar(in, code, out);
    return in.ok() ? inside(error) : decode_errc::bad_value;
}

decode_errc tree_decoder::decode_container(std::size_t offset, int depth, json& out) {
    if (depth == json::max_depth) return decode_errc::limit_exceeded;
    container_view view;
    if (const auto error = read_container(offset, view); error != decode_errc::ok) return inside(error);
    // Before memory is taken: each child is a node to come.
    if (view.offsets.size() > nodes_left_) return decode_errc::limit_exceeded;
    const bool is_array = (header_.tree[offset] & oson::array_bit) != 0;
    return is_array ? decode_array(view, depth, out) : decode_object(view, depth, out);
}

decode_errc tree_decoder::read_container(std::size_t offset, container_view& out) const noexcept {
    byte_reader in(header_.tree.subspan(offset));
    const auto code = in.u8();
    const bool is_array = (code & oson::array_bit) != 0;
    const std::size_t offset_width = (code & oson::offsets_u32) != 0 ? 4 : 2;
    out.base = header_.has(oson::relative_offsets) ? offset : 0;
    std::size_t count = 0;
    if ((code & oson::count_mask) == oson::shared_names) {
        if (is_array) return decode_errc::bad_value;
        const auto owner = read_width(in, offset_width);
        if (const auto error = read_shared_ids(owner, out.ids); !in.ok() || error != decode_errc::ok) {
            return decode_errc::bad_value;
        }
        count = out.ids.size();
    } else {
        count = read_width(in, std::size_t{1} << ((code & oson::count_mask) >> 3U));
        if (!is_array) out.ids = take_table(in, count, header_.id_width);
    }
    out.offsets = take_table(in, count, offset_width);
    return in.error();
}

// The numbers of the names of another object, which has them itself.
decode_errc tree_decoder::read_shared_ids(std::size_t owner, number_table& out) const noexcept {
    if (owner >= header_.tree.size()) return decode_errc::bad_value;
    byte_reader in(header_.tree.subspan(owner));
    const auto code = in.u8();
    const bool has_names = (code & (oson::container | oson::array_bit)) == oson::container &&
                           (code & oson::count_mask) != oson::shared_names;
    if (!has_names) return decode_errc::bad_value;
    const auto count = read_width(in, std::size_t{1} << ((code & oson::count_mask) >> 3U));
    out = take_table(in, count, header_.id_width);
    return in.error();
}

decode_errc tree_decoder::decode_child(const container_view& view, std::size_t index, int depth, json& out) {
    return decode_node(view.base + view.offsets[index], depth + 1, out);
}

decode_errc tree_decoder::decode_array(const container_view& view, int depth, json& out) {
    json_array elements(view.offsets.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (const auto error = decode_child(view, i, depth, elements[i]); error != decode_errc::ok) return error;
    }
    out = json(std::move(elements));
    return decode_errc::ok;
}

decode_errc tree_decoder::decode_object(const container_view& view, int depth, json& out) {
    std::vector<json_member> members(view.offsets.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
        std::string_view name;
        if (const auto error = find_name(view.ids[i], name); error != decode_errc::ok) return error;
        members[i].name = name;
        if (const auto error = decode_child(view, i, depth, members[i].value); error != decode_errc::ok) return error;
    }
    auto object = json_object::from_members(std::move(members));
    if (!object) return decode_errc::bad_value;
    out = json(std::move(*object));
    return decode_errc::ok;
}

decode_errc tree_decoder::find_name(std::uint32_t id, std::string_view& out) {
    const auto short_count = header_.short_names.offsets.size();
    const bool is_long = id > short_count;
    const auto& segment = is_long ? header_.long_names : header_.short_names;
    const std::size_t index = id - (is_long ? short_count : 0);  // from 1
    if (index == 0 || index > segment.offsets.size()) return decode_errc::bad_value;
    const auto offset = segment.offsets[index - 1];
    if (offset > segment.bytes.size()) return decode_errc::bad_value;
    byte_reader in(segment.bytes.subspan(offset));
    out = base::as_text(in.take(read_width(in, segment.length_width)));
    if (!in.ok() || !base::is_valid_utf8(out)) return decode_errc::bad_value;
    return spend(out.size()) ? decode_errc::ok : decode_errc::limit_exceeded;
}

template <class T>
decode_errc tree_decoder::make_fixed(byte_reader& in, std::size_t size, json& out) {
    T value{};
    const auto payload = in.take(size);
    const auto error = [&] {
        if constexpr (std::is_same_v<T, double>) {
            return decode_binary_double(payload, value);
        } else if constexpr (std::is_same_v<T, float>) {
            return decode_binary_float(payload, value);
        } else {
            return types::decode(payload, value);
        }
    }();
    if (error == decode_errc::ok) out = value;
    return error;
}

decode_errc tree_decoder::make_number(bytes_view payload, json& out) {
    number value;
    const auto error = types::decode(payload, value);
    if (error == decode_errc::ok) out = value;
    return error;
}

decode_errc tree_decoder::make_text(bytes_view payload, json& out) {
    std::string_view text;
    if (const auto error = decode_utf8(payload, text); error != decode_errc::ok) return error;
    if (!spend(text.size())) return decode_errc::limit_exceeded;
    out = text;
    return decode_errc::ok;
}

std::vector<std::byte> copy_of(bytes_view payload) {
    const auto bytes = std::as_bytes(payload);
    return {bytes.begin(), bytes.end()};
}

decode_errc tree_decoder::make_bytes(bytes_view payload, json& out) {
    if (!spend(payload.size())) return decode_errc::limit_exceeded;
    out = copy_of(payload);
    return decode_errc::ok;
}

decode_errc tree_decoder::make_id(bytes_view payload, json& out) {
    if (!spend(payload.size())) return decode_errc::limit_exceeded;
    out = json_id{copy_of(payload)};
    return decode_errc::ok;
}

decode_errc tree_decoder::decode_extended(byte_reader& in, json& out) {
    if (const auto kind = in.u8(); in.ok() && kind != oson::extended_vector) return decode_errc::unsupported;
    const auto image = in.take(in.u32be());
    if (!in.ok()) return in.error();
    if (!spend(image.size())) return decode_errc::limit_exceeded;
    vector value;
    const auto error = decode_vector_image(image, value);
    if (error == decode_errc::ok) out = std::move(value);
    return error;
}

// Scalars that say their length in their first byte.
decode_errc tree_decoder::decode_inline(byte_reader& in, std::uint8_t code, json& out) {
    const std::size_t low_bits = code & 0x0FU;
    switch (code & 0xF0U) {
    case 0x00:
    case 0x10: return make_text(in.take(code), out);
    case 0x20:
    case 0x60: return make_number(in.take(low_bits + 1), out);
    case 0x40:
    case 0x50: return make_number(in.take(low_bits), out);
    default: return decode_errc::unsupported;
    }
}

decode_errc tree_decoder::decode_scalar(byte_reader& in, std::uint8_t code, json& out) {
    switch (code) {
    case oson::null_node: out = nullptr; return decode_errc::ok;
    case oson::true_node: out = true; return decode_errc::ok;
    case oson::false_node: out = false; return decode_errc::ok;
    case oson::text_u8: return make_text(take_counted(in, 1), out);
    case oson::text_u16: return make_text(take_counted(in, 2), out);
    case oson::text_u32: return make_text(take_counted(in, 4), out);
    case oson::number_u8: return make_number(take_counted(in, 1), out);
    case oson::double_node: return make_fixed<double>(in, 8, out);
    case oson::float_node: return make_fixed<float>(in, 4, out);
    case oson::date_node: return make_fixed<date>(in, 7, out);
    case oson::timestamp_node: return make_fixed<timestamp>(in, 11, out);
    case oson::short_timestamp_node: return make_fixed<timestamp>(in, 7, out);
    case oson::timestamp_tz_node: return make_fixed<timestamp_tz>(in, 13, out);
    case oson::interval_ym_node: return make_fixed<interval_ym>(in, 5, out);
    case oson::interval_ds_node: return make_fixed<interval_ds>(in, 11, out);
    case oson::bytes_u16: return make_bytes(take_counted(in, 2), out);
    case oson::bytes_u32: return make_bytes(take_counted(in, 4), out);
    case oson::id_node: return make_id(take_counted(in, 1), out);
    case oson::extended_node: return decode_extended(in, out);
    default: return decode_inline(in, code, out);
    }
}

}  // namespace

decode_errc decode_oson(bytes_view image, json& out) {
    oson_header header;
    if (const auto error = read_header(image, header); error != decode_errc::ok) return error;
    return tree_decoder(header, image.size()).decode(out);
}

}  // namespace oraxx::wire::types
