#include <oraxx/json.hpp>

#include <utility>

#include <oraxx/error.hpp>

namespace oraxx {
namespace {

[[noreturn]] void throw_missing(std::string message) {
    throw_failure(failure{.code = errc::invalid_argument, .message = std::move(message)});
}

}  // namespace

json::json(oraxx::vector value) : held_(std::in_place_type<detail::boxed<oraxx::vector>>, std::move(value)) {}
json::json(json_array elements) noexcept : held_(std::in_place_type<json_array>, std::move(elements)) {}
json::json(json_object members) : held_(std::in_place_type<detail::boxed<json_object>>, std::move(members)) {}

json::json(const json& other) = default;
json& json::operator=(const json& other) {
    auto copy = other.held_;  // first: `other` may be a part of this
    held_ = std::move(copy);
    return *this;
}
json::~json() = default;

// A box that was moved from holds nothing: null stands in its place.
// NOLINTNEXTLINE(bugprone-exception-escape): std::variant only throws where an alternative does; none does
json::json(json&& other) noexcept : held_(std::move(other.held_)) {
    other.held_.emplace<std::monostate>();
}
// NOLINTNEXTLINE(bugprone-exception-escape): likewise
json& json::operator=(json&& other) noexcept {
    if (this == &other) return *this;
    auto taken = std::move(other.held_);  // first: as above
    other.held_.emplace<std::monostate>();
    held_ = std::move(taken);
    return *this;
}

json json::array(std::initializer_list<json> elements) {
    return json_array(elements);
}

json json::object(std::initializer_list<json_member> members) {
    return json(*json_object::from_members(members, json_object::repeated::last_counts));
}

std::size_t json::size() const noexcept {
    return is_object() ? members().size() : elements().size();
}

std::span<const json> json::elements() const noexcept {
    const auto* array = get_if<json_array>();
    return array != nullptr ? std::span<const json>(*array) : std::span<const json>();
}

std::span<const json_member> json::members() const noexcept {
    const auto* object = get_if<json_object>();
    return object != nullptr ? object->members() : std::span<const json_member>();
}

const json* json::find(std::string_view name) const noexcept {
    const auto* object = get_if<json_object>();
    return object != nullptr ? object->find(name) : nullptr;
}

json* json::find(std::string_view name) noexcept {
    return const_cast<json*>(std::as_const(*this).find(name));
}

const json& json::at(std::string_view name) const {
    const auto* object = get_if<json_object>();
    if (object == nullptr) throw_other_kind();
    const auto* found = object->find(name);
    if (found == nullptr) throw_missing("the JSON object has no member \"" + std::string(name) + "\"");
    return *found;
}

json& json::at(std::string_view name) {
    return const_cast<json&>(std::as_const(*this).at(name));
}

const json& json::at(std::size_t index) const {
    const auto* array = get_if<json_array>();
    if (array == nullptr) throw_other_kind();
    if (index >= array->size()) {
        throw_missing("the JSON array has " + std::to_string(array->size()) + " elements, none at index " +
                      std::to_string(index));
    }
    return (*array)[index];
}

json& json::at(std::size_t index) {
    return const_cast<json&>(std::as_const(*this).at(index));
}

json& json::operator[](std::string_view name) {
    if (is_null()) *this = json(json_object());
    auto& object = get<json_object>();
    auto* found = object.find(name);
    return found != nullptr ? *found : object.set(std::string(name), json());
}

void json::push_back(json element) {
    if (is_null()) *this = json(json_array());
    get<json_array>().push_back(std::move(element));
}

bool operator==(const json& a, const json& b) {
    return a.held_ == b.held_;
}

void json::throw_other_kind() const {
    throw_failure(
        failure{.code = errc::type_mismatch, .message = "the JSON value is of another kind than was asked for"});
}

}  // namespace oraxx
