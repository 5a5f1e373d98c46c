// NEXTVAL and CURRVAL.
#include "server/engine/runtime.hpp"
#include "server/engine/sequences.hpp"

namespace oraxx::sandbox::engine {
namespace {

std::uint32_t object_of(const call& c) {
    return static_cast<std::uint32_t>(c.integer(0));
}

// (object id, site, position)
void next_value(call& c) {
    c.result(c.state().sequences->next(object_of(c), c.integer(1), c.position()));
}

// (object id, position)
void current_value(call& c) {
    c.result(c.state().sequences->current(object_of(c), c.position()));
}

// (object id)
void last_number(call& c) {
    c.result(c.state().sequences->last_number(object_of(c)));
}

constexpr function_entry entries[] = {
    {"seq_next", 3, next_value, null_rule::strict, false},
    {"seq_current", 2, current_value, null_rule::strict, false},
    {"seq_last", 1, last_number, null_rule::strict, false},
};

}  // namespace

std::span<const function_entry> sequence_functions() {
    return entries;
}

}  // namespace oraxx::sandbox::engine
