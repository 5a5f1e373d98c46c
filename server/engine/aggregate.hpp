// How the engine's aggregates hang on SQLite: one state object per group or window, made with its first row.
//
// A state has add(row), remove(row) (the frame of a window leaves rows behind in the order they came) and
// result(call). What it throws becomes the statement's error.
#pragma once

#include <memory>
#include <new>
#include <span>

#include "server/engine/runtime.hpp"

namespace oraxx::sandbox::engine {

// How a collecting aggregate sorts by one key.
inline constexpr unsigned sort_descending = 1;
inline constexpr unsigned sort_nulls_first = 2;
inline constexpr unsigned sort_padded = 4;  // CHAR

using aggregate_row = std::span<sqlite3_value*>;

[[nodiscard]] inline runtime& state_of(sqlite3_context* context) noexcept {
    return *static_cast<runtime*>(sqlite3_user_data(context));
}

template <class State>
State* find_state(sqlite3_context* context, int size) {
    auto** slot = static_cast<State**>(sqlite3_aggregate_context(context, size));
    if (slot == nullptr) return nullptr;
    if (*slot == nullptr && size != 0) *slot = new State;
    return *slot;
}

template <class Work>
void guard_aggregate(sqlite3_context* context, Work work) noexcept {
    try {
        work();
    } catch (const sql_failure& f) {
        raise(context, state_of(context), f.error);
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

template <class State>
void aggregate_step(sqlite3_context* context, int count, sqlite3_value** values) noexcept {
    guard_aggregate(context, [&] {
        if (auto* state = find_state<State>(context, sizeof(State*))) {
            state->add(aggregate_row(values, static_cast<std::size_t>(count)));
        }
    });
}

template <class State>
void aggregate_inverse(sqlite3_context* context, int count, sqlite3_value** values) noexcept {
    guard_aggregate(context, [&] {
        if (auto* state = find_state<State>(context, 0)) {
            state->remove(aggregate_row(values, static_cast<std::size_t>(count)));
        }
    });
}

// Without a row the result is that of an empty state.
template <class State>
void aggregate_value(sqlite3_context* context) noexcept {
    guard_aggregate(context, [&] {
        call c(context, 0, nullptr, state_of(context));
        auto* state = find_state<State>(context, 0);
        if (state == nullptr) return State{}.result(c);
        state->result(c);
    });
}

template <class State>
void aggregate_final(sqlite3_context* context) noexcept {
    aggregate_value<State>(context);
    delete find_state<State>(context, 0);
}

template <class State>
void register_aggregate(sqlite3* db, runtime& state, const char* name, int arguments) {
    sqlite3_create_window_function(db, name, arguments, SQLITE_UTF8 | SQLITE_DIRECTONLY, &state,
                                   aggregate_step<State>, aggregate_final<State>, aggregate_value<State>,
                                   aggregate_inverse<State>, nullptr);
}

[[nodiscard]] inline std::span<const std::uint8_t> stored_bytes_of(sqlite3_value* v) noexcept {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_value_blob(v));
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_value_bytes(v))};
}
[[nodiscard]] inline bool is_null(sqlite3_value* v) noexcept {
    return sqlite3_value_type(v) == SQLITE_NULL;
}

void register_collecting_aggregates(sqlite3* db, runtime& state);

}  // namespace oraxx::sandbox::engine
