#include <oraxx/object.hpp>

#include <algorithm>
#include <limits>
#include <utility>

#include <oraxx/detail/object_description.hpp>

namespace oraxx {
namespace detail {

result<std::size_t> attribute_key::position_in(const object& of) const {
    if (by_name_) {
        const auto found = of.type() ? of.type().find(name_) : std::nullopt;
        if (!found) return no_attribute(of.type(), name_);
        return *found;
    }
    if (index_ < of.size()) return index_;
    return failure{.code = errc::invalid_argument,
                   .message = "there is no value " + std::to_string(index_) + ": the object has " +
                              std::to_string(of.size()) + ", counted from 0"};
}

namespace {

std::string name_of(const object_type& type) {
    return type ? type.full_name() : "an object without a type";
}

// As many names as help to see what is there.
std::string names_of(const object_type& type) {
    constexpr std::size_t most = 10;
    if (!type || type.is_collection()) return "elements, and no attributes";
    std::string out;
    const auto& all = type.attributes();
    for (std::size_t i = 0; i < all.size() && i < most; ++i) out.append(i == 0 ? "" : ", ").append(all[i].name);
    if (all.size() > most) out += " and " + std::to_string(all.size() - most) + " more";
    return out;
}

}  // namespace

failure no_attribute(const object_type& type, std::string_view name) {
    return {.code = errc::invalid_argument,
            .message = name_of(type) + " has no attribute named " + std::string(name) + "; it has " + names_of(type)};
}

failure wrong_attribute_count(const object_type& type, std::size_t members) {
    if (!type || type.is_collection()) {
        return {.code = errc::type_mismatch,
                .message = name_of(type) + " has elements, which a struct has no names for",
                .advice = "use a std::vector"};
    }
    return {.code = errc::type_mismatch,
            .message = name_of(type) + " has " + std::to_string(type.attributes().size()) +
                       " attributes, but the struct has " + std::to_string(members) + " members",
            .advice = "give the struct an oraxx::mapping, which goes by names"};
}

failure no_collection(const object_type& type, bool wants_keys) {
    if (wants_keys) {
        return {.code = errc::type_mismatch,
                .message = name_of(type) + " is no index-by table: it has no keys",
                .advice = "use a std::vector for other collections"};
    }
    return {.code = errc::type_mismatch,
            .message = name_of(type) + " is no collection: it has attributes",
            .advice = "use a struct"};
}

failure another_type(const object_type& wanted, const object_type& given) {
    if (!wanted) {
        return {.code = errc::type_mismatch,
                .message = "an object is given where the type has none",
                .advice = "the type of an object is told by connection::object_type()"};
    }
    return {.code = errc::type_mismatch,
            .message = "an object of " + name_of(wanted) + " is wanted, and one of " + name_of(given) + " is given"};
}

std::optional<failure> wrong_element_count(const object_type& type, std::size_t count) {
    const auto most = type.max_elements();
    if (most == 0 || count <= most) return std::nullopt;
    return failure{.code = errc::value_out_of_range,
                   .message = "the VARRAY " + name_of(type) + " takes " + std::to_string(most) + " elements, not " +
                              std::to_string(count)};
}

}  // namespace detail

object::object(object_type type) : type_(std::move(type)), values_(type_.attributes().size()) {}

const value& object::operator[](const attribute_key& key) const {
    return values_[key.position_in(*this).value()];
}

object& object::set(const attribute_key& key, value held) {
    values_[key.position_in(*this).value()] = std::move(held);
    return *this;
}

object& object::append(value held) {
    if (!type_.is_collection()) {
        auto why = detail::no_collection(type_, false);
        why.code = errc::invalid_argument;
        throw_failure(std::move(why));
    }
    if (type_.form() == object_form::index_by) {
        const auto next = keys_.empty() ? 1 : keys_.back() + 1;
        if (next > std::numeric_limits<std::int32_t>::max()) {
            throw_failure({.code = errc::value_out_of_range, .message = "there is no key behind the largest"});
        }
        return set_key(static_cast<std::int32_t>(next), std::move(held));
    }
    values_.push_back(std::move(held));
    return *this;
}

void object::clear() {
    if (!type_.is_collection()) {
        std::fill(values_.begin(), values_.end(), value());
        return;
    }
    values_.clear();
    keys_.clear();
}

object& object::set_key(std::int32_t key, value held) {
    if (type_.form() != object_form::index_by) {
        auto why = detail::no_collection(type_, true);
        why.code = errc::invalid_argument;
        throw_failure(std::move(why));
    }
    const auto place = std::lower_bound(keys_.begin(), keys_.end(), key);
    const auto at = place - keys_.begin();
    if (place != keys_.end() && *place == key) {
        values_[static_cast<std::size_t>(at)] = std::move(held);
    } else {
        keys_.insert(place, key);
        values_.insert(values_.begin() + at, std::move(held));
    }
    return *this;
}

std::int32_t object::key_at(std::size_t position) const {
    if (position >= keys_.size()) {
        throw_failure({.code = errc::invalid_argument,
                       .message = "there is no key " + std::to_string(position) + ": the object has " +
                                  std::to_string(keys_.size())});
    }
    return static_cast<std::int32_t>(keys_[position]);
}

const value* object::find_key(std::int32_t key) const noexcept {
    const auto place = std::lower_bound(keys_.begin(), keys_.end(), key);
    return place != keys_.end() && *place == key ? &values_[static_cast<std::size_t>(place - keys_.begin())]
                                                 : nullptr;
}

namespace {

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
    return out + "'";
}

}  // namespace

std::string object::to_string() const {
    if (!type_) return {};
    std::string out = type_.full_name() + "(";
    for (std::size_t at = 0; at < values_.size(); ++at) {
        if (at != 0) out += ", ";
        if (!keys_.empty()) out += std::to_string(keys_[at]) + " => ";
        const auto& held = values_[at];
        const auto* text = held.get_if<std::string>();
        out += held.is_null() ? "NULL" : text != nullptr ? quoted(*text) : held.to_string();
    }
    return out + ")";
}

}  // namespace oraxx
