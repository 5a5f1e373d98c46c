#include "wire/types/type_descriptor.hpp"

#include <algorithm>
#include <array>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "wire/types/big_endian.hpp"
#include "wire/types/character.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::uint8_t start_of_descriptor = 0x26;
constexpr std::uint8_t start_of_type = 0x29;
constexpr std::uint8_t end_of_type = 0x2A;
constexpr std::uint8_t subtype_marker = 0x2B;
constexpr std::uint8_t embedded_type_info = 0x2C;  // one byte behind it
constexpr std::uint8_t start_of_embedded = 0x27;
constexpr std::uint8_t end_of_embedded = 0x28;
constexpr std::uint8_t reference_code = 0x1B;  // a type described elsewhere: u32 place, u8 kind
constexpr std::size_t reference_size = 5;
// What ojdbc finds at the place: a byte, of an object four more, which it passes over; then a descriptor.
constexpr std::uint8_t reference_to_object = 0xFA;
constexpr std::uint8_t reference_to_collection = 0xFB;
constexpr std::size_t before_referred_object = 5;
constexpr std::size_t before_referred_collection = 1;
constexpr std::uint8_t collection_code = 0x1C;

constexpr std::uint8_t number_code = 0x06;
constexpr std::uint8_t float_code = 0x05;
constexpr std::uint8_t form_mask = 0x7F;

constexpr std::size_t index_base = 11;        // what the entries of the index count from
constexpr std::size_t index_place_base = 13;  // and what its own place counts from, in both recordings
constexpr std::size_t deepest_embedding = 100;
constexpr std::size_t longest_descriptor = 0xFFFF;

enum class operands : std::uint8_t { none, text, size, scale };

struct type_code {
    std::uint8_t code;
    db_type type;
    operands has;
};

// NUMBER and FLOAT, objects and collections are apart. The first code of a type is the one that is written.
constexpr std::array type_codes = {
    type_code{0x01, db_type::char_, operands::text},          type_code{0x07, db_type::varchar2, operands::text},
    type_code{0x01, db_type::nchar, operands::text},          type_code{0x07, db_type::nvarchar2, operands::text},
    type_code{0x02, db_type::date, operands::none},           type_code{0x08, db_type::boolean, operands::none},
    type_code{0x08, db_type::binary_integer, operands::none}, type_code{0x13, db_type::raw, operands::size},
    type_code{0x15, db_type::timestamp, operands::scale},     type_code{0x17, db_type::timestamp_tz, operands::scale},
    type_code{0x21, db_type::timestamp_ltz, operands::scale}, type_code{0x1D, db_type::clob, operands::none},
    type_code{0x1D, db_type::nclob, operands::none},          type_code{0x1E, db_type::blob, operands::none},
    type_code{0x25, db_type::binary_float, operands::none},   type_code{0x2D, db_type::binary_double, operands::none},
};

bool is_national(db_type type) noexcept {
    return type == db_type::nchar || type == db_type::nvarchar2;
}

class descriptor_reader {
public:
    explicit descriptor_reader(bytes_view in) noexcept : whole_(in), in_(in) {}

    decode_errc read(object_shape& out) {
        const auto count = read_head();
        if (!in_.ok()) return in_.error();
        if (count == 1 && in_.peek() == collection_code) {
            read_collection(out);
        } else {
            // Each attribute has a byte at least. Those of embedded types count for themselves, so that the end is
            // told by its mark.
            if (count > in_.remaining()) return decode_errc::incomplete;
            while (in_.ok() && !is_at_end()) out.values.push_back(read_value(0));
        }
        return in_.error();
    }

private:
    std::uint16_t read_head() noexcept {
        const auto length = in_.u32be();
        if (in_.ok() && length > in_.remaining()) in_.fail(decode_errc::incomplete);
        expect(start_of_descriptor);
        in_.skip(3);  // version and two bytes that are not understood
        const auto count = in_.u16be();
        in_.skip(1);  // not understood
        expect(start_of_type);
        in_.skip(6);  // the number of the type, always zero; the place of the index, which we do not need
        return count;
    }
    [[nodiscard]] bool is_at_end() const noexcept {
        return in_.peek() == end_of_type || in_.peek() == end_of_embedded;
    }
    int read_i8() noexcept {
        const int byte = in_.u8();
        return byte < 0x80 ? byte : byte - 0x100;
    }
    void expect(std::uint8_t byte) noexcept {
        if (in_.u8() != byte) in_.fail(decode_errc::bad_value);
    }

    void read_collection(object_shape& out) {
        in_.skip(1);
        const auto element_at = in_.u32be();
        out.max_elements = in_.u32be();
        const auto kind = in_.u8();
        if (!in_.ok()) return;
        if (kind < static_cast<std::uint8_t>(shape_form::index_by) ||
            kind > static_cast<std::uint8_t>(shape_form::varray) || element_at > whole_.size()) {
            return in_.fail(decode_errc::bad_value);
        }
        out.form = static_cast<shape_form>(kind);
        in_ = base::byte_reader(whole_.subspan(element_at));
        out.values.push_back(read_value(0));
    }

    // The code of the next attribute, behind marks that say nothing about values.
    std::uint8_t next_code() noexcept {
        for (;;) {
            const auto code = in_.u8();
            if (code == embedded_type_info) {
                in_.skip(1);
            } else if (code != subtype_marker) {
                return code;
            }
            if (!in_.ok()) return 0;
        }
    }

    value_shape read_value(std::size_t depth) {
        const auto code = next_code();
        value_shape out;
        if (!in_.ok()) return out;
        if (code == number_code || code == float_code) {
            out.type = db_type::number;
            out.is_float = code == float_code;
            out.precision = read_i8();
            out.scale = out.is_float ? -127 : read_i8();
        } else if (code == reference_code || code == collection_code) {
            out.type = db_type::object;
            in_.skip(code == reference_code ? reference_size : 9);
        } else if (code == start_of_embedded) {
            out.type = db_type::object;
            out.nested = read_embedded(depth + 1);
        } else {
            read_operands(code, out);
        }
        return out;
    }

    void read_operands(std::uint8_t code, value_shape& out) noexcept {
        const auto* known =
            std::find_if(type_codes.begin(), type_codes.end(), [code](auto& t) { return t.code == code; });
        if (known == type_codes.end()) return in_.fail(decode_errc::unsupported);
        out.type = known->type;
        switch (known->has) {
        case operands::none: break;
        case operands::size: out.size = in_.u16be(); break;
        case operands::scale: out.scale = read_i8(); break;
        case operands::text:
            out.size = in_.u16be();
            if ((in_.u8() & form_mask) == static_cast<std::uint8_t>(charset_form::national)) {
                out.type = out.type == db_type::char_ ? db_type::nchar : db_type::nvarchar2;
            }
            in_.skip(2);  // the character set
            break;
        }
    }

    std::shared_ptr<const object_shape> read_embedded(std::size_t depth) {
        auto out = std::make_shared<object_shape>();
        if (depth > deepest_embedding) in_.fail(decode_errc::limit_exceeded);
        while (in_.ok() && in_.peek() != end_of_embedded) out->values.push_back(read_value(depth));
        in_.skip(1);
        return out;
    }

    bytes_view whole_;
    base::byte_reader in_;
};

// One type, with those within it that have a descriptor of their own. Places count from the descriptor's start.
class descriptor_writer {
public:
    descriptor_writer(descriptor_kind kind, std::size_t depth, byte_buffer& out)
        : kind_(kind), depth_(depth), start_(out.size()), out_(&out), writer_(out) {}

    [[nodiscard]] bool write(const object_shape& shape) {
        const auto [count_place, index_place] = write_head();
        std::size_t element_place = 0;
        if (shape.is_collection()) {
            places_.push_back(size() - index_base);
            writer_.u8(collection_code);
            element_place = size();
            writer_.u32be(0);
            writer_.u32be(shape.max_elements);
            writer_.u8(static_cast<std::uint8_t>(shape.form));
        } else {
            for (const auto& value : shape.values) write_attribute(value, depth_);
        }
        writer_.u8(end_of_type);
        store_be(static_cast<std::uint16_t>(places_.size()), at(count_place));
        store_be(static_cast<std::uint32_t>(size() - index_place_base), at(index_place));
        for (const auto place : places_) writer_.u16be(static_cast<std::uint16_t>(place));
        // The type of the elements comes last: ojdbc expects the end of the type right behind the collection's own
        // fields.
        if (shape.is_collection()) {
            store_be(static_cast<std::uint32_t>(size()), at(element_place));
            for (const auto& value : shape.values) write_value(value);
        }
        for (std::size_t i = 0; i < references_.size() && is_good_; ++i) write_referred(references_[i]);
        store_be(static_cast<std::uint32_t>(size() - 4), at(0));
        return is_good_;
    }

private:
    struct reference {
        std::size_t place;
        const object_shape* to;
    };
    struct head {
        std::size_t count_place;
        std::size_t index_place;
    };

    [[nodiscard]] std::size_t size() const noexcept { return out_->size() - start_; }
    [[nodiscard]] std::uint8_t* at(std::size_t place) noexcept { return out_->data() + start_ + place; }

    head write_head() {
        head made{};
        writer_.u32be(0);  // the length, when it is known
        writer_.u8(start_of_descriptor);
        writer_.u8(static_cast<std::uint8_t>(kind_));
        writer_.u16be(1);  // as recorded
        made.count_place = size();
        writer_.u16be(0);
        writer_.u8(0);
        writer_.u8(start_of_type);
        writer_.u16be(0);
        made.index_place = size();
        writer_.u32be(0);
        return made;
    }

    // Objects within objects are embedded, as they are in images; all else that has a type of its own is referred to.
    void write_attribute(const value_shape& value, std::size_t depth) {
        if (depth > deepest_embedding) is_good_ = false;
        if (!is_good_) return;
        if (value.nested == nullptr || value.nested->is_collection()) {
            places_.push_back(size() - index_base);
            return write_value(value);
        }
        writer_.u8(start_of_embedded);
        for (const auto& inner : value.nested->values) write_attribute(inner, depth + 1);
        writer_.u8(end_of_embedded);
    }

    void write_value(const value_shape& value) {
        if (value.type == db_type::object) return write_reference(value.nested.get());
        if (value.type == db_type::number) {
            writer_.u8(value.is_float ? float_code : number_code);
            writer_.u8(static_cast<std::uint8_t>(value.precision));
            if (!value.is_float) writer_.u8(static_cast<std::uint8_t>(value.scale));
            return;
        }
        const auto* known =
            std::find_if(type_codes.begin(), type_codes.end(), [&](auto& t) { return t.type == value.type; });
        if (known == type_codes.end()) {
            is_good_ = false;
            return;
        }
        writer_.u8(known->code);
        write_operands(known->has, value);
    }

    void write_operands(operands has, const value_shape& value) {
        switch (has) {
        case operands::none: break;
        case operands::size: writer_.u16be(value.size); break;
        case operands::scale: writer_.u8(static_cast<std::uint8_t>(value.scale)); break;
        case operands::text:
            writer_.u16be(value.size);
            writer_.u8(
                static_cast<std::uint8_t>(is_national(value.type) ? charset_form::national : charset_form::database));
            writer_.u16be(0);
            break;
        }
    }

    void write_reference(const object_shape* to) {
        writer_.u8(reference_code);
        if (to == nullptr) return writer_.zeros(reference_size);
        references_.push_back({size(), to});
        writer_.u32be(0);
        writer_.u8(to->is_collection() ? reference_to_collection : reference_to_object);
    }

    void write_referred(const reference& referred) {
        if (depth_ == deepest_embedding || out_->size() > longest_descriptor) {
            is_good_ = false;
            return;
        }
        store_be(static_cast<std::uint32_t>(size()), at(referred.place));
        writer_.zeros(referred.to->is_collection() ? before_referred_collection : before_referred_object);
        is_good_ = descriptor_writer(kind_, depth_ + 1, *out_).write(*referred.to);
    }

    descriptor_kind kind_;
    std::size_t depth_;
    std::size_t start_;
    byte_buffer* out_;
    base::byte_writer writer_;
    std::vector<std::size_t> places_;
    std::vector<reference> references_;
    bool is_good_ = true;
};

}  // namespace

decode_errc decode_type_descriptor(bytes_view in, object_shape& out) {
    out = {};
    return descriptor_reader(in).read(out);
}

bool encode_type_descriptor(const object_shape& shape, descriptor_kind kind, byte_buffer& out) {
    byte_buffer made;
    if (!descriptor_writer(kind, 0, made).write(shape) || made.size() > longest_descriptor) return false;
    out.insert(out.end(), made.begin(), made.end());
    return true;
}

}  // namespace oraxx::wire::types
