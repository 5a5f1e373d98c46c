#include "lambda/events/json_document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <oraxx/lambda/function.hpp>
#include "base/utf.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::events {
namespace {

using json = nlohmann::json;

[[noreturn]] void bad_json(const std::string& what) {
    throw failed_invocation({.type = "EventError.BadJson", .message = "the event " + what});
}

// Builds the tree. The parser keeps no stack of calls, so that depth is bounded here alone.
class tree_builder final : public nlohmann::json_sax<json> {
public:
    tree_builder(json_value& root, const json_limits& limits) : limits_(limits), root_(root) {}

    bool null() override { return add(json_kind::null); }
    bool boolean(bool value) override {
        const bool added = add(json_kind::boolean);
        if (added) last().truth = value;
        return added;
    }
    bool number_integer(number_integer_t value) override { return add(json_kind::number, std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return add(json_kind::number, std::to_string(value)); }
    bool number_float(number_float_t /*value*/, const string_t& digits) override {
        return add(json_kind::number, digits);
    }
    bool string(string_t& value) override { return add(json_kind::text, std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; }  // JSON has none

    bool start_object(std::size_t /*elements*/) override { return open(json_kind::object); }
    bool start_array(std::size_t /*elements*/) override { return open(json_kind::array); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string& /*token*/, const json::exception& /*why*/) override {
        complaint_ = "is no JSON: what stands at byte " + std::to_string(position) + " does not belong there";
        return false;
    }

    [[nodiscard]] const std::string& complaint() const noexcept { return complaint_; }

private:
    bool add(json_kind kind, std::string text = {}) {
        if (++values_ > limits_.values) {
            complaint_ = "holds more than " + std::to_string(limits_.values) + " values";
            return false;
        }
        json_value* place = &root_;
        if (!open_.empty()) place = &open_.back()->items.emplace_back();
        place->kind = kind;
        place->text = std::move(text);
        place->key = std::exchange(key_, {});
        last_ = place;
        return true;
    }
    bool open(json_kind kind) {
        if (open_.size() == limits_.depth) {
            complaint_ = "is nested more than " + std::to_string(limits_.depth) + " levels deep";
            return false;
        }
        if (!add(kind)) return false;
        // Valid until it is closed: only the innermost container grows.
        open_.push_back(last_);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    [[nodiscard]] json_value& last() noexcept { return *last_; }

    json_limits limits_;
    json_value& root_;
    json_value* last_ = nullptr;
    std::vector<json_value*> open_{};
    std::string key_{};
    std::size_t values_ = 0;
    std::string complaint_{};
};

}  // namespace

std::string_view to_string(json_kind kind) noexcept {
    switch (kind) {
    case json_kind::null: return "null";
    case json_kind::boolean: return "a truth value";
    case json_kind::number: return "a number";
    case json_kind::text: return "a text";
    case json_kind::array: return "an array";
    case json_kind::object: break;
    }
    return "an object";
}

const json_value* json_value::find(std::string_view name) const noexcept {
    if (kind != json_kind::object) return nullptr;
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.key == name; });
    return found == items.end() ? nullptr : &*found;
}

std::string_view json_value::text_of(std::string_view name) const noexcept {
    const auto* found = find(name);
    return found != nullptr && found->kind == json_kind::text ? std::string_view(found->text) : std::string_view();
}

std::string_view json_value::repeated_member() const {
    if (kind != json_kind::object) return {};
    std::vector<std::string_view> names;
    names.reserve(items.size());
    for (const auto& item : items) names.push_back(item.key);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    return twice == names.end() ? std::string_view() : *twice;
}

json_value parse_json(std::string_view text, const json_limits& limits) {
    if (!base::is_valid_utf8(text)) bad_json("is not UTF-8, as JSON has to be");
    json_value root;
    tree_builder builder(root, limits);
    if (!json::sax_parse(text, &builder)) bad_json(builder.complaint());
    return root;
}

void append_json(std::string& out, const json_value& value) {
    switch (value.kind) {
    case json_kind::null: out += "null"; return;
    case json_kind::boolean: out += value.truth ? "true" : "false"; return;
    case json_kind::number: out += value.text; return;
    case json_kind::text: append_json_string(out, value.text); return;
    case json_kind::array:
    case json_kind::object: break;
    }
    const bool is_object = value.kind == json_kind::object;
    out += is_object ? '{' : '[';
    for (const auto& item : value.items) {
        if (&item != &value.items.front()) out += ',';
        if (is_object) {
            append_json_string(out, item.key);
            out += ':';
        }
        append_json(out, item);
    }
    out += is_object ? '}' : ']';
}

}  // namespace oraxx::lambda::events
