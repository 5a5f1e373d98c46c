// Values of C++ types as the payloads of the types they are bound as.
#pragma once

#include <type_traits>

#include <oraxx/datetime.hpp>
#include <oraxx/number.hpp>
#include <oraxx/type.hpp>

#include "wire/types/scalar.hpp"

namespace oraxx::backend::thin {

// Writes a scalar's payload; the size, or 0 when the value cannot be sent as that type.
struct scalar_encoder {
    db_type type;
    wire::types::scalar_out out;

    template <class Value>
    [[nodiscard]] std::size_t number_from(Value value) const {
        if constexpr (std::is_floating_point_v<Value>) {
            const auto exact = number::from_double(static_cast<double>(value));
            return exact ? wire::types::encode(*exact, out) : 0;
        } else {
            return wire::types::encode(number(value), out);
        }
    }
    template <class Value>
    [[nodiscard]] std::size_t numeric(Value value) const {
        switch (type) {
        case db_type::number:
        case db_type::binary_integer: return number_from(value);
        case db_type::binary_double: return wire::types::encode_binary_double(static_cast<double>(value), out);
        case db_type::binary_float: return wire::types::encode_binary_float(static_cast<float>(value), out);
        default: return 0;
        }
    }
    std::size_t operator()(std::int64_t value) const { return numeric(value); }
    std::size_t operator()(std::uint64_t value) const { return numeric(value); }
    std::size_t operator()(double value) const { return numeric(value); }
    std::size_t operator()(float value) const { return numeric(value); }
    std::size_t operator()(const number& value) const {
        if (type == db_type::binary_double) return wire::types::encode_binary_double(value.to_double(), out);
        if (type == db_type::binary_float) {
            return wire::types::encode_binary_float(static_cast<float>(value.to_double()), out);
        }
        return type == db_type::number || type == db_type::binary_integer ? wire::types::encode(value, out) : 0;
    }
    std::size_t operator()(bool value) const {
        return type == db_type::boolean ? wire::types::encode_boolean(value, out) : 0;
    }
    std::size_t operator()(const date& value) const {
        if (type == db_type::date) return wire::types::encode(value, out);
        return type == db_type::timestamp ? wire::types::encode(timestamp{.date = value}, out) : 0;
    }
    std::size_t operator()(const timestamp& value) const { return only(db_type::timestamp, value); }
    std::size_t operator()(const timestamp_tz& value) const { return only(db_type::timestamp_tz, value); }
    std::size_t operator()(const interval_ds& value) const { return only(db_type::interval_ds, value); }
    std::size_t operator()(const interval_ym& value) const { return only(db_type::interval_ym, value); }
    // Text, bytes and what travels as a locator or an image.
    template <class Other>
    std::size_t operator()(const Other& /*value*/) const {
        return 0;
    }

private:
    template <class Value>
    [[nodiscard]] std::size_t only(db_type wanted, const Value& value) const {
        return type == wanted ? wire::types::encode(value, out) : 0;
    }
};

}  // namespace oraxx::backend::thin
