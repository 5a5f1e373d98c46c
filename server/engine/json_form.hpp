// Documents as they lie in the database file: a form of the engine's own, every scalar in its stored form.
#pragma once

#include <oraxx/json.hpp>

#include "server/engine/types.hpp"

namespace oraxx::sandbox::engine {

[[nodiscard]] stored_bytes store_json(const json& from);
// Throws std::runtime_error for bytes that store_json() did not write.
[[nodiscard]] json load_json(std::span<const std::uint8_t> bytes);

// VECTOR likewise.
[[nodiscard]] stored_bytes store_vector(const oraxx::vector& from);
[[nodiscard]] oraxx::vector load_vector(std::span<const std::uint8_t> bytes);

}  // namespace oraxx::sandbox::engine
