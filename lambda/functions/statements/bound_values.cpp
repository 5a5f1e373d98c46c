#include "lambda/functions/statements/bound_values.hpp"

#include <algorithm>

#include "lambda/functions/statements/bind_values.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::size_t most_binds = 1000;

const given_bind* find_given(const request& asked, std::string_view name) {
    const auto found = std::find_if(asked.binds.begin(), asked.binds.end(),
                                    [&](const auto& given) { return is_same_name(given.name, name); });
    return found == asked.binds.end() ? nullptr : &*found;
}

void check_names(const statement& target, const request& asked) {
    if (asked.binds.size() > most_binds) {
        throw event_error("BadField", "'binds' holds more than " + std::to_string(most_binds) + " values");
    }
    for (const auto& given : asked.binds) {
        if (find_given(asked, given.name) != &given) {
            throw event_error("BadBind", "the bind " + quoted_name(given.name) + " is given twice");
        }
        const auto* declared = target.find_bind(given.name);
        const auto& names = target.placeholders;
        const bool is_taken = target.binds.empty()
                                  ? std::any_of(names.begin(), names.end(),
                                                [&](const auto& name) { return is_same_name(name, given.name); })
                                  : declared != nullptr && declared->is_in;
        if (!is_taken) {
            throw event_error("UnknownBind", "the statement takes no bind " + quoted_name(given.name));
        }
    }
}

failed_invocation missing(std::string_view name) {
    return event_error("MissingBind", "the bind " + quoted_name(name) + " is missing");
}

value value_for(const declared_bind& declared, const given_bind* given) {
    if (given == nullptr) {
        if (!declared.default_value) throw missing(declared.name);
        return *declared.default_value;
    }
    auto held = given->is_untyped ? value_from_text(declared.type, given->held.text)
                                  : value_from_json(declared.type, given->held);
    if (!held) {
        throw event_error("BadBind", "the bind " + quoted_name(declared.name) + " has to be " +
                                         std::string(form_of(declared.type)));
    }
    if (held->is_null() && !declared.nullable) {
        throw event_error("BadBind", "the bind " + quoted_name(declared.name) + " must not be null or empty");
    }
    return *std::move(held);
}

void add_declared(const statement& target, const request& asked, bound_values& out) {
    // The list keeps addresses of these.
    out.outs.reserve(target.binds.size());
    for (const auto& declared : target.binds) {
        const auto type = declared_type(declared.type);
        if (!declared.is_out) {
            out.list.add(declared.name, type, value_for(declared, find_given(asked, declared.name)));
            continue;
        }
        auto& slot = out.outs.emplace_back(out_value{.name = declared.name, .type = declared.type});
        if (!declared.is_in) {
            out.list.add_out(declared.name, type, slot.held);
            continue;
        }
        slot.held = value_for(declared, find_given(asked, declared.name));
        out.list.add_in_out(declared.name, type, slot.held);
    }
}

void add_undeclared(const statement& target, const request& asked, bound_values& out) {
    for (const auto& name : target.placeholders) {
        const auto* given = find_given(asked, name);
        if (given == nullptr) throw missing(name);
        auto plain = plain_value_from_json(given->held);
        if (!plain) {
            throw event_error("BadBind",
                              "the bind " + quoted_name(given->name) +
                                  " has to be a number of at most 38 digits, a text, a truth value or null");
        }
        out.list.add(name, plain->type, std::move(plain->held));
    }
}

}  // namespace

bound_values bind_values(const statement& target, const request& asked) {
    check_names(target, asked);
    bound_values out;
    if (target.binds.empty()) {
        add_undeclared(target, asked, out);
    } else {
        add_declared(target, asked, out);
    }
    return out;
}

}  // namespace oraxx::lambda::statements
