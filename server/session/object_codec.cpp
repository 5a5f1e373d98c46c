#include "server/session/object_codec.hpp"

#include "server/session/object_shapes.hpp"
#include "server/session/scalar_payload.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::sandbox {

namespace types = wire::types;

namespace {

constexpr std::uint8_t type_id_head[] = {0x00, 0x22, 0x02, 0x08};
// go-ora sends objects and collections that are NULL as an image of this one byte.
constexpr std::uint8_t null_object = 0xFD;
constexpr std::uint8_t null_collection = 0xFF;
constexpr std::uint8_t extent_id[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1};

class object_encoder {
public:
    object_encoder(const value_context& context, types::object_image_writer& out) : context_(&context), out_(&out) {}

    bool write(const engine::object_value& value) {
        const auto& type = *value.type;
        out_->begin(static_cast<std::uint32_t>(value.items.size()));
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            if (type.form == engine::type_form::index_by)
                out_->key(i < value.keys.size() ? static_cast<std::int32_t>(value.keys[i]) : 0);
            if (!type.is_collection() && i >= type.attributes.size()) return false;
            if (engine::is_null(value.items[i])) {
                out_->null(type.is_collection());
            } else if (!write_item(type.is_collection() ? type.element : type.attributes[i], value.items[i])) {
                return false;
            }
        }
        out_->end();
        return true;
    }

private:
    bool write_item(const engine::type_attribute& place, const engine::value& value) {
        if (const auto* nested = std::get_if<engine::instance>(&value)) return write(**nested);
        scratch_.clear();
        if (const auto* lob = std::get_if<engine::lob>(&value)) {
            context_->locators->add(*lob, scratch_);
        } else if (place.is_pls_integer || place.type == db_type::binary_integer) {
            if (!append_integer(value)) return false;
        } else if (place.type == db_type::boolean) {
            const auto* flag = std::get_if<bool>(&value);
            if (flag == nullptr) return false;
            append_integer_payload(*flag ? 1 : 0);
        } else if (!encode_scalar(place.type, value, *context_->text, scratch_)) {
            return false;
        }
        out_->scalar(scratch_);
        return true;
    }
    bool append_integer(const engine::value& value) {
        const auto* held = std::get_if<number>(&value);
        const auto integer = held == nullptr ? std::nullopt : held->to_int64();
        if (!integer || *integer != static_cast<std::int32_t>(*integer)) return false;
        append_integer_payload(static_cast<std::int32_t>(*integer));
        return true;
    }
    void append_integer_payload(std::int32_t value) {
        types::scalar_buffer payload;
        const auto size = types::encode_image_integer(value, types::scalar_out(payload));
        scratch_.assign(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
    }

    const value_context* context_;
    types::object_image_writer* out_;
    base::byte_buffer scratch_;
};

class object_decoder {
public:
    object_decoder(const value_context& context, types::object_image_reader& in) : context_(&context), in_(&in) {}

    // Behind the begin of a value of this type, to its end.
    bool read(const engine::object_type_ref& type, engine::value& out) {
        auto made = std::make_shared<engine::object_value>();
        made->type = type;
        while (in_->next()) {
            if (in_->event() == types::object_image_reader::event_kind::end) {
                out = engine::instance(std::move(made));
                return true;
            }
            const auto at = made->items.size();
            if (!type->is_collection() && at >= type->attributes.size()) return false;
            if (const auto key = in_->key()) made->keys.push_back(*key);
            if (!read_item(type->is_collection() ? type->element : type->attributes[at],
                           made->items.emplace_back())) {
                return false;
            }
        }
        return false;
    }

private:
    bool read_item(const engine::type_attribute& place, engine::value& out) {
        switch (in_->event()) {
        case types::object_image_reader::event_kind::null: return true;
        case types::object_image_reader::event_kind::begin:
            return place.object_type != nullptr && read(place.object_type, out);
        case types::object_image_reader::event_kind::scalar: return read_scalar(place, out);
        case types::object_image_reader::event_kind::end: break;
        }
        return false;
    }
    bool read_scalar(const engine::type_attribute& place, engine::value& out) {
        const auto bytes = in_->bytes();
        if (place.is_pls_integer || place.type == db_type::binary_integer) {
            std::int32_t integer = 0;
            if (types::decode_image_integer(bytes, integer) != base::decode_errc::ok) return false;
            out = number(integer);
            return true;
        }
        if (place.type == db_type::boolean) {
            bool flag = false;
            if (types::decode_image_boolean(bytes, flag) != base::decode_errc::ok) return false;
            out = flag;
            return true;
        }
        if (const auto* known = context_->locators->find(bytes); known != nullptr && known->lob.type == place.type) {
            out = known->lob;
            return true;
        }
        return decode_scalar(place.type, bytes, *context_->text, out);
    }

    const value_context* context_;
    types::object_image_reader* in_;
};

}  // namespace

void append_type_id(const engine::type_oid& oid, base::byte_buffer& out) {
    out.insert(out.end(), std::begin(type_id_head), std::end(type_id_head));
    out.insert(out.end(), oid.begin(), oid.end());
    out.insert(out.end(), std::begin(extent_id), std::end(extent_id));
}

bool encode_object(const engine::object_value& value, const value_context& context, base::byte_buffer& out) {
    const auto shape = shape_of(*value.type);
    types::object_image_writer writer(out, *shape);
    return object_encoder(context, writer).write(value) && writer.finish();
}

bool decode_object(base::bytes_view image, const engine::object_type_ref& type, const value_context& context,
                   engine::value& out) {
    if (image.size() == 1) return image[0] == (type->is_collection() ? null_collection : null_object);
    const auto shape = shape_of(*type);
    types::object_image_reader reader(image, *shape);
    if (!reader.next()) return false;
    if (reader.event() == types::object_image_reader::event_kind::null) return true;
    return object_decoder(context, reader).read(type, out) && !reader.next() &&
           reader.error() == base::decode_errc::ok;
}

}  // namespace oraxx::sandbox
