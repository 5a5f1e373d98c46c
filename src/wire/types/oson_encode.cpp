#include <algorithm>
#include <unordered_map>

#include "base/byte_writer.hpp"
#include "base/utf.hpp"
#include "wire/types/big_endian.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/oson_format.hpp"
#include "wire/types/scalar.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::wire::types {
namespace {

using base::byte_writer;

constexpr std::size_t u8_limit = 0xFF;
constexpr std::size_t u16_limit = 0xFFFF;

std::uint32_t hash_of(std::string_view name) noexcept {  // FNV-1a
    std::uint32_t hash = 0x811C9DC5U;
    for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash;
}

void write_width(byte_writer& out, std::size_t width, std::size_t value) {
    if (width == 1) return out.u8(static_cast<std::uint8_t>(value));
    if (width == 2) return out.u16be(static_cast<std::uint16_t>(value));
    out.u32be(static_cast<std::uint32_t>(value));
}

// One of the two segments of names: the bytes in the order in which the document has them, the tables in the order
// of their numbers.
class name_segment {
public:
    explicit name_segment(std::size_t length_width) noexcept : length_width_(length_width) {}

    void add(std::string_view name) {
        names_.push_back({name, hash_of(name), size_});
        size_ += length_width_ + name.size();
    }
    // Numbers the names from `first` on.
    void number(std::size_t first, std::unordered_map<std::string_view, std::uint32_t>& ids) {
        in_order_ = names_;
        std::sort(in_order_.begin(), in_order_.end(), [](const entry& a, const entry& b) {
            const auto low_a = a.hash & u8_limit;
            const auto low_b = b.hash & u8_limit;
            if (low_a != low_b) return low_a < low_b;
            return a.name.size() != b.name.size() ? a.name.size() < b.name.size() : a.name < b.name;
        });
        for (const auto& e : in_order_) ids[e.name] = static_cast<std::uint32_t>(first++);
    }
    [[nodiscard]] std::size_t count() const noexcept { return names_.size(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t offset_width() const noexcept { return size_ > u16_limit ? 4 : 2; }

    void write(byte_writer& out) const {
        for (const auto& e : in_order_) write_width(out, length_width_, e.hash);  // the hash as wide as the length
        for (const auto& e : in_order_) write_width(out, offset_width(), e.offset);
        for (const auto& e : names_) {
            write_width(out, length_width_, e.name.size());
            out.raw(base::as_bytes(e.name));
        }
    }

private:
    struct entry {
        std::string_view name;
        std::uint32_t hash;
        std::size_t offset;
    };

    std::size_t length_width_;
    std::size_t size_ = 0;
    std::vector<entry> names_{};
    std::vector<entry> in_order_{};
};

class document_encoder {
public:
    explicit document_encoder(std::size_t longest_name) noexcept : longest_name_(longest_name) {}

    oson_refusal encode(const json& document, byte_buffer& out) {
        collect_names(document, 0);
        if (refusal_ != oson_refusal::none) return refusal_;
        short_names_.number(1, ids_);
        long_names_.number(short_names_.count() + 1, ids_);
        write_node(document);
        if (refusal_ == oson_refusal::none && tree_.size() > largest_oson_image) refuse(oson_refusal::too_large);
        if (refusal_ != oson_refusal::none) return refusal_;
        document.is_array() || document.is_object() ? write_header(out) : write_scalar_header(out);
        out.insert(out.end(), tree_.begin(), tree_.end());
        return oson_refusal::none;
    }

    // The kinds of values, for json::visit.
    void operator()(std::monostate) { tree_out_.u8(oson::null_node); }
    void operator()(bool value) { tree_out_.u8(value ? oson::true_node : oson::false_node); }
    void operator()(const number& value) {
        scalar_buffer payload{};
        const auto size = types::encode(value, scalar_out(payload));
        write_counted(oson::number_u8, 1, bytes_view(payload).first(size));
    }
    void operator()(double value) {
        scalar_buffer payload{};
        write_fixed(oson::double_node, payload, encode_binary_double(value, payload));
    }
    void operator()(float value) {
        scalar_buffer payload{};
        write_fixed(oson::float_node, payload, encode_binary_float(value, payload));
    }
    void operator()(const std::string& value) {
        if (!base::is_valid_utf8(value)) refuse(oson_refusal::not_utf8);
        const auto width = width_of(value.size());
        write_counted(width == 1   ? oson::text_u8
                      : width == 2 ? oson::text_u16
                                   : oson::text_u32,
                      width, base::as_bytes(value));
    }
    void operator()(const std::vector<std::byte>& value) {
        const bool is_large = value.size() > u16_limit;
        write_counted(is_large ? oson::bytes_u32 : oson::bytes_u16, is_large ? 4 : 2, view_of(value));
    }
    void operator()(const json_id& value) {
        if (value.bytes.size() > u8_limit) return refuse(oson_refusal::no_wire_form);
        write_counted(oson::id_node, 1, view_of(value.bytes));
    }
    void operator()(const date& value) { write_payload(oson::date_node, value); }
    void operator()(const timestamp& value) {
        write_payload(value.nanosecond == 0 ? oson::short_timestamp_node : oson::timestamp_node, value);
    }
    void operator()(const timestamp_tz& value) { write_payload(oson::timestamp_tz_node, value); }
    void operator()(const interval_ym& value) { write_payload(oson::interval_ym_node, value); }
    void operator()(const interval_ds& value) { write_payload(oson::interval_ds_node, value); }
    void operator()(const vector& value) {
        tree_out_.u8(oson::extended_node);
        tree_out_.u8(oson::extended_vector);
        const auto size_at = tree_.size();
        tree_out_.u32be(0);
        if (!encode_vector_image(value, tree_)) return refuse(oson_refusal::no_wire_form);
        store_be(static_cast<std::uint32_t>(tree_.size() - size_at - 4), tree_.data() + size_at);
    }
    void operator()(const json_array& elements) {
        const auto offsets_at = open_container(oson::array_bit, elements.size(), {});
        for (std::size_t i = 0; i < elements.size(); ++i) write_child(offsets_at, i, elements[i]);
    }
    void operator()(const json_object& object) {
        const auto offsets_at = open_container(oson::object_bit, object.size(), object.members());
        for (std::size_t i = 0; i < object.size(); ++i) write_child(offsets_at, i, object.members()[i].value);
    }

private:
    void refuse(oson_refusal reason) noexcept {
        if (refusal_ == oson_refusal::none) refusal_ = reason;
    }
    static bytes_view view_of(const std::vector<std::byte>& bytes) noexcept {
        return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    }

    // Depth first: a name before those inside its value.
    void collect_names(const json& value, int depth) {
        if (!value.is_array() && !value.is_object()) return;
        if (depth == json::max_depth) return refuse(oson_refusal::too_deep);
        for (const auto& element : value.elements()) collect_names(element, depth + 1);
        for (const auto& member : value.members()) {
            add_name(member.name);
            collect_names(member.value, depth + 1);
        }
    }
    void add_name(std::string_view name) {
        if (name.size() > longest_name_) return refuse(oson_refusal::name_too_long);
        if (!ids_.try_emplace(name, 0).second) return;
        if (!base::is_valid_utf8(name)) return refuse(oson_refusal::not_utf8);
        (name.size() > longest_short_oson_name ? long_names_ : short_names_).add(name);
    }

    void write_node(const json& value) {
        if (tree_.size() <= largest_oson_image) value.visit(*this);
    }
    void write_child(std::size_t offsets_at, std::size_t index, const json& value) {
        store_be(static_cast<std::uint32_t>(tree_.size()), tree_.data() + offsets_at + index * 4);
        write_node(value);
    }
    // Returns where the offsets of the children belong.
    std::size_t open_container(std::uint8_t kind, std::size_t count, std::span<const json_member> members) {
        const auto width = width_of(count);
        const auto count_bits = width == 1 ? oson::count_u8 : width == 2 ? oson::count_u16 : oson::count_u32;
        tree_out_.u8(static_cast<std::uint8_t>(oson::container | oson::offsets_u32 | kind | count_bits));
        write_width(tree_out_, width, count);
        for (const auto& member : members) write_width(tree_out_, id_width(), ids_.at(member.name));
        const auto offsets_at = tree_.size();
        tree_out_.zeros(count * 4);
        return offsets_at;
    }
    template <class T>
    void write_payload(std::uint8_t node, const T& value) {
        scalar_buffer payload{};
        const auto size = types::encode(value, scalar_out(payload));
        if (size == 0) return refuse(oson_refusal::no_wire_form);
        write_fixed(node, payload, size);
    }
    void write_fixed(std::uint8_t node, const scalar_buffer& payload, std::size_t size) {
        tree_out_.u8(node);
        tree_out_.raw(bytes_view(payload).first(size));
    }
    // A node whose payload stands behind its length.
    void write_counted(std::uint8_t node, std::size_t length_width, bytes_view bytes) {
        if (bytes.size() > largest_oson_image) return refuse(oson_refusal::too_large);
        tree_out_.u8(node);
        write_width(tree_out_, length_width, bytes.size());
        tree_out_.raw(bytes);
    }

    static std::size_t width_of(std::size_t count) noexcept {
        return count > u16_limit ? 4 : count > u8_limit ? 2 : 1;
    }
    [[nodiscard]] std::size_t id_width() const noexcept {
        return width_of(short_names_.count() + long_names_.count());
    }

    static void write_start(byte_writer& out, std::uint8_t version, unsigned flags) {
        out.raw(oson::magic);
        out.u8(version);
        out.u16be(static_cast<std::uint16_t>(flags | oson::inline_leaves | oson::length_in_node));
    }
    void write_scalar_header(byte_buffer& buffer) const {
        byte_writer out(buffer);
        const bool is_large = tree_.size() > u16_limit;
        write_start(out, oson::version_short_names, oson::is_scalar | (is_large ? oson::tree_size_u32 : 0U));
        write_width(out, is_large ? 4 : 2, tree_.size());
    }
    void write_header(byte_buffer& buffer) const {
        byte_writer out(buffer);
        const bool has_long_names = long_names_.count() != 0;
        const bool is_large = tree_.size() > u16_limit;
        const auto id_flag = id_width() == 1 ? 0U : id_width() == 2 ? oson::name_count_u16 : oson::name_count_u32;
        write_start(out, has_long_names ? oson::version_long_names : oson::version_short_names,
                    oson::hash_u8 | oson::tiny_node_count | id_flag | (is_large ? oson::tree_size_u32 : 0U) |
                        (short_names_.offset_width() == 4 ? oson::names_size_u32 : 0U));
        write_width(out, id_width(), short_names_.count());
        write_width(out, short_names_.offset_width(), short_names_.size());
        if (has_long_names) {
            out.u16be(long_names_.offset_width() == 2 ? oson::long_offsets_u16 : 0);
            out.u32be(static_cast<std::uint32_t>(long_names_.count()));
            out.u32be(static_cast<std::uint32_t>(long_names_.size()));
        }
        write_width(out, is_large ? 4 : 2, tree_.size());
        out.u16be(0);  // tiny nodes
        short_names_.write(out);
        long_names_.write(out);
    }

    std::size_t longest_name_;
    oson_refusal refusal_ = oson_refusal::none;
    std::unordered_map<std::string_view, std::uint32_t> ids_{};
    name_segment short_names_{1};
    name_segment long_names_{2};
    byte_buffer tree_{};
    byte_writer tree_out_{tree_};
};

}  // namespace

const char* to_string(oson_refusal refusal) noexcept {
    switch (refusal) {
    case oson_refusal::none: return "nothing is wrong with the JSON document";
    case oson_refusal::too_deep: return "the JSON document nests deeper than json::max_depth";
    case oson_refusal::name_too_long:
        return "a name in the JSON document is longer than the database takes (255 bytes before 23ai, then 65535)";
    case oson_refusal::not_utf8: return "a text or name in the JSON document is not UTF-8";
    case oson_refusal::no_wire_form:
        return "the JSON document holds a date, time or vector that Oracle's JSON cannot hold";
    case oson_refusal::too_large: return "the JSON document is larger than 32 MiB, the database's limit";
    }
    return "unknown";
}

oson_refusal encode_oson(const json& document, byte_buffer& out, std::size_t longest_name) {
    return document_encoder(longest_name).encode(document, out);
}

}  // namespace oraxx::wire::types
