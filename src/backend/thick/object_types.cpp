#include "backend/thick/object_types.hpp"

#include <algorithm>
#include <cstring>

#include "backend/thick/connection.hpp"
#include "backend/thick/value_forms.hpp"
#include "base/ascii.hpp"

namespace oraxx::backend::thick {
namespace {

namespace types = wire::types;

constexpr int deepest = 50;  // types within one another, as the API asks for them

// The half of an id that tells ours from those of a server.
constexpr std::uint64_t mark_of_ours = UINT64_MAX;

std::string text_of(const char* text, std::uint32_t size) {
    return text == nullptr ? std::string() : std::string(text, size);
}

bool is_plain(std::string_view name) noexcept {
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || base::is_digit(c) || c == '_' || c == '$' || c == '#';
    };
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z' && std::all_of(name.begin(), name.end(), fits);
}

// A type's name as SQL has it, with quotes where it needs them or everywhere.
struct full_name {
    std::string schema{};
    std::string package{};
    std::string name{};

    explicit full_name(const detail::object_description& type)
        : schema(type.schema), package(type.package), name(type.name) {}
    explicit full_name(const dpiObjectTypeInfo& told)
        : schema(text_of(told.schema, told.schemaLength)),
          package(text_of(told.packageName, told.packageNameLength)),
          name(text_of(told.name, told.nameLength)) {}

    [[nodiscard]] std::string plain() const { return joined(false); }
    [[nodiscard]] std::string quoted() const { return joined(true); }

private:
    [[nodiscard]] std::string joined(bool always_quoted) const {
        std::string out;
        for (const auto* part : {&schema, &package, &name}) {
            if (part->empty()) continue;
            if (!out.empty()) out += '.';
            out += always_quoted || !is_plain(*part) ? '"' + *part + '"' : *part;
        }
        return out;
    }
};

types::value_shape shape_of(const described_place& place) {
    return {.type = place.type, .nested = place.nested == nullptr ? nullptr : place.nested->shape};
}

failure described_otherwise(const std::string& name) {
    return {.code = errc::protocol_violation,
            .message = "Oracle's client describes the object type " + name + " otherwise than the server",
            .advice = "connect again when the type was altered after it was read first"};
}

}  // namespace

result<described_ptr> object_types::of_column(dpiObjectType* type) {
    dpiObjectTypeInfo told{};
    auto done = connection_.local(oraxx::phase::fetch, [&] { return dpiObjectType_getInfo(type, &told); });
    if (!done) return std::move(done).error();
    const auto found = known_->find(full_name(told).quoted());
    return found != known_->end() ? found->second : describe(type, nullptr, 0);
}

result<described_ptr> object_types::of_bind(const object_type& type) {
    const auto& guide = type.description();
    const full_name wanted(guide);
    if (const auto found = known_->find(wanted.quoted()); found != known_->end()) return found->second;
    const auto name = wanted.plain();
    dpiObjectType* handle = nullptr;
    auto done = connection_.perform(oraxx::phase::execute, [&] {
        return dpiConn_getObjectType(connection_.handle(), name.data(), size32(name), &handle);
    });
    const object_type_handle owner(handle);
    if (!done) return std::move(done).error();
    return describe(handle, &guide, 0);
}

result<described_ptr> object_types::describe(dpiObjectType* type, guide_ptr guide, int depth) {
    dpiObjectTypeInfo told{};
    auto done = connection_.local(oraxx::phase::execute, [&] { return dpiObjectType_getInfo(type, &told); });
    if (!done) return std::move(done).error();
    auto key = full_name(told).quoted();
    if (const auto found = known_->find(key); found != known_->end()) return found->second;
    auto out = std::make_shared<described_type>();
    out->name = full_name(told).plain();
    if (depth == deepest) {
        return failure{.code = errc::unsupported,
                       .message = "the object type " + out->name + " is nested too deeply, or contains itself"};
    }
    const std::size_t places = told.isCollection != 0 ? 1 : told.numAttributes;
    if (guide != nullptr &&
        (guide->is_collection() != (told.isCollection != 0) || guide->attributes.size() != places)) {
        return described_otherwise(out->name);
    }
    out->handle = share(type);
    done = told.isCollection != 0 ? add_place(told.elementTypeInfo, guide, depth, *out)
                                  : add_attributes(told, guide, depth, *out);
    if (!done) return std::move(done).error();
    if (guide != nullptr) {
        out->shape = guide->shape;
        out->id = guide->oid;
    } else {
        auto shape = std::make_shared<types::object_shape>();
        // What comes in columns has no keys; the other collections look alike in images.
        if (told.isCollection != 0) shape->form = types::shape_form::nested_table;
        for (const auto& each : out->places) shape->values.push_back(shape_of(each));
        out->shape = std::move(shape);
        out->id = new_id(key);
    }
    known_->emplace(std::move(key), out);
    return described_ptr(std::move(out));
}

result<void> object_types::add_attributes(const dpiObjectTypeInfo& told, guide_ptr guide, int depth,
                                          described_type& out) {
    std::vector<dpiObjectAttr*> attributes(told.numAttributes);
    auto done = connection_.perform(oraxx::phase::execute, [&] {
        return dpiObjectType_getAttributes(out.handle.get(), told.numAttributes, attributes.data());
    });
    if (!done) return done;
    std::vector<object_attr_handle> owners;
    owners.reserve(attributes.size());
    for (auto* each : attributes) owners.emplace_back(each);
    for (auto& each : owners) {
        dpiObjectAttrInfo info{};
        done = connection_.local(oraxx::phase::execute, [&] { return dpiObjectAttr_getInfo(each.get(), &info); });
        if (done) done = add_place(info.typeInfo, guide, depth, out);
        if (!done) return done;
        out.places.back().name = text_of(info.name, info.nameLength);
        out.places.back().attribute = std::move(each);
    }
    return {};
}

result<void> object_types::add_place(const dpiDataTypeInfo& told, guide_ptr guide, int depth, described_type& out) {
    const auto* known = guide == nullptr ? nullptr : &guide->attributes[out.places.size()];
    described_place place{.type = type_of(told)};
    if (place.type == db_type::object && told.objectType != nullptr) {
        const auto* within = known != nullptr && known->object ? &known->object.description() : nullptr;
        auto nested = describe(told.objectType, within, depth + 1);
        if (!nested) return std::move(nested).error();
        place.nested = *std::move(nested);
    }
    // The image is written and read by what the API was told.
    if (known != nullptr && (known->type == db_type::object) != (place.type == db_type::object)) {
        return described_otherwise(out.name);
    }
    if (known != nullptr) place.type = known->type;
    out.places.push_back(std::move(place));
    return {};
}

detail::type_oid object_types::new_id(const std::string& name) {
    const std::uint64_t number = names_.size();
    names_.push_back(name);
    detail::type_oid out{};
    std::memcpy(out.data(), &mark_of_ours, sizeof mark_of_ours);
    std::memcpy(out.data() + sizeof mark_of_ours, &number, sizeof number);
    return out;
}

std::optional<std::string> object_types::name_of(const detail::type_oid& id) const {
    std::uint64_t mark = 0;
    std::uint64_t number = 0;
    std::memcpy(&mark, id.data(), sizeof mark);
    std::memcpy(&number, id.data() + sizeof mark, sizeof number);
    if (mark != mark_of_ours || number >= names_.size()) return std::nullopt;
    return names_[static_cast<std::size_t>(number)];
}

void object_types::abandon() noexcept {
    // Kept for ever: their destructors would release handles that belong to the parent's session.
    static_cast<void>(known_.release());
}

}  // namespace oraxx::backend::thick
