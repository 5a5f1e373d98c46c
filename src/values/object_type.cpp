#include <oraxx/object_type.hpp>

#include <algorithm>

#include <oraxx/detail/object_description.hpp>
#include <oraxx/error.hpp>

#include "base/ascii.hpp"

namespace oraxx {

std::string_view to_string(object_form form) noexcept {
    switch (form) {
    case object_form::object: return "OBJECT";
    case object_form::index_by: return "INDEX-BY TABLE";
    case object_form::nested_table: return "NESTED TABLE";
    case object_form::varray: return "VARRAY";
    }
    return "OBJECT";
}

const detail::object_description& object_type::description() const {
    if (described_ == nullptr) {
        throw_failure({.code = errc::wrong_state,
                       .message = "the oraxx::object_type is that of no type",
                       .advice = "take it from connection::object_type() or from an object that was read"});
    }
    return *described_;
}

const std::string& object_type::schema() const {
    return description().schema;
}
const std::string& object_type::package() const {
    return description().package;
}
const std::string& object_type::name() const {
    return description().name;
}
std::string object_type::full_name() const {
    const auto& of = description();
    return of.schema + "." + (of.package.empty() ? "" : of.package + ".") + of.name;
}
object_form object_type::form() const {
    return description().form;
}
bool object_type::is_collection() const {
    return description().is_collection();
}
std::uint32_t object_type::max_elements() const {
    return description().max_elements;
}

const std::vector<object_attribute>& object_type::attributes() const {
    static const std::vector<object_attribute> none;
    return is_collection() ? none : description().attributes;
}

const object_attribute& object_type::element() const {
    if (!is_collection()) {
        throw_failure(
            {.code = errc::invalid_argument, .message = full_name() + " is no collection: it has attributes"});
    }
    return description().attributes.front();
}

std::optional<std::size_t> object_type::find(std::string_view name) const {
    const auto& all = attributes();
    const auto found = std::find_if(all.begin(), all.end(), [name](const object_attribute& each) {
        return base::equal_ignoring_case(each.name, name);
    });
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
}

bool operator==(const object_type& a, const object_type& b) noexcept {
    if (a.described_ == b.described_) return true;
    return a && b && a.described_->oid == b.described_->oid && a.described_->version == b.described_->version;
}

}  // namespace oraxx
